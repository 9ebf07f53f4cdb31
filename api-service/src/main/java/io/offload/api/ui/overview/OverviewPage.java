package io.offload.api.ui.overview;

import io.offload.api.ui.page.Compressed;
import io.offload.api.ui.page.Pages;
import io.offload.api.ui.statistics.ReadStatistics;
import io.offload.api.ui.statistics.Tally;
import io.offload.store.DatabaseClock;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code GET /ui}. */
@Compressed
@Path("/ui")
public class OverviewPage {
    static final List<Span> SPANS = List.of(new Span("1h", "hour", "minute", 60, 60), new Span("6h", "6 hours", "5 minutes", 300, 72),
            new Span("1d", "24 hours", "20 minutes", 1200, 72), new Span("7d", "7 days", "2 hours", 7200, 84));

    private final ReadNow now;
    private final ReadStatistics statistics;
    private final DatabaseClock clock;

    /** What the charts show. */
    record Span(String key, String words, String slotWords, int slotSeconds, int slots) {
        /** Whether a time of day does not say which day. */
        public boolean days() {
            return slotSeconds > 600;
        }
    }

    @Inject
    public OverviewPage(ReadNow now, ReadStatistics statistics, DatabaseClock clock) {
        this.now = now;
        this.statistics = statistics;
        this.clock = clock;
    }

    @CheckedTemplate(basePath = "overview")
    record overview(ReadNow.Now now, Tally tally, Chart chart, Span span, List<Span> spans) implements TemplateInstance {}

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> show(@QueryParam("span") String key) {
        Span span = SPANS.stream().filter(one -> one.key().equals(key)).findFirst().orElse(SPANS.get(0));
        return Pages.answer(() -> Uni.combine().all().unis(now.now(), statistics.of(span.slotSeconds(), span.slots())).asTuple().flatMap(found -> Pages.html(200,
                new overview(found.getItem1(), found.getItem2().all(), Chart.of(found.getItem2().slots(), clock.instant(), span.slotSeconds(), span.slots()), span, SPANS))));
    }
}
