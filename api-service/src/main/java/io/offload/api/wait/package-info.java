/** Being told when a run changes: events from Kafka wake whoever waits, a slow look at Postgres is the safety net. */
package io.offload.api.wait;
