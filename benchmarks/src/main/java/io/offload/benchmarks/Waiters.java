package io.offload.benchmarks;

import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Long polls on runs that stay queued: what they cost while nothing happens, and that each is answered when its run completes. */
final class Waiters implements Scenario {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int SECONDS = 60;
    private static final int SETTLE_SECONDS = 30;

    @Override
    public String name() {
        return "waiters";
    }

    @Override
    public String description() {
        return "idle long polls (?wait=60s, asked again when a wait is over)";
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        bench.single(50_000, bench.options().connections());
        bench.awaitCompleted(LIMIT);
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        SystemUnderTest system = bench.system();
        int seconds = bench.options().secondsOr(SECONDS);
        int settle = Math.min(SETTLE_SECONDS, seconds);
        bench.pauseQueue(true);
        bench.single(bench.options().waiters(), Math.min(bench.options().waiters(), bench.options().connections()));
        pause(settle);
        double[] without = percentOfOneCore(system, Math.min(20, seconds));
        double pssWithout = system.pssMiB("api");

        List<String> ids = system.list("SELECT id FROM task_run WHERE state = 'PENDING' ORDER BY id LIMIT " + bench.options().waiters());
        NetClient client = bench.vertx().createNetClient(new NetClientOptions().setTcpNoDelay(true).setReceiveBufferSize(4096).setSendBufferSize(4096));
        CountDownLatch connected = new CountDownLatch(ids.size());
        CountDownLatch completed = new CountDownLatch(ids.size());
        AtomicInteger failed = new AtomicInteger();
        ids.forEach(id -> client.connect(system.port(), "127.0.0.1").onSuccess(socket -> {
            new Waiter(socket, id, system.port(), completed).ask();
            connected.countDown();
        }).onFailure(cause -> {
            failed.incrementAndGet();
            connected.countDown();
        }));
        connected.await();
        if (failed.get() > 0) {
            throw new IllegalStateException(failed.get() + " of " + ids.size() + " could not connect");
        }
        pause(settle);
        double[] with = percentOfOneCore(system, seconds);
        double pssWith = system.pssMiB("api");

        long resumed = System.nanoTime();
        system.execute("UPDATE queue SET paused_at = NULL");
        if (!completed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(completed.getCount() + " of " + ids.size() + " waiters were not told that their run had completed");
        }
        double told = (System.nanoTime() - resumed) / 1e9;
        client.close();
        bench.awaitCompleted(LIMIT);
        bench.checkAllCompletedOnce();
        return new Result().with("waiters", ids.size()).with("api_cpu_percent_of_a_core", Result.median(with)).with("api_cpu_percent_without", Result.median(without))
                .with("api_cpu_percent_mean", Arrays.stream(with).average().orElse(0)).with("api_pss_mib", pssWith)
                .with("api_pss_more_mib", pssWith - pssWithout).with("api_xmx_mib", system.maxHeapMiB("api")).with("all_told_after_s", told);
    }

    @Override
    public int repetitions(Options options) {
        return 1;
    }

    private static void pause(int seconds) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
    }

    /** One sample a second. */
    private static double[] percentOfOneCore(SystemUnderTest system, int seconds) throws IOException, SQLException {
        double[] samples = new double[seconds];
        for (int i = 0; i < seconds; i++) {
            double before = system.cpuSeconds().get("api");
            long start = System.nanoTime();
            pause(1);
            samples[i] = (system.cpuSeconds().get("api") - before) * 100 / ((System.nanoTime() - start) / 1e9);
        }
        return samples;
    }

    private record Waiter(NetSocket socket, String id, int port, CountDownLatch completed) {
        void ask() {
            socket.handler(answer -> {
                String text = answer.toString(StandardCharsets.UTF_8);
                if (text.contains("\"COMPLETED\"")) {
                    completed.countDown();
                    socket.close();
                } else if (text.startsWith("HTTP/1.1 200")) {
                    send();
                }
            });
            send();
        }

        private void send() {
            socket.write("GET /api/v1/runs/" + id + "?wait=60s HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n");
        }
    }
}
