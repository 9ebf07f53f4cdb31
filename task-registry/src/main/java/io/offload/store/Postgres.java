package io.offload.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The process's connection pools, which differ in how they plan. {@link #pool()} plans by statistics and serves pages, lists and sweeps, which say
 * within their transaction how they want to be planned.
 * {@link #pipeline()} serves statements over an array of ids: the rows are found by {@code id = ANY} in the primary key and hashed against the
 * array, whatever the planner believes a table's size to be; with nested loops it joined a thousand runs in half a million comparisons.
 * {@link #lookups()} serves statements that read small tables, or go from their rows to runs, by nested loops over the primary key.
 */
@Singleton
public class Postgres {
    private static final int PIPELINE_CONNECTIONS = 8;
    private static final int LOOKUP_CONNECTIONS = 2;
    /** Statements over arrays of ids take some ten milliseconds, a second on a busy machine. Those of {@link #pool()} may take longer. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final long MOST_BETWEEN_CONNECTS_MS = 5_000;
    /**
     * A process that is frozen within a sweep would hold the sweep's lock from all others for as long as it sleeps: Postgres ends its transaction.
     * Longer than a call to Kafka within a sweep may take (5 s).
     */
    private static final String ABANDONED_AFTER = "6s";
    private static final Map<String, String> HASHED_ARRAYS = Map.of(
            "plan_cache_mode", "force_generic_plan",
            "jit", "off",
            "enable_nestloop", "off",
            "enable_mergejoin", "off",
            "enable_seqscan", "off",
            "enable_bitmapscan", "off");
    private static final Map<String, String> NESTED_LOOPS = Map.of(
            "plan_cache_mode", "force_generic_plan",
            "jit", "off",
            "enable_hashjoin", "off",
            "enable_mergejoin", "off",
            "enable_material", "off",
            "enable_seqscan", "off",
            "enable_bitmapscan", "off");

    private final Vertx vertx;
    private final PostgresConfig config;
    private final Pool pool;
    private final Pool pipeline;
    private final Pool lookups;

    @Inject
    public Postgres(Vertx vertx, PostgresConfig config) {
        this(vertx, config, ANSWER_LIMIT);
    }

    /** @param answerLimit after which a connection of {@link #pipeline()} or {@link #lookups()} that gives no answer is closed */
    Postgres(Vertx vertx, PostgresConfig config, Duration answerLimit) {
        this.vertx = vertx;
        this.config = config;
        this.pool = build("offload", vertx, config, config.poolSize(), Map.of("jit", "off", "plan_cache_mode", "force_custom_plan")).build();
        this.pipeline = build("offload-pipeline", vertx, config, PIPELINE_CONNECTIONS, HASHED_ARRAYS)
                .withConnectHandler(made -> AnswerLimit.watch(made, answerLimit)).build();
        this.lookups = build("offload-lookups", vertx, config, LOOKUP_CONNECTIONS, NESTED_LOOPS)
                .withConnectHandler(made -> AnswerLimit.watch(made, answerLimit)).build();
    }

    private static ClientBuilder<Pool> build(String name, Vertx vertx, PostgresConfig config, int size, Map<String, String> settings) {
        PoolOptions pooling = new PoolOptions()
                .setName(name)
                .setMaxSize(size)
                .setConnectionTimeout((int) config.connectTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        return PgBuilder.pool().with(pooling).connectingTo(connect(name, config, settings)).using(vertx);
    }

    private static PgConnectOptions connect(String name, PostgresConfig config, Map<String, String> settings) {
        PgConnectOptions options = PgConnectOptions.fromUri(config.url())
                .setUser(config.user())
                .setPassword(config.password())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(256)
                // all of them: by default a text of more than 2,048 characters is parsed and planned at every execution
                .setPreparedStatementCacheSqlFilter(sql -> true)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setTcpKeepAlive(true);
        options.setMetricsName("sql|" + name);
        Map<String, String> properties = new HashMap<>(options.getProperties());
        properties.putAll(settings);
        properties.put("search_path", "offload");
        properties.put("application_name", "offload");
        properties.put("idle_in_transaction_session_timeout", ABANDONED_AFTER);
        return options.setProperties(properties);
    }

    /** A connection of its own, made anew when it is lost, for who listens to notifications; the caller connects and closes it. */
    public PgSubscriber subscriber() {
        return PgSubscriber.subscriber(vertx, connect("offload-notifications", config, Map.of()))
                .reconnectPolicy(retries -> Math.min(MOST_BETWEEN_CONNECTS_MS, 100L << Math.min(retries, 10)));
    }

    /** For pages, lists, sweeps and everything else that is not per run. */
    public Pool pool() {
        return pool;
    }

    /** For statements over arrays of ids only, each with {@code id = ANY} of its array. */
    public Pool pipeline() {
        return pipeline;
    }

    /** For statements that read small tables, or look up the runs that their rows name. */
    public Pool lookups() {
        return lookups;
    }

    /**
     * Waits for a database result on a thread that may block; never call it on an event loop.
     *
     * @throws PostgresUnavailableException when there is no answer within the time, or the statement failed
     */
    public static <T> T await(Future<T> future, Duration limit) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new PostgresUnavailableException(e.getCause());
        } catch (TimeoutException e) {
            throw new PostgresUnavailableException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresUnavailableException(e);
        }
    }

    /**
     * Waits at start until Postgres answers: another process may still be starting it, or the machine may be busy.
     *
     * @throws PostgresUnavailableException when it does not within the limit
     */
    public void awaitAnswer(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                await(pool.query("SELECT 1").execute(), limit);
                await(pipeline.query("SELECT 1").execute(), limit);
                return;
            } catch (PostgresUnavailableException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }

    @PreDestroy
    void close() {
        pool.close();
        pipeline.close();
        lookups.close();
    }
}
