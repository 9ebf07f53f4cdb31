package io.offload.api.ui.runs;

import io.offload.api.problem.Problem;
import io.offload.api.run.RunResource;
import io.offload.api.ui.page.FormToken;
import io.offload.api.ui.page.Pages;
import io.offload.api.ui.run.Rerun;
import io.offload.cancel.CancelRuns;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/** {@code POST /ui/runs}: cancels or reruns the selected runs, then shows the list again and says what became of them. */
@Path("/ui/runs")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
public class ManyRuns {
    private static final int MOST = 200;

    private final CancelRuns cancel;
    private final Rerun rerun;
    private final FormToken token;

    @Inject
    public ManyRuns(CancelRuns cancel, Rerun rerun, FormToken token) {
        this.cancel = cancel;
        this.rerun = rerun;
        this.token = token;
    }

    @POST
    @Blocking
    @Operation(hidden = true)
    public Uni<Response> many(@RestForm("id") List<String> given, @RestForm String action, @RestForm String back, @RestForm(FormToken.FIELD) String form) {
        return Pages.goTo(() -> {
            token.check(form);
            List<UUID> ids = given == null ? List.of() : given.stream().limit(MOST).map(RunResource::id).distinct().toList();
            String list = back != null && back.matches("/ui/runs(\\?[!-~]*)?") ? back : "/ui/runs";
            if (ids.isEmpty()) {
                return Future.succeededFuture(said(list, "Nothing was selected."));
            }
            return switch (action == null ? "" : action) {
                case "cancel" -> cancel(ids).map(words -> said(list, words));
                case "rerun" -> rerun(ids).map(words -> said(list, words));
                default -> throw Problem.UNPARSABLE.because("The form asks for something that is not offered.");
            };
        });
    }

    private Future<String> cancel(List<UUID> ids) {
        return cancel.cancel(ids).map(states -> {
            long cancelled = ids.stream().filter(id -> "CANCELLED".equals(states.get(id))).count();
            long asked = ids.stream().filter(id -> "CANCELLING".equals(states.get(id))).count();
            long ended = ids.size() - cancelled - asked;
            return "%d cancelled%s%s.".formatted(cancelled, asked == 0 ? "" : ", %d asked to stop".formatted(asked), ended == 0 ? "" : ", %d had ended already".formatted(ended));
        });
    }

    private Future<String> rerun(List<UUID> ids) {
        List<Future<Boolean>> reruns = ids.stream().map(id -> rerun.of(id, null).map(run -> true).otherwise(false)).toList();
        return Future.all(reruns).map(all -> {
            long begun = all.<Boolean>list().stream().filter(Boolean::booleanValue).count();
            return "%d submitted again%s.".formatted(begun, begun == ids.size() ? "" : ", %d were not: they have not ended, or no longer fit their task".formatted(ids.size() - begun));
        });
    }

    private static String said(String list, String words) {
        String kept = list.replaceAll("([?&])said=[^&]*&?", "$1").replaceAll("[?&]$", "");
        return kept + (kept.contains("?") ? "&" : "?") + "said=" + URLEncoder.encode(words, StandardCharsets.UTF_8);
    }
}
