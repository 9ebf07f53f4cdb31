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
}
