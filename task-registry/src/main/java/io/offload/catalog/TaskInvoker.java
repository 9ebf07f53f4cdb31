package io.offload.catalog;

import io.offload.task.TaskContext;

/** Calls a task method with a run's input. Thread-safe. */
public interface TaskInvoker {

    /**
     * Validates and binds the input, calls the method, waits for a {@code Uni} or {@code CompletionStage}, and writes the value as JSON.
     *
     * @param inputJson the run's input, a JSON object as text
     * @param context handed to a {@link TaskContext} parameter
     * @return the result as JSON text, {@code "null"} for {@code void} and null values
     * @throws InvalidInputException when the input does not fit the input schema
     * @throws ResultNotWritableException when Jackson cannot write the value
     * @throws Throwable whatever the method threw, unwrapped
     */
    String invoke(String inputJson, TaskContext context) throws Throwable;
}
