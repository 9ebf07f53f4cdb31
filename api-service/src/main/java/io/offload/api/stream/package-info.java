/** A run's life as Server-Sent Events: what Kafka hints at is read from Postgres and told once. */
package io.offload.api.stream;
