/**
 * Answers for equal runs. The lock on a cache key belongs to a run, from its first claim until it is terminal, so a dead worker needs no extra
 * care: its run is rescued and goes on leading. Followers wait in Postgres and are woken by the end of their leader.
 */
package io.offload.cache;
