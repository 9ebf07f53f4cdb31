/**
 * One pair of Kafka and Postgres that several programs use at once: the first starts it, the last one's end stops it. This is what
 * {@code quarkus:dev} and {@code @QuarkusTest} get through the Quarkus extension in {@code dev-services/runtime}.
 */
package io.offload.devservices.shared;
