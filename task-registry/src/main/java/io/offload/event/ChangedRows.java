package io.offload.event;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Reads events off the rows {@code (id, task, queue, revision, attempt, state, state_name, at)} that a statement over runs returns. */
public final class ChangedRows {
    private ChangedRows() {}

    public static List<RunEvent> events(RowSet<Row> rows) {
        List<RunEvent> events = new ArrayList<>(rows.size());
        for (Row row : rows) {
            events.add(RunEvent.state(
                    row.getUUID("id"),
                    row.getString("task"),
                    row.getString("queue"),
                    row.getInteger("revision"),
                    row.getInteger("attempt"),
                    row.getString("state"),
                    row.getString("state_name"),
                    row.get(OffsetDateTime.class, "at").toInstant()));
        }
        return events;
    }
}
