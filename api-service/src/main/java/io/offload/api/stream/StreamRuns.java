package io.offload.api.stream;

import io.offload.api.problem.OfferedMethods;
import io.offload.api.problem.Problem;
import io.offload.api.problem.ProblemDocument;
import io.offload.api.problem.ProblemException;
import io.offload.api.run.RunResource;
import io.offload.api.view.ReadRuns;
import io.offload.api.wait.ListenToEvents;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * {@code GET /api/v1/runs/{id}/events}. A route of Vert.x's own: the resource layer offers neither comments nor a problem document instead of a
 * stream. The listener is registered before the first look, so that nothing falls between them.
 */
@Singleton
public class StreamRuns {
    private static final Logger LOG = Logger.getLogger(StreamRuns.class);
    private static final long SAFETY_NET_MS = 5000;

    private final ListenToEvents events;
    private final ReadNews news;
    private final ReadRuns reads;
    private final StreamConfig config;
    private final Vertx vertx;
    private final AtomicInteger open = new AtomicInteger();
    private final Set<Runnable> endings = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    @Inject
    public StreamRuns(ListenToEvents events, ReadNews news, ReadRuns reads, StreamConfig config, Vertx vertx, OfferedMethods methods) {
        methods.add("GET", "/api/v1/runs/{id}/events");
        this.events = events;
        this.news = news;
        this.reads = reads;
        this.config = config;
        this.vertx = vertx;
    }

    /** Streams that are open. */
    public int open() {
        return open.get();
    }

    void route(@Observes Router router) {
        router.get("/api/v1/runs/:id/events").handler(this::stream);
        router.head("/api/v1/runs/:id/events").handler(this::head);
    }

    /** Ends every stream and refuses new ones: the clients go on with another instance, or with this one when it is back. */
    public void endAll() {
        stopping = true;
        endings.forEach(Runnable::run);
    }

    private void head(RoutingContext request) {
        try {
            reads.get(RunResource.id(request.pathParam("id"))).onComplete(
                    run -> request.response().putHeader("Content-Type", EventWriter.MEDIA_TYPE).end(), cause -> refuse(request, cause));
        } catch (ProblemException e) {
            ProblemDocument.send(request, e);
        }
    }

    private static void refuse(RoutingContext request, Throwable cause) {
        ProblemDocument.send(request, cause, "the database does not answer");
    }

    private void stream(RoutingContext request) {
        try {
            UUID run = RunResource.id(request.pathParam("id"));
            StreamPosition from = StreamPosition.read(request.request().getHeader("Last-Event-ID"));
            if (stopping) {
                throw Problem.UNAVAILABLE.because("this instance is stopping");
            }
            if (open.incrementAndGet() > config.maxStreams()) {
                open.decrementAndGet();
                throw Problem.UNAVAILABLE.because("%d streams are open, more are not served (offload.stream.max-streams)".formatted(config.maxStreams()));
            }
            begin(request, run, from);
        } catch (ProblemException e) {
            ProblemDocument.send(request, e);
        }
    }

    private void begin(RoutingContext request, UUID run, StreamPosition from) {
        Context context = vertx.getOrCreateContext();
        EventWriter writer = new EventWriter(request.response());
        Session session = new Session(request, writer);
        RunStream stream = new RunStream(run, from, context, writer, news, reads, session::finished);
        session.begin(run, stream, context);
        stream.look();
    }

    /** What goes with one open stream and is given back when it ends. */
    private final class Session {
        private final RoutingContext request;
        private final EventWriter writer;
        private UUID run;
        private RunStream stream;
        private long safetyNet;
        private long keepAlive;
        private Runnable ending;

        Session(RoutingContext request, EventWriter writer) {
            this.request = request;
            this.writer = writer;
        }

        void begin(UUID id, RunStream opened, Context context) {
            run = id;
            stream = opened;
            events.add(run, stream);
            safetyNet = vertx.setPeriodic(SAFETY_NET_MS, ignored -> stream.look());
            long keepAliveNanos = config.keepAlive().toNanos();
            keepAlive = vertx.setPeriodic(1000, ignored -> writer.keepAlive(keepAliveNanos - 1_000_000_000));
            ending = () -> context.runOnContext(ignored -> stream.close(null));
            endings.add(ending);
            request.response().closeHandler(ignored -> stream.close(null));
            request.response().exceptionHandler(ignored -> stream.close(null));
        }

        void finished(Throwable cause) {
            vertx.cancelTimer(safetyNet);
            vertx.cancelTimer(keepAlive);
            events.remove(run, stream);
            endings.remove(ending);
            open.decrementAndGet();
            if (cause == null || writer.begun()) {
                if (cause != null) {
                    LOG.debugf("the stream of run %s ends early, its client will come back: %s", run, cause.toString());
                }
                writer.end();
            } else {
                refuse(request, cause);
            }
        }
    }
}
