package io.offload.api.ui.queues;

import io.offload.api.problem.Problem;
import io.offload.api.queue.QueueResource;
import io.offload.api.queue.QueueView;
import io.offload.api.queue.ReadQueues;
import io.offload.api.ui.page.Compressed;
import io.offload.api.ui.page.FormToken;
import io.offload.api.ui.page.Pages;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/** {@code GET /ui/queues}, and the buttons that pause and resume one. */
@Compressed
@Path("/ui/queues")
@Produces(MediaType.TEXT_HTML)
public class QueuesPage {
    private static final String RATES = Sql.load(QueuesPage.class, "rates");
    private static final String PAUSE = Sql.load(QueueResource.class, "pause");
    private static final int MINUTES = 5;

    private final ReadQueues queues;
    private final Postgres postgres;
    private final FormToken token;

    /**
     * A queue with its rates.
     *
     * @param in runs a minute that came
     * @param out runs a minute that ended
     */
    record Line(QueueView queue, String in, String out) {}

    @Inject
    public QueuesPage(ReadQueues queues, Postgres postgres, FormToken token) {
        this.queues = queues;
        this.postgres = postgres;
        this.token = token;
    }

    @CheckedTemplate(basePath = "queues")
    record queues(List<Line> lines, String formToken) implements TemplateInstance {}

    @GET
    @Operation(hidden = true)
    public Uni<Response> all() {
        return Pages.show(() -> {
            String formToken = token.value();
            return Future.all(queues.all(), postgres.pool().preparedQuery(RATES).execute()).map(both -> {
                Map<String, Row> rates = new HashMap<>();
                both.<Iterable<Row>>resultAt(1).forEach(row -> rates.put(row.getString("queue"), row));
                return new queues(both.<List<QueueView>>resultAt(0).stream().map(queue -> new Line(queue, rate(rates.get(queue.name()), "came"),
                        rate(rates.get(queue.name()), "left_it"))).toList(), formToken);
            });
        });
    }

    @POST
    @Path("/{queue}/{change: pause|resume}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    @Blocking
    public Uni<Response> change(@PathParam("queue") String queue, @PathParam("change") String change, @RestForm(FormToken.FIELD) String form) {
        return Pages.goTo(() -> {
            token.check(form);
            return postgres.pool().preparedQuery(PAUSE).execute(Tuple.of(queue, change.equals("pause"))).map(rows -> {
                if (rows.rowCount() == 0) {
                    throw Problem.NOT_FOUND.because("There is no queue “%s”.".formatted(queue));
                }
                return "/ui/queues";
            });
        });
    }

    private static String rate(Row row, String column) {
        return row == null ? "0" : String.format(Locale.ROOT, "%.1f", row.getLong(column) / (double) MINUTES);
    }
}
