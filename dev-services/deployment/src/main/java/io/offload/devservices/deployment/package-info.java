/** The build-time half of the Quarkus extension: offers Kafka and Postgres as dev services to {@code quarkus:dev} and {@code @QuarkusTest}. */
package io.offload.devservices.deployment;
