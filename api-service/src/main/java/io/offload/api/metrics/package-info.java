/** What this instance does, in numbers for Prometheus. */
package io.offload.api.metrics;
