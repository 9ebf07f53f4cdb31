package io.offload.api.ui.ticks;

import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code GET /ui/ticks}: a Server-Sent Event {@code tick} every 2 s. A page that loses the stream knows that the service is away. */
@Path("/ui/ticks")
public class TickResource {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Sse sse;

    @Inject
    public TickResource(Sse sse) {
        this.sse = sse;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> ticks() {
        return Multi.createFrom().ticks().every(EVERY).onOverflow().drop()
                .map(tick -> sse.newEventBuilder().name("tick").data(tick.toString()).build());
    }
}
