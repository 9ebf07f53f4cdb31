package io.offload.sweep;

import static io.offload.store.Postgres.await;

import io.offload.store.Postgres;
import io.offload.store.PostgresUnavailableException;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Runs every sweep, each on a virtual thread of its own, until the process stops. */
@Singleton
public class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /**
     * A sweep joins a few rows of a small table to runs: a plan that reads a whole table of runs is never right, nested loops over its primary key
     * always are, and making that plan anew each time costs more than executing it.
     */
    private static final String LOCK = """
            SELECT pg_try_advisory_xact_lock(hashtext('offload.sweep'), hashtext($1)), set_config('plan_cache_mode', 'force_generic_plan', true),
                   set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('enable_seqscan', 'off', true)""";

    private final Postgres postgres;
    private final DatabaseContact contact;
    private final List<Sweep> sweeps;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    @Inject
    public Sweeper(Postgres postgres, DatabaseContact contact, @All List<Sweep> sweeps) {
        this.postgres = postgres;
        this.contact = contact;
        this.sweeps = sweeps;
    }

    void start(@Observes StartupEvent event) {
        sweeps.forEach(sweep -> threads.add(Thread.ofVirtual().name("offload-sweep-" + sweep.name()).start(() -> repeat(sweep))));
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        threads.forEach(Thread::interrupt);
    }

    private void repeat(Sweep sweep) {
        boolean failing = false;
        while (!stopping) {
            try {
                while (once(sweep) && !stopping) {
                    contact.succeeded();
                }
                contact.succeeded();
                if (failing) {
                    LOG.infof("sweep %s works again", sweep.name());
                }
                failing = false;
            } catch (RuntimeException e) {
                if (stopping) {
                    return;
                }
                if (e instanceof PostgresUnavailableException && !answered(e.getCause())) {
                    contact.failed();
                }
                if (!failing) {
                    LOG.warnf("sweep %s failed, it is repeated every %s: %s", sweep.name(), sweep.interval(), e.toString());
                    LOG.debug("sweep failed", e);
                }
                failing = true;
            }
            try {
                Thread.sleep(sweep.interval());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** A refused statement is an answer; a server that shuts down, starts or has no room gives none. */
    private static boolean answered(Throwable cause) {
        return cause instanceof PgException refusal && !refusal.getSqlState().startsWith("57") && !refusal.getSqlState().startsWith("53");
    }

    private boolean once(Sweep sweep) {
        SqlConnection connection = await(postgres.pool().getConnection(), LIMIT);
        try {
            Transaction transaction = await(connection.begin(), LIMIT);
            Sweep.AfterCommit after = Sweep.AfterCommit.NOTHING;
            try {
                boolean mine = await(connection.preparedQuery(LOCK).execute(Tuple.of(sweep.name())), LIMIT).iterator().next().getBoolean(0);
                if (mine) {
                    after = sweep.run(connection);
                }
                await(transaction.commit(), LIMIT);
            } catch (RuntimeException e) {
                transaction.rollback();
                throw e;
            }
            return after.more();
        } finally {
            connection.close();
        }
    }
}
