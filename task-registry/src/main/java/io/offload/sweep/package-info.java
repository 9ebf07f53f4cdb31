/**
 * Work that any instance may do and exactly one does at a time: each {@link io.offload.sweep.Sweep} runs in every api and worker process, in a
 * transaction that holds the sweep's advisory lock. What they sweep lives beside the feature: due, rescue, command, cancel, cache, upkeep.
 */
package io.offload.sweep;
