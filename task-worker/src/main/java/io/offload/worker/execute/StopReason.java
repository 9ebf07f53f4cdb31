package io.offload.worker.execute;

/** Why an attempt is interrupted; the first reason counts. */
enum StopReason {
    /** Someone asked to cancel the run. */
    CANCEL,
    /** The task's timeout elapsed. */
    TIMEOUT,
    /** The worker stops and its drain deadline is over. */
    HAND_BACK,
    /** The session was called lost: whatever the attempt says would be refused. */
    LEASE_LOST
}
