/** How every part reaches Kafka: where it is, which topics there are, and clients that never block their callers. */
package io.offload.kafka;
