package io.offload.api.list;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.offload.api.view.ReadRuns;
import io.offload.api.view.RunView;
import io.offload.store.Postgres;
import io.offload.store.RunIds;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A page of run views, newest first. Its inputs, results and errors are at most 8 MiB together, or one run's. */
@Singleton
public class ListRuns {
    private static final String VIEWS = Sql.load(ListRuns.class, "page_views");
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final FindRuns find;
    private final Postgres postgres;

    /**
     * A page.
     *
     * @param reached where the next page begins; null when this is the last one
     */
    record Page(List<RunView> runs, UUID reached) {

        byte[] json(RunFilter filter) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(64 + runs.size() * 1024);
            try (JsonGenerator json = JSON.createGenerator(out)) {
                json.writeStartObject();
                json.writeArrayFieldStart("runs");
                for (RunView run : runs) {
                    run.write(json);
                }
                json.writeEndArray();
                json.writeStringField("next_cursor", reached == null ? null : Cursor.write(reached, filter));
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    }

    @Inject
    ListRuns(FindRuns find, Postgres postgres) {
        this.find = find;
        this.postgres = postgres;
    }

    Future<Page> below(UUID end, RunFilter filter, int limit) {
        return find.below(end, filter, limit).compose(found -> {
            if (found.ids().isEmpty()) {
                return Future.succeededFuture(new Page(List.of(), found.reached()));
            }
            UUID[] ids = found.ids().toArray(UUID[]::new);
            RunIds bounds = RunIds.boundsOf(ids);
            Tuple parameters = Tuple.tuple();
            parameters.addArrayOfUUID(ids).addUUID(bounds.lowest()).addUUID(bounds.highest())
                    .addArrayOfString(filter.states().isEmpty() ? null : FindRuns.names(filter.states())).addLong((long) MOST_BYTES);
            return postgres.pool().preparedQuery(VIEWS).execute(parameters).map(rows -> page(rows, found));
        });
    }

    private static Page page(Iterable<Row> rows, FindRuns.Found found) {
        List<RunView> runs = new ArrayList<>();
        long fitting = 0;
        for (Row row : rows) {
            runs.add(ReadRuns.view(row));
            fitting = row.getLong("fitting");
        }
        boolean cut = runs.size() < fitting;
        return new Page(runs, cut ? runs.get(runs.size() - 1).id() : found.reached());
    }
}
