package io.offload.benchmarks;

import java.util.concurrent.locks.LockSupport;

/**
 * How long one service takes from its process to ready while nothing else happens, started as the launcher starts it, and how long
 * {@code ./offload up} takes on a new data folder and on one that is there. The start caches are there ({@link Main} sees to it).
 */
final class Startup implements Scenario {

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String description() {
        return "one service alone, process to ready; and a whole ./offload up";
    }

    @Override
    public void prepare(Bench bench) {
        // nothing to warm up: cold is what is measured
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        SystemUnderTest system = bench.system();
        int times = 2 * bench.options().repetitions() - 1;
        Result result = new Result().with("up_new_data_s", system.firstStartSeconds());
        for (String role : new String[] {"api", "worker-1"}) {
            ServiceTwin twin = ServiceTwin.of(system.pids().get(role));
            result.with(role.equals("api") ? "api_alone_s" : "worker_alone_s", Result.median("seconds", () -> {
                LockSupport.parkNanos(1_000_000_000L);
                return new Result().with("seconds", twin.secondsToReady());
            }, times));
        }
        return result.with("up_again_s", Result.median("seconds", () -> {
            system.stop();
            return new Result().with("seconds", system.startAgain());
        }, bench.options().repetitions()));
    }

    @Override
    public int repetitions(Options options) {
        return 1;
    }
}
