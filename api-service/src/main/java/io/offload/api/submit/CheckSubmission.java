package io.offload.api.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import io.offload.api.catalog.KnownTask;
import io.offload.api.problem.Fault;
import io.offload.api.problem.Problem;
import io.offload.api.view.RunView;
import io.offload.canonical.CanonicalJson;
import io.offload.json.ExactJson;
import io.offload.schema.Violation;
import io.offload.store.DatabaseClock;
import io.offload.task.Names;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Checks a submission against its task and makes it a run with an id, minted on the database's time. */
@Singleton
public class CheckSubmission {
    private final DatabaseClock clock;
    private final int maxInputBytes;
    private final TimeOrderedEpochFactory ids;

    @Inject
    public CheckSubmission(DatabaseClock clock, SubmitConfig config) {
        this.clock = clock;
        this.maxInputBytes = config.maxInputBytes();
        this.ids = TimeOrderedEpochFactory.builder().withClock(clock.asClock()).withFastRandom().withIncrementPlus1().build();
    }

    /** A new id of a run. */
    public UUID mint() {
        return ids.create();
    }

    /**
     * What is submitted.
     *
     * @param key null for none
     */
    record Request(SubmitBody body, KnownTask task, String key, String traceparent, Integer index) {}

    /**
     * @return the run, or null when faults were added
     * @throws io.offload.api.problem.ProblemException when the input is too large or cannot be parsed
     */
    NewRun check(Request request, List<Fault> faults) {
        SubmitBody body = request.body();
        String json = body.inputJson();
        if (json.length() > maxInputBytes / 3 && json.getBytes(StandardCharsets.UTF_8).length > maxInputBytes) {
            throw Problem.TOO_LARGE.because("the input has more than " + maxInputBytes + " bytes",
                    List.of(new Fault("/input", "must have at most " + maxInputBytes + " bytes", request.index())));
        }
        JsonNode input = parse(json);
        int before = faults.size();
        for (Violation violation : request.task().schema().validate(input)) {
            if (faults.size() < Fault.MOST) {
                faults.add(new Fault("/input" + violation.pointer(), violation.detail(), request.index()));
            }
        }
        List<String> tags = tags(request);
        if (tags.size() > Names.MOST_TAGS) {
            faults.add(new Fault("/tags", "must be at most %d together with the task's own".formatted(Names.MOST_TAGS), request.index()));
        }
        if (faults.size() > before) {
            return null;
        }
        Instant scheduledFor = body.delay() != null ? clock.instant().plus(body.delay()) : body.scheduledFor();
        String name = body.name() != null ? body.name() : request.task().runName().map(template -> template.render(input)).orElse(null);
        byte[] hash = request.key() == null ? null : hash(request, input);
        return new NewRun(mint(), request.task().name(), request.task().published().queue(), name, tags, json,
                request.task().published().maxAttempts(), scheduledFor, null, request.traceparent(), request.key(), hash);
    }

    /**
     * A new run of the same task with the input, tags and name of an earlier one.
     *
     * @throws io.offload.api.problem.ProblemException when the input does not fit the task any more
     */
    public NewRun again(RunView earlier, KnownTask task, String traceparent) {
        List<Fault> faults = new ArrayList<>(0);
        SubmitBody body = new SubmitBody(null, earlier.input(), null, null, List.of(earlier.tags()), earlier.name(), null);
        NewRun run = check(new Request(body, task, null, SubmitResource.trace(traceparent), null), faults);
        if (!faults.isEmpty()) {
            throw Problem.INVALID.because("the input of run %s does not fit task %s any more".formatted(earlier.id(), task.name()), faults);
        }
        return run.rerunOf(earlier.id());
    }

    private static JsonNode parse(String json) {
        try {
            return ExactJson.read(json);
        } catch (JsonProcessingException e) {
            throw Problem.UNPARSABLE.because("the input is not JSON that can be kept: " + e.getOriginalMessage());
        }
    }

    private static List<String> tags(Request request) {
        List<String> own = request.task().published().tags();
        if (own.isEmpty()) {
            return request.body().tags();
        }
        Set<String> all = new LinkedHashSet<>(own);
        all.addAll(request.body().tags());
        return new ArrayList<>(all);
    }

    private static byte[] hash(Request request, JsonNode input) {
        SubmitBody body = request.body();
        ObjectNode canonical = JsonNodeFactory.instance.objectNode();
        canonical.put("task", request.task().name());
        canonical.set("input", input);
        canonical.put("delay", body.delay() == null ? null : body.delay().toString());
        canonical.put("scheduled_for", body.scheduledFor() == null ? null : body.scheduledFor().toString());
        canonical.set("tags", JsonNodeFactory.instance.arrayNode().addAll(body.tags().stream().sorted().map(JsonNodeFactory.instance::textNode).toList()));
        canonical.put("name", body.name());
        try {
            return MessageDigest.getInstance("SHA-256").digest(CanonicalJson.bytes(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
