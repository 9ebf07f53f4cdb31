/** The Kafka contract of events: at-most-once hints that a run changed. History in Postgres is the truth. */
package io.offload.event;
