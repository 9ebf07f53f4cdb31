package io.offload.task;

/** A part of a task's cache key. */
public enum CacheKey {
    /** The run's input, canonicalised by RFC 8785, so that key order and the spelling of numbers do not matter. */
    INPUTS,
    /** A digest of the task class's bytecode, taken when the application was built: new code, new key. */
    TASK_SOURCE
}
