/** What is in deploy/observability asks for metrics that there are. */
package io.offload.system.observability;
