/**
 * Kafka and Postgres as plain processes on this machine, without Docker: for development, for tests, for a laptop.
 *
 * <p>{@link io.offload.devservices.kafka.EmbeddedKafka} and {@link io.offload.devservices.postgres.EmbeddedPostgres} start one server
 * each as a process of its own, on 127.0.0.1, with its data kept in a folder; both packages have a stand-alone main too. The
 * {@code launcher} package is what {@code ./offload} runs.
 */
package io.offload.devservices;
