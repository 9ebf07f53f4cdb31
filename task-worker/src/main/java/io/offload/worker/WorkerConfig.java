package io.offload.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a worker may be told. */
@ConfigMapping(prefix = "offload.worker")
public interface WorkerConfig {

    /** Off: the process publishes and executes nothing; for tests and for applications that only submit. */
    @WithDefault("true")
    boolean enabled();

    /** Shown with the runs it executes. Several workers may share one. */
    @NotBlank
    String name();

    /** Runs executed at once. 64 suit tasks that mostly wait; each costs a virtual thread. */
    @WithDefault("64")
    @Min(1)
    @Max(100_000)
    int slots();

    /** Queues to serve; empty: every queue that a task of this application names. */
    Optional<List<String>> queues();

    /** How long a stopping worker lets its runs finish before it hands them back. */
    @WithDefault("20s")
    Duration drainTimeout();

    /** How long an interrupted task may take to end before its outcome is written without it; its slot stays counted until its thread ends. */
    @WithDefault("5s")
    Duration interruptGrace();

    /** Largest result in bytes of UTF-8. */
    @WithDefault("1048576")
    @Min(1024)
    @Max(64 * 1024 * 1024)
    int maxResultBytes();

    /** How long a run waits elsewhere before an idle worker takes it over. */
    @WithDefault("1s")
    Duration takeoverAfter();
}
