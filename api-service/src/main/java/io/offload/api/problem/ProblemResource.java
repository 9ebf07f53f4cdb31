package io.offload.api.problem;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What each kind of problem means: {@code GET /problems/{name}}, the address that is the problem's type. */
@Path("/problems")
@NonBlocking
@Tag(name = "Problems", description = "What errors mean")
public class ProblemResource {

    /** A kind of problem. */
    public record Kind(String type, String title, int status, String explanation) {
        static Kind of(Problem problem) {
            return new Kind(problem.type(), problem.title(), problem.status(), problem.explanation());
        }
    }

    /** Every kind of problem. */
    public record Kinds(List<Kind> problems) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listProblems", summary = "Every kind of problem")
    public Kinds all() {
        return new Kinds(Arrays.stream(Problem.values()).map(Kind::of).toList());
    }

    @GET
    @Path("/{name}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getProblem", summary = "One kind of problem")
    public Kind one(@PathParam("name") String name) {
        return Kind.of(find(name));
    }

    @GET
    @Path("/{name}")
    @Produces(MediaType.TEXT_HTML)
    public String page(@PathParam("name") String name) {
        Problem problem = find(name);
        return """
                <!DOCTYPE html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <style>:root { color-scheme: light dark; font-family: system-ui, sans-serif } body { max-width: 40rem; margin: 3rem auto; padding: 0 1rem }</style>
                <h1>%1$s</h1>
                <p>Status %2$d, type <code>%3$s</code></p>
                <p>%4$s</p>
                </html>
                """.formatted(escape(problem.title()), problem.status(), problem.type(), escape(problem.explanation()));
    }

    private static Problem find(String name) {
        return Arrays.stream(Problem.values()).filter(problem -> problem.slug().equals(name)).findFirst()
                .orElseThrow(() -> Problem.NOT_FOUND.because("there is no kind of problem \"%s\"".formatted(name)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
