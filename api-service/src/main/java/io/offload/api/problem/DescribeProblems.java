package io.offload.api.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Adds to each operation of the API's description the problems that it may answer with. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class DescribeProblems implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations().forEach((method, operation) -> describe(path, method, operation)));
    }

    private static void describe(String path, PathItem.HttpMethod method, Operation operation) {
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        for (Problem problem : possible(path, method)) {
            String status = Integer.toString(problem.status());
            APIResponse known = operation.getResponses().getAPIResponse(status);
            if (known == null || known.getContent() == null) {
                operation.getResponses().addAPIResponse(status, response(problem));
            }
        }
    }

    private static Set<Problem> possible(String path, PathItem.HttpMethod method) {
        Set<Problem> problems = new LinkedHashSet<>();
        boolean body = method == PathItem.HttpMethod.POST && !path.matches(".*/(rerun|pause|resume)|.*/\\{id\\}/cancel");
        if (path.contains("{id}") || path.contains("{task_run_id}") || body || path.equals("/api/v1/runs")) {
            problems.add(Problem.UNPARSABLE);
        }
        if (!path.startsWith("/problems")) {
            problems.add(Problem.UNAUTHORIZED);
            problems.add(Problem.UNAVAILABLE);
        }
        if (path.contains("{")) {
            problems.add(path.contains("{id}") || path.contains("{task_run_id}") ? Problem.UNKNOWN_RUN : path.contains("{task}") ? Problem.UNKNOWN_TASK : Problem.NOT_FOUND);
        }
        if (body) {
            problems.addAll(Set.of(Problem.TOO_LARGE, Problem.UNSUPPORTED_MEDIA_TYPE, Problem.INVALID));
        }
        if (path.endsWith("/{task}/runs") || path.endsWith("/batch")) {
            problems.add(Problem.IDEMPOTENCY_CONFLICT);
        }
        if (path.endsWith("/{id}/cancel") || path.endsWith("/rerun")) {
            problems.add(Problem.STATE_CONFLICT);
        }
        if (path.endsWith("/rerun")) {
            problems.add(Problem.INVALID);
        }
        return problems;
    }

    private static APIResponse response(Problem problem) {
        Map<String, Object> example = Map.of("type", problem.type(), "title", problem.title(), "status", problem.status(), "detail", problem.explanation());
        return OASFactory.createAPIResponse().description(problem.title()).content(OASFactory.createContent().addMediaType(ProblemDocument.MEDIA_TYPE,
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem")).example(example)));
    }
}
