/**
 * The worker. A run goes from {@code intake} (commands from Kafka) to {@code claim} (ownership in Postgres), {@code execute} (a slot, a virtual
 * thread), {@code complete} (its outcome, fenced); {@code lease} keeps the session alive, {@code takeover} finds work that waits elsewhere,
 * {@code cancel} reads requests, {@code journal} stores logs and progress, {@code hook} calls hooks, {@code lifecycle} starts and drains all of it in order.
 */
package io.offload.worker;
