/** Runs that wait although this worker is idle: taken over from the command table, whichever partition their commands are in. */
package io.offload.worker.takeover;
