package io.offload.benchmarks;

/** Something to measure on a running system. */
interface Scenario {
    String name();

    /** One sentence for the report. */
    String description();

    /** Done once before the repetitions: warms up what is to be measured. */
    void prepare(Bench bench) throws Exception;

    /** One repetition. */
    Result measure(Bench bench) throws Exception;

    /** Done once after the repetitions: checks what can only be checked then, and leaves nothing open. */
    default void finish(Bench bench) throws Exception {}

    /** How often to measure; scenarios that take minutes, or repeat their parts themselves, do it once. */
    default int repetitions(Options options) {
        return options.repetitions();
    }
}
