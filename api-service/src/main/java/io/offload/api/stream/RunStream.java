package io.offload.api.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offload.api.logs.LogLine;
import io.offload.api.view.ReadRuns;
import io.offload.api.view.RunView;
import io.offload.api.wait.ListenToEvents;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One client's stream of one run. Every hint, and every 5 s, it looks at Postgres and tells what it has not told yet; looks never overlap. All of
 * it happens on the connection's event loop.
 */
final class RunStream implements ListenToEvents.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UUID run;
    private final Context context;
    private final EventWriter writer;
    private final ReadNews news;
    private final ReadRuns reads;
    private final Consumer<Throwable> finished;
    private StreamPosition told;
    private String progress;
    private boolean looking;
    private boolean lookAgain;
    private boolean closed;

    /**
     * @param finished told once when nothing more will be sent: null, or why the stream could not go on
     */
    RunStream(UUID run, StreamPosition from, Context context, EventWriter writer, ReadNews news, ReadRuns reads, Consumer<Throwable> finished) {
        this.run = run;
        this.told = from;
        this.context = context;
        this.writer = writer;
        this.news = news;
        this.reads = reads;
        this.finished = finished;
    }

    @Override
    public void changed(UUID id, byte[] event) {
        context.runOnContext(ignored -> look());
    }

    @Override
    public void ended(UUID id, RunView view) {
        context.runOnContext(ignored -> look());
    }

    /** Tells what is new; called on the context. */
    void look() {
        if (closed) {
            return;
        }
        if (looking) {
            lookAgain = true;
            return;
        }
        looking = true;
        lookAgain = false;
        writer.ready().compose(ignored -> news.after(run, told.seq())).compose(this::tell).onComplete(done -> context.runOnContext(ignored -> {
            looking = false;
            if (done.failed()) {
                close(done.cause());
            } else if (lookAgain || done.result()) {
                look();
            }
        }));
    }

    /** Ends it, on the context. */
    void close(Throwable cause) {
        if (!closed) {
            closed = true;
            finished.accept(cause);
        }
    }

    /** Whether to look again at once. */
    private Future<Boolean> tell(ReadNews.News fresh) {
        if (told.revision() > fresh.revision()) {
            return onContext(() -> {
                told = StreamPosition.START;
                return true;
            });
        }
        if (fresh.revision() == told.revision() && writer.begun()) {
            return onContext(() -> {
                lines(fresh);
                return fresh.more();
            });
        }
        return reads.get(run).compose(view -> onContext(() -> tell(fresh, view)));
    }

    /** A client that comes back after it was told everything still gets its end. */
    private boolean tell(ReadNews.News fresh, RunView view) {
        if (closed) {
            return false;
        }
        writer.begin();
        if (view.state().terminal() && (view.revision() != fresh.revision() || fresh.more())) {
            lines(fresh);
            return true;
        }
        if (view.state().terminal()) {
            lines(fresh);
        }
        if (view.revision() > told.revision()) {
            told = told.told(view.revision());
            writer.event("state", told, view.json());
        }
        if (view.state().terminal()) {
            writer.event("end", told, "{\"state\":\"" + view.state() + "\"}");
            close(null);
            return false;
        }
        lines(fresh);
        return fresh.more();
    }

    private void lines(ReadNews.News fresh) {
        if (closed) {
            return;
        }
        writer.begin();
        for (LogLine line : fresh.lines()) {
            if (line.seq() > told.seq()) {
                told = told.logged(line.seq());
                writer.event("log", told, json(line));
            }
        }
        if (fresh.progress() != null && !fresh.progress().equals(progress)) {
            progress = fresh.progress();
            writer.event("progress", told, progress);
        }
    }

    private static String json(LogLine line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a log line could not be written as JSON", e);
        }
    }

    private Future<Boolean> onContext(BooleanSupplier step) {
        Promise<Boolean> done = Promise.promise();
        context.runOnContext(ignored -> {
            try {
                done.complete(step.getAsBoolean());
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future();
    }
}
