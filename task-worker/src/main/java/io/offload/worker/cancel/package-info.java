/** Requests to cancel runs of this session, read from Postgres, so that they work while Kafka is away. */
package io.offload.worker.cancel;
