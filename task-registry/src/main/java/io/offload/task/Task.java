package io.offload.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a CDI bean a background task: its parameters become the properties of the run's JSON input, its return value the run's
 * result.
 *
 * <p>Allowed return types: any value that Jackson can write, {@code void}, {@code Uni<T>} and {@code CompletionStage<T>}. A parameter of type
 * {@link TaskContext} is not part of the input. Options are checked when the application is built: a bad one stops the build with the class and
 * the method in the message.
 *
 * <p>Durations are ISO-8601 ({@code PT30S}) or short ({@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}).
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Task {

    /** Name of the task, {@code [a-z][a-z0-9]*(-[a-z0-9]+)*}, at most 100 characters. Default: the method's name in kebab case. */
    String name() default "";

    /** One or two sentences for people, shown in the catalog. */
    String description() default "";

    /** Queue that carries the task's runs, same alphabet as a name, at most 60 characters. */
    String queue() default "default";

    /** Tags that every run of the task gets, beside those of the submission; 1-64 of {@code [A-Za-z0-9._:/-]}, at most 20 together. */
    String[] tags() default {};

    /** How often a failed or timed-out run is tried again, 0-1000; lost workers and hand-backs do not count. */
    int retries() default 0;

    /**
     * Wait before a retry: one duration ({@code "10s"}), a list whose last entry repeats ({@code "1s,10s,1m"}), or
     * {@code "exponential(1s, 5m)"}: the first wait, doubled each time, never above the second.
     */
    String retryDelay() default "1s";

    /** Random share added to each wait, 0-1: with 0.5 a wait of 10 s becomes 10-15 s. */
    double retryJitter() default 0;

    /** When not empty, only these exceptions (and their subclasses) are retried; a timeout always counts as retryable. */
    Class<? extends Throwable>[] retryOn() default {};

    /** These exceptions (and their subclasses) are never retried; wins over {@link #retryOn()}. */
    Class<? extends Throwable>[] noRetryOn() default {};

    /** Limit of one attempt, at least 1 ms; {@code "0"} for none. The method is interrupted when it elapses. */
    String timeout() default "1h";

    /** What the cache key is made of; empty: no cache. A run whose key matches a completed one ends Cached with that result. */
    CacheKey[] cache() default {};

    /** How long a completed run answers for others with its key; empty: as long as it is kept. */
    String cacheExpiration() default "";

    /** Execute even when the cache has an answer, and replace it. */
    boolean cacheRefresh() default false;

    /** Whether equal runs at the same time execute once, the others waiting for the first. */
    boolean cacheIsolation() default true;

    /** Template of the run's name over its input, for example {@code "cast to {target}"}; cut at 200 characters. */
    String runName() default "";

    /** Method of the same class called after a run COMPLETED, at least once: {@code (FinishedRun)} or no parameters. */
    String onCompletion() default "";

    /** Method of the same class called after a run FAILED or CRASHED, at least once: {@code (FinishedRun)} or no parameters. */
    String onFailure() default "";

    /** Whether what the method logs (JBoss LogManager, SLF4J, JUL, {@link TaskContext#logger()}) is stored with the run. */
    boolean captureLogs() default true;

    /** Whether what the method prints to {@code System.out} and {@code System.err} is stored with the run, one entry a line. */
    boolean capturePrints() default false;

    /** How long terminal runs of this task are kept, at least 1 minute; empty: the service's {@code offload.retention.age}. */
    String retention() default "";
}
