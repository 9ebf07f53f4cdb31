package io.offload.api.ui.runs;

import io.offload.api.list.FindRuns;
import io.offload.api.list.RunFilter;
import io.offload.api.ui.rows.ReadRows;
import io.offload.api.ui.rows.RunRow;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Finds the rows of a page. Names have no index: with a text to find in them, ids are walked in portions until the page is full or 30 ms have
 * passed; the page is then short, and the next one goes on.
 */
@Singleton
class FindRows {
    private static final int PORTION = 2000;
    private static final long ENOUGH_NANOS = 30_000_000;

    private final FindRuns find;
    private final ReadRows read;

    /**
     * What was found.
     *
     * @param reached where the next page begins; null when this is the last one
     */
    record Found(List<RunRow> rows, UUID reached) {}

    @Inject
    FindRows(FindRuns find, ReadRows read) {
        this.find = find;
        this.read = read;
    }

    /** The newest rows below an id. */
    Future<Found> below(UUID end, RunFilter filter, String nameText, int limit) {
        if (nameText == null) {
            return find.below(end, filter, limit).compose(found -> read.of(found.ids()).map(rows -> new Found(rows, found.reached())));
        }
        return step(end, filter, nameText, limit, new ArrayList<>(), System.nanoTime());
    }

    private Future<Found> step(UUID end, RunFilter filter, String nameText, int limit, List<RunRow> rows, long begunNanos) {
        return find.below(end, filter, PORTION).compose(found -> read.named(found.ids(), nameText, limit - rows.size()).compose(more -> {
            rows.addAll(more);
            if (rows.size() == limit) {
                return Future.succeededFuture(new Found(rows, rows.get(limit - 1).id()));
            }
            if (found.reached() == null || System.nanoTime() - begunNanos > ENOUGH_NANOS) {
                return Future.succeededFuture(new Found(rows, found.reached()));
            }
            return step(found.reached(), filter, nameText, limit, rows, begunNanos);
        }));
    }
}
