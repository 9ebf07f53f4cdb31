/** What this worker does, in numbers for Prometheus. */
package io.offload.worker.metrics;
