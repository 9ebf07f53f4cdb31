package io.offload.api.ui.runs;

import io.offload.api.list.FindRuns;
import io.offload.api.list.RunFilter;
import io.offload.api.ui.rows.ReadRows;
import io.offload.api.ui.rows.RunRow;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Finds the rows of a page. */
@Singleton
class FindRows {
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
    Future<Found> below(UUID end, RunFilter filter, int limit) {
        return find.below(end, filter, limit).compose(found -> read.of(found.ids()).map(rows -> new Found(rows, found.reached())));
    }
}
