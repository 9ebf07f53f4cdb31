/**
 * The worker's session: a row that says it lives, renewed by a heartbeat on a thread and a connection of its own, and a look every 10 s whether
 * Postgres and the worker agree on what the session holds. Fencing starts here.
 */
package io.offload.worker.lease;
