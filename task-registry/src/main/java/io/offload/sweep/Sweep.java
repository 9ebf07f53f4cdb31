package io.offload.sweep;

import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;

/** A repeated step over a small table. Runs on a virtual thread and may block. */
public interface Sweep {

    /** Names the advisory lock, thread and metric; unique. */
    String name();

    /** Wait between the end of one run and the start of the next, or between one look for work and the next; at least 100 ms. */
    Duration interval();

    /**
     * What tells cheaply whether there is something to do: a Boolean SQL expression without parameters, evaluated together with those of all other
     * sweeps that are due, in one statement. True too often costs a transaction; false while there is work leaves it undone.
     */
    default String mayHaveWork() {
        return "true";
    }

    /**
     * Does one bounded step.
     *
     * @param connection in a transaction that holds this sweep's advisory lock; it is committed when the method returns
     * @return what to do after the commit, for example to tell of the change; never null
     * @throws RuntimeException rolls the transaction back; the sweep is tried again after its interval
     */
    AfterCommit run(SqlConnection connection);

    /** What a sweep does once its change is durable. */
    @FunctionalInterface
    interface AfterCommit {
        AfterCommit NOTHING = () -> false;

        /**
         * @return whether there is more to do at once
         */
        boolean more();
    }
}
