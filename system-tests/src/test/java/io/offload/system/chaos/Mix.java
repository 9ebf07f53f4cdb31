package io.offload.system.chaos;

import java.util.Random;
import java.util.function.Supplier;

/** Orders of every kind in fixed proportions, in an order that a seed decides. A run may always end CRASHED: three of its workers may die in a row. */
final class Mix implements Supplier<Order> {
    private static final String LONG_INPUT = "{\"value\":\"" + "a prompt of some length ".repeat(40) + "\"}";
    private final Random random;

    Mix(long seed) {
        random = new Random(seed);
    }

    @Override
    public Order get() {
        int kind = random.nextInt(100);
        if (kind < 50) {
            return Order.one("trial-sleep", "{\"duration\":\"PT0.2S\"}", "COMPLETED", "CRASHED");
        } else if (kind < 62) {
            return Order.one("trial-noop", random.nextBoolean() ? LONG_INPUT : "{\"value\":1}", "COMPLETED", "CRASHED");
        } else if (kind < 66) {
            return Order.batch("trial-noop", random.nextBoolean() ? LONG_INPUT : "{\"value\":2}", "COMPLETED", "CRASHED");
        } else if (kind < 69) {
            return Order.sql("trial-noop", random.nextBoolean() ? LONG_INPUT : "{\"value\":3}", "COMPLETED", "CRASHED");
        } else if (kind < 75) {
            return Order.one("trial-retry-list", "{\"fail_times\":1}", "COMPLETED", "CRASHED");
        } else if (kind < 79) {
            return Order.one("trial-retry-list", "{\"fail_times\":99}", "FAILED", "CRASHED");
        } else if (kind < 84) {
            return Order.delayed("trial-noop", random.nextBoolean() ? LONG_INPUT : "{\"value\":4}", "3s", "COMPLETED", "CRASHED");
        } else if (kind < 89) {
            return Order.one("trial-cached", "{\"value\":%d,\"duration\":\"PT0.5S\"}".formatted(random.nextInt(1000)), "COMPLETED", "CRASHED");
        } else if (kind < 94) {
            return Order.cancelled("trial-sleep", "{\"duration\":\"PT30S\"}", "CANCELLED", "COMPLETED", "CRASHED");
        } else if (kind < 97) {
            return Order.one("trial-hooks", "{\"fail\":false}", "COMPLETED", "CRASHED");
        } else {
            return Order.one("trial-obstinate", "{\"duration\":\"PT1S\"}", "COMPLETED", "CRASHED");
        }
    }
}
