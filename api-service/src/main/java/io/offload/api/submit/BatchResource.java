package io.offload.api.submit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.offload.api.catalog.KnownTask;
import io.offload.api.catalog.KnownTasks;
import io.offload.api.problem.Fault;
import io.offload.api.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /api/v1/runs/batch}: a JSON array, or one object a line; all of them or none. */
@Tag(name = "Runs")
@Path("/api/v1/runs/batch")
public class BatchResource {
    static final String NDJSON = "application/x-ndjson";
    private static final int MOST_ITEMS = 10_000;
    static final int MOST_BYTES = 32 * 1024 * 1024;

    private final KnownTasks tasks;
    private final CheckSubmission check;
    private final InsertBatch insert;
    private final SubmitConfig config;

    @Inject
    public BatchResource(KnownTasks tasks, CheckSubmission check, InsertBatch insert, SubmitConfig config) {
        this.tasks = tasks;
        this.check = check;
        this.insert = insert;
        this.config = config;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, NDJSON})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "submitBatch", summary = "Submit up to 10,000 runs", description = "All of them or none. A JSON array, or one object a line.")
    @RequestBody(required = true, content = {
        @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Batch")),
        @Content(mediaType = NDJSON, schema = @Schema(ref = "BatchItem"))})
    @APIResponse(responseCode = "202", description = "Accepted: all runs are stored", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "BatchAccepted")))
    public Uni<Response> submit(@HeaderParam("Content-Type") String contentType, @HeaderParam("traceparent") String traceparent,
            @Parameter(hidden = true) @HeaderParam(SubmitResource.KEY) String key, byte[] body) {
        if (key != null) {
            throw Problem.INVALID.because("a batch has no header Idempotency-Key: each of its items may have an idempotency_key");
        }
        if (body.length > MOST_BYTES) {
            throw Problem.TOO_LARGE.because("the body has %d bytes, a batch may have %d".formatted(body.length, MOST_BYTES));
        }
        boolean lines = contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(NDJSON);
        String trace = SubmitResource.trace(traceparent);
        Parsed read = read(body, lines, trace);
        Future<List<UUID>> ids = read.unknownTasks().isEmpty() ? insert(read) : tasks.renewed().compose(ignored ->
                insert(read.unknownTasks().stream().anyMatch(task -> tasks.find(task) != null) ? read(body, lines, trace) : read));
        return SubmitResource.within(config.timeout().multipliedBy(4), ids).map(BatchResource::response);
    }

    /**
     * What a body says.
     *
     * @param unknownTasks some that were not published when the tasks were last read; they may have been since
     */
    private record Parsed(List<NewRun> runs, List<Fault> faults, Set<String> unknownTasks) {}

    private Future<List<UUID>> insert(Parsed content) {
        if (!content.faults().isEmpty()) {
            throw Problem.INVALID.because("nothing was submitted: the batch has faults", content.faults());
        }
        if (content.runs().isEmpty()) {
            throw Problem.INVALID.because("the batch is empty", List.of(new Fault("", "must have 1 to " + MOST_ITEMS + " items")));
        }
        return insert.insert(content.runs());
    }

    private Parsed read(byte[] body, boolean lines, String traceparent) {
        List<NewRun> runs = new ArrayList<>();
        List<Fault> faults = new ArrayList<>(0);
        Set<String> unknown = new HashSet<>();
        try (JsonParser parser = SubmitBody.parser(body)) {
            JsonToken token = parser.nextToken();
            if (!lines) {
                if (token == null) {
                    throw Problem.UNPARSABLE.because("the body is empty; it must be a JSON array");
                }
                if (token != JsonToken.START_ARRAY) {
                    throw Problem.INVALID.because("the body must be a JSON array", List.of(new Fault("", "must be an array")));
                }
                token = parser.nextToken();
            }
            for (int index = 0; token != null && token != JsonToken.END_ARRAY; index++) {
                if (index == MOST_ITEMS) {
                    throw Problem.TOO_LARGE.because("a batch may have " + MOST_ITEMS + " items");
                }
                if (token == JsonToken.START_OBJECT) {
                    item(parser, body, index, traceparent, faults, runs, unknown);
                } else {
                    faults.add(new Fault("", "must be an object", index));
                    parser.skipChildren();
                }
                token = parser.nextToken();
            }
            if (!lines && parser.nextToken() != null) {
                throw Problem.UNPARSABLE.because("there is text after the JSON array of the body");
            }
            return new Parsed(runs, faults, unknown);
        } catch (JsonProcessingException e) {
            throw SubmitBody.unparsable(e);
        } catch (IOException e) {
            throw Problem.UNPARSABLE.because("the body is not UTF-8: " + e.getMessage());
        }
    }

    private void item(JsonParser parser, byte[] body, int index, String traceparent, List<Fault> faults, List<NewRun> runs, Set<String> unknown) throws IOException {
        int before = faults.size();
        SubmitBody item = SubmitBody.read(parser, body, true, index, faults);
        if (faults.size() > before || faults.size() >= Fault.MOST) { // no more are told, so that a bad item may have added none
            return;
        }
        KnownTask task = tasks.find(item.task());
        if (task == null) {
            faults.add(new Fault("/task", "task \"" + item.task() + "\" is unknown: no worker has ever published it", index));
            unknown.add(item.task());
            return;
        }
        NewRun run = check.check(new CheckSubmission.Request(item, task, item.idempotencyKey(), traceparent, index), faults);
        if (run != null) {
            runs.add(run);
        }
    }

    private static Response response(List<UUID> ids) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(20 + ids.size() * 40);
        try (JsonGenerator json = SubmitBody.JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("ids");
            for (UUID id : ids) {
                json.writeString(id.toString());
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Response.accepted(out.toByteArray()).type(MediaType.APPLICATION_JSON_TYPE).build();
    }
}
