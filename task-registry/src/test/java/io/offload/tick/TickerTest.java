package io.offload.tick;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TickerTest {

    @Test
    void nothingTicksAfterTheApplicationsEndThoughItsEventLoopsLiveOn() throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        try {
            AtomicInteger ticks = new AtomicInteger();
            CountDownLatch ticked = new CountDownLatch(2);
            Ticker ticker = new Ticker(vertx);
            ticker.every(5, ticks::incrementAndGet);
            ticker.every(5, ticked::countDown);
            assertThat(ticked.await(30, TimeUnit.SECONDS)).isTrue();
            ticker.stop(new ShutdownEvent());
            CountDownLatch afterwards = new CountDownLatch(5);
            vertx.setTimer(5, first -> {
                int atTheEnd = ticks.get();
                vertx.setPeriodic(5, ignored -> {
                    if (ticks.get() == atTheEnd) {
                        afterwards.countDown();
                    }
                });
            });
            assertThat(afterwards.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            vertx.close();
        }
    }
}
