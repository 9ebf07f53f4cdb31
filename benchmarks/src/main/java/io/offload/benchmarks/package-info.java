/**
 * Load generator and reports. It starts a system of its own with {@code ./offload up}, speaks HTTP to its API and SQL to its Postgres, checks that
 * every run ended exactly once, and prints rates with what they cost.
 */
package io.offload.benchmarks;
