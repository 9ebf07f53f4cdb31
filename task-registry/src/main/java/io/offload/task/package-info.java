/**
 * What an author of tasks writes against: {@link io.offload.task.Task} on a method, {@link io.offload.task.TaskContext} as an optional
 * parameter, and a handful of exceptions that steer retries. Nothing here knows how a run is stored or delivered.
 */
package io.offload.task;
