package io.offload.worker.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.offload.canonical.CacheKeys;
import io.offload.store.Postgres;
import io.offload.store.PostgresUnavailableException;
import io.offload.store.Sql;
import io.offload.worker.execute.RunInFlight;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/** Asks the cache on behalf of a claimed run. Blocks; called on the run's virtual thread. */
@Singleton
public class AnswerFromCache {
    private static final String ACQUIRE = Sql.load(AnswerFromCache.class, "acquire");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Postgres postgres;

    /** What the run is to do. */
    public sealed interface Answer {}

    /**
     * Execute.
     *
     * @param key null when the task is not cached
     */
    public record Execute(byte[] key) implements Answer {}

    /** Complete with the result of another run. */
    public record Hit(UUID source, String resultJson) implements Answer {}

    /** Nothing: the run waits for its leader, or is not ours any more. */
    public record Gone() implements Answer {}

    /** Postgres did not answer: no fault of the run. */
    public record Unknown() implements Answer {}

    private static final Answer NOT_CACHED = new Execute(null);

    @Inject
    public AnswerFromCache(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * @throws JsonProcessingException when the input is no JSON
     */
    public Answer look(RunInFlight run) throws JsonProcessingException {
        var policy = run.definition().cache();
        if (!policy.enabled()) {
            return NOT_CACHED;
        }
        byte[] key = CacheKeys.of(run.definition(), run.input());
        Tuple parameters = Tuple.of(Buffer.buffer(key), run.id(), run.claim().session(), run.attempt(), policy.refresh(), policy.isolation());
        Row row;
        try {
            row = Postgres.await(postgres.pool().preparedQuery(ACQUIRE).execute(parameters), LIMIT).iterator().next();
        } catch (PostgresUnavailableException e) {
            run.checkCancelled();
            return new Unknown();
        }
        return switch (row.getString("outcome")) {
            case "LEAD" -> new Execute(key);
            case "HIT" -> new Hit(row.getUUID("source"), row.getString("result"));
            default -> new Gone();
        };
    }
}
