/**
 * How every part reaches Postgres: connection pools, SQL files by name, group commit, the database's clock, and the upkeep of partitions. It
 * knows no run and no state; the statements live beside the features that use them.
 */
package io.offload.store;
