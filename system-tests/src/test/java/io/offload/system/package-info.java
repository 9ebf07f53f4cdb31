/**
 * Whole-system tests: the built services as processes, real Kafka and Postgres, everything over HTTP, SQL and signals.
 * {@link io.offload.system.OffloadSystem} starts and breaks systems, {@code Oracle} judges them from outside.
 */
package io.offload.system;
