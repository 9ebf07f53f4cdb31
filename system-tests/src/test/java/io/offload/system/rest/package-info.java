/** Each row of the REST table over real HTTP, Kafka and Postgres: what it answers, and how it refuses. */
package io.offload.system.rest;
