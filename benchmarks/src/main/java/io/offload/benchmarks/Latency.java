package io.offload.benchmarks;

import io.vertx.core.Context;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * From the moment a run should be posted to COMPLETED seen by a long poll, at a fixed rate. Open loop: requests leave when they are due, whatever
 * became of earlier ones, and time is counted from then on (no coordinated omission).
 */
final class Latency implements Scenario {
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    /** So that the JIT compilers have seen the waiting too, which posts alone do not. */
    private static final int WARM_UP_RATE = 2000;
    private final int perSecond;

    Latency(int perSecond) {
        this.perSecond = perSecond;
    }

    @Override
    public String name() {
        return "latency-" + perSecond;
    }

    @Override
    public String description() {
        return "submit to COMPLETED seen by ?wait, open loop, " + perSecond + " runs/s";
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        new Rates(bench).warmUp(false, bench.echo());
        load(bench, WARM_UP_RATE, Math.min(20, bench.options().secondsOr(20)));
        load(bench, perSecond, Math.min(15, bench.options().secondsOr(15)));
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        Cost before = Cost.until(bench.system());
        Histogram micros = load(bench, perSecond, bench.options().secondsOr(20));
        Cost after = Cost.until(bench.system());
        return new Result().with("runs", micros.getTotalCount()).with(Rates.percentiles("", micros)).with("max_ms", micros.getMaxValue() / 1000.0)
                .with(after.perRun(before, micros.getTotalCount()));
    }

    @Override
    public void finish(Bench bench) throws Exception {
        bench.awaitCompleted(Duration.ofMinutes(1));
        bench.checkAllCompletedOnce();
    }

    private static Histogram load(Bench bench, int perSecond, int seconds) throws InterruptedException {
        Histogram micros = new ConcurrentHistogram(120_000_000L, 3);
        AtomicLong failed = new AtomicLong();
        AtomicReference<String> failure = new AtomicReference<>();
        int total = perSecond * seconds;
        CountDownLatch done = new CountDownLatch(total);
        HttpClient client = bench.vertx().createHttpClient(new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(bench.system().port()),
                new PoolOptions().setHttp1MaxSize(1000));
        Buffer body = Buffer.buffer(bench.echo());
        Context loop = bench.vertx().getOrCreateContext();
        long start = System.nanoTime();
        for (int i = 0; i < total; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            long early;
            while ((early = due - System.nanoTime()) > 0) {
                LockSupport.parkNanos(early);
            }
            // on the event loop: from any other thread an answer may arrive before its body is listened for
            loop.runOnContext(ignored -> client.request(HttpMethod.POST, "/api/v1/tasks/echo/runs")
                    .compose(request -> request.putHeader("Content-Type", "application/json").send(body))
                    .compose(response -> response.body())
                    .compose(answer -> {
                        Matcher id = ID.matcher(answer.toString());
                        if (!id.find()) {
                            throw new IllegalStateException(answer.toString());
                        }
                        return client.request(HttpMethod.GET, "/api/v1/runs/" + id.group(1) + "?wait=30s");
                    })
                    .compose(request -> request.send()).compose(response -> response.body())
                    .onComplete(result -> {
                        if (result.succeeded() && result.result().toString().contains("\"COMPLETED\"")) {
                            micros.recordValue((System.nanoTime() - due) / 1000);
                        } else {
                            failed.incrementAndGet();
                            failure.compareAndSet(null, result.succeeded() ? result.result().toString() : result.cause().toString());
                        }
                        done.countDown();
                    }));
        }
        done.await();
        client.close();
        bench.accepted().addAndGet(micros.getTotalCount());
        if (failed.get() > 0) {
            throw new IllegalStateException(failed.get() + " runs were not seen to complete, the first because of: " + failure.get());
        }
        return micros;
    }
}
