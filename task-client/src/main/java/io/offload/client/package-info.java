/**
 * Submitting runs from any Java program, over REST: {@link io.offload.client.TaskClient} sends, {@link io.offload.client.TaskRun} is what comes of
 * it, {@link io.offload.client.TaskApiException} is what the API refuses.
 */
package io.offload.client;
