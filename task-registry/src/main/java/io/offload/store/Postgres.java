package io.offload.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process's two connection pools. {@link #pool()} plans each statement by its parameters and serves pages, lists and sweeps;
 * {@link #pipeline()} pins generic plans on primary keys and serves submit, claim and complete, whose arrays would otherwise tempt the planner
 * into scanning whole partitions.
 */
@Singleton
public class Postgres {
    private static final int PIPELINE_CONNECTIONS = 8;
    private static final Map<String, String> PINNED_PLANS = Map.of(
            "plan_cache_mode", "force_generic_plan",
            "jit", "off",
            "enable_hashjoin", "off",
            "enable_mergejoin", "off",
            "enable_seqscan", "off",
            "enable_bitmapscan", "off");

    private final Pool pool;
    private final Pool pipeline;

    @Inject
    public Postgres(Vertx vertx, PostgresConfig config) {
        this.pool = build(vertx, config, config.poolSize(), Map.of("jit", "off"));
        this.pipeline = build(vertx, config, PIPELINE_CONNECTIONS, PINNED_PLANS);
    }

    private static Pool build(Vertx vertx, PostgresConfig config, int size, Map<String, String> settings) {
        PgConnectOptions options = PgConnectOptions.fromUri(config.url())
                .setUser(config.user())
                .setPassword(config.password())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(256)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setTcpKeepAlive(true);
        Map<String, String> properties = new HashMap<>(options.getProperties());
        properties.putAll(settings);
        properties.put("search_path", "offload");
        properties.put("application_name", "offload");
        options.setProperties(properties);
        PoolOptions pooling = new PoolOptions()
                .setMaxSize(size)
                .setConnectionTimeout((int) config.connectTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        return PgBuilder.pool().with(pooling).connectingTo(options).using(vertx).build();
    }

    /** For pages, lists, sweeps and everything else that is not per run. */
    public Pool pool() {
        return pool;
    }

    /** For statements over arrays of run ids only. */
    public Pool pipeline() {
        return pipeline;
    }

    /**
     * Waits for a database result on a thread that may block; never call it on an event loop.
     *
     * @throws PostgresUnavailableException when there is no answer within the time, or the statement failed
     */
    public static <T> T await(Future<T> future, java.time.Duration limit) {
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

    @PreDestroy
    void close() {
        pool.close();
        pipeline.close();
    }
}
