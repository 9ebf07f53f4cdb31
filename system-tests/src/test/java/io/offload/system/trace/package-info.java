/** A trace follows a run from its POST into the task: against a receiver that speaks OpenTelemetry's protocol. */
package io.offload.system.trace;
