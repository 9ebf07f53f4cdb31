package io.offload.task;

import java.util.Optional;

/**
 * Says when a worker could start a task but the task could not succeed there, for example because nothing is configured that it needs. A CDI bean
 * of this type is asked once, when the worker publishes its tasks; the API tells the answer as {@code unavailable} among the task's options, and
 * pages warn with it. Runs are accepted and executed all the same.
 */
public interface TaskAvailability {
    /** The name of the task, as in its address. */
    String task();

    /** What is missing and how to set it, for people; empty when the task can succeed. */
    Optional<String> unavailableBecause();
}
