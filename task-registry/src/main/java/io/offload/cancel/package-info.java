/** Cancelling runs: at once while they wait, by asking their worker while they run, without its word after the grace. */
package io.offload.cancel;
