/** Commands from Kafka: one consumer and one poll loop a queue, decoded and buffered until they are claimed; offsets follow the claim. */
package io.offload.worker.intake;
