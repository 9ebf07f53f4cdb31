/** Executing claimed runs: slots, one virtual thread a run, timeouts, and what the task's method is told about its run. */
package io.offload.worker.execute;
