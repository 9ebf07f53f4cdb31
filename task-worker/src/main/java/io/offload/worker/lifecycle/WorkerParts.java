package io.offload.worker.lifecycle;

import io.offload.worker.cancel.ReadCancelRequests;
import io.offload.worker.execute.WatchRuns;
import io.offload.worker.hook.CallHooks;
import io.offload.worker.journal.CaptureLogs;
import io.offload.worker.journal.WriteJournals;
import io.offload.worker.lease.ReconcileClaims;
import io.offload.worker.takeover.TakeOverRuns;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The parts of a worker that work beside the path of a run and only have to be started. */
@Singleton
class WorkerParts {
    private final WatchRuns watch;
    private final TakeOverRuns takeOver;
    private final ReadCancelRequests cancels;
    private final ReconcileClaims reconcile;
    private final WriteJournals journals;
    private final CallHooks hooks;
    private final CaptureLogs logs;

    @Inject
    WorkerParts(WatchRuns watch, TakeOverRuns takeOver, ReadCancelRequests cancels, ReconcileClaims reconcile, WriteJournals journals,
            CallHooks hooks, CaptureLogs logs) {
        this.watch = watch;
        this.takeOver = takeOver;
        this.cancels = cancels;
        this.reconcile = reconcile;
        this.journals = journals;
        this.hooks = hooks;
        this.logs = logs;
    }

    void start() {
        logs.start();
        watch.start();
        journals.start();
        cancels.start();
        reconcile.start();
        hooks.start();
    }

    WatchRuns watch() {
        return watch;
    }

    TakeOverRuns takeOver() {
        return takeOver;
    }
}
