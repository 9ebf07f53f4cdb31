package io.offload.api.ui.ticks;

import io.offload.api.problem.Problem;
import io.offload.api.stream.StreamConfig;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code GET /ui/ticks}: a Server-Sent Event {@code tick} every 2 s. A page that loses the stream knows that the service is away. */
@Path("/ui/ticks")
public class TickResource {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Sse sse;
    private final StreamConfig config;
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean stopping;

    @Inject
    public TickResource(Sse sse, StreamConfig config) {
        this.sse = sse;
        this.config = config;
    }

    /** Ends every stream at its next tick. */
    public void endAll() {
        stopping = true;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> ticks() {
        if (stopping) {
            throw Problem.UNAVAILABLE.because("this instance is stopping");
        }
        if (open.incrementAndGet() > config.maxStreams()) {
            open.decrementAndGet();
            throw Problem.UNAVAILABLE.because("%d pages are open, more are not kept up to date (offload.stream.max-streams)".formatted(config.maxStreams()));
        }
        return Multi.createFrom().ticks().every(EVERY).onOverflow().drop()
                .select().first(tick -> !stopping)
                .onTermination().invoke(open::decrementAndGet)
                .map(tick -> sse.newEventBuilder().name("tick").data(tick.toString()).build());
    }
}
