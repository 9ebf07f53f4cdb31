package io.offload.sweep;

import static io.offload.store.Postgres.await;

import io.offload.store.Postgres;
import io.offload.store.PostgresUnavailableException;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Runs every sweep until the process stops. One statement asks for all sweeps that are due whether they may have work, so that an idle system costs a
 * few statements a second; those that may run, each on a virtual thread of its own.
 */
@Singleton
public class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(5);
    /** Sweeps that are due within so long are asked for together. */
    private static final Duration TOGETHER = Duration.ofMillis(50);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(250);
    /**
     * A sweep joins a few rows of a small table to runs: a plan that reads a whole table of runs is never right, nested loops over its primary key
     * always are, and making that plan anew each time costs more than executing it.
     */
    private static final String LOCK = """
            SELECT pg_try_advisory_xact_lock(hashtext('offload.sweep'), hashtext($1)), set_config('plan_cache_mode', 'force_generic_plan', true),
                   set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('enable_seqscan', 'off', true)""";

    private final Postgres postgres;
    private final DatabaseContact contact;
    private final List<Turn> turns;
    private final String look;
    private final BlockingQueue<Turn> ended = new LinkedBlockingQueue<>();
    private final Map<Sweep, Thread> running = new ConcurrentHashMap<>();
    private Thread looking;
    private volatile boolean stopping;

    /** When it is a sweep's turn. Used by the looking thread, or by the sweep's own while it runs. */
    private static final class Turn {
        final Sweep sweep;
        long dueNanos = System.nanoTime();
        boolean failing;

        Turn(Sweep sweep) {
            this.sweep = sweep;
        }

        void again(Duration later) {
            dueNanos = System.nanoTime() + later.toNanos();
        }
    }

    @Inject
    public Sweeper(Postgres postgres, DatabaseContact contact, @All List<Sweep> sweeps) {
        this.postgres = postgres;
        this.contact = contact;
        this.turns = sweeps.stream().map(Turn::new).toList();
        StringJoiner columns = new StringJoiner(",\n       ", "SELECT ", "");
        for (int i = 0; i < turns.size(); i++) {
            columns.add("$" + (i + 1) + "::boolean AND (" + turns.get(i).sweep.mayHaveWork() + ")");
        }
        this.look = columns.toString();
    }

    void start(@Observes StartupEvent event) {
        looking = Thread.ofVirtual().name("offload-sweeper").start(this::repeat);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        looking.interrupt();
        running.values().forEach(Thread::interrupt);
    }

    private void repeat() {
        List<Turn> waiting = new ArrayList<>(turns);
        boolean failing = false;
        while (!stopping) {
            long now = System.nanoTime();
            Set<Turn> due = waiting.stream().filter(turn -> turn.dueNanos - now <= TOGETHER.toNanos()).collect(Collectors.toSet());
            try {
                for (Turn turn : withWork(due)) {
                    waiting.remove(turn);
                    begin(turn);
                }
                if (failing) {
                    LOG.info("sweeps work again");
                }
                failing = false;
            } catch (RuntimeException e) {
                // whatever it is: without this loop nothing is swept any more
                if (stopping) {
                    return;
                }
                noteContact(e);
                if (!failing) {
                    LOG.warnf("Postgres was not asked what sweeps have to do, it is every %s: %s", AFTER_FAILURE, e.toString());
                    LOG.debug("sweeper failed", e);
                }
                failing = true;
                due.forEach(turn -> turn.again(AFTER_FAILURE));
            }
            try {
                long next = waiting.stream().mapToLong(turn -> turn.dueNanos - System.nanoTime()).min().orElse(Long.MAX_VALUE);
                for (Turn turn = ended.poll(next, TimeUnit.NANOSECONDS); turn != null; turn = ended.poll()) {
                    waiting.add(turn);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Those of the due sweeps that may have something to do; it is the others' turn again after their interval. */
    private List<Turn> withWork(Set<Turn> due) {
        if (due.isEmpty()) {
            return List.of();
        }
        List<Object> asked = new ArrayList<>(turns.size());
        turns.forEach(turn -> asked.add(due.contains(turn)));
        Row answer = await(postgres.lookups().preparedQuery(look).execute(Tuple.wrap(asked)), LOOK_LIMIT).iterator().next();
        contact.succeeded();
        List<Turn> withWork = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            if (answer.getBoolean(i)) {
                withWork.add(turns.get(i));
            } else if (due.contains(turns.get(i))) {
                turns.get(i).again(turns.get(i).sweep.interval());
            }
        }
        return withWork;
    }

    private void begin(Turn turn) {
        running.put(turn.sweep, Thread.ofVirtual().name("offload-sweep-" + turn.sweep.name()).start(() -> {
            try {
                sweep(turn);
            } finally {
                running.remove(turn.sweep);
                turn.again(turn.sweep.interval());
                ended.add(turn);
            }
        }));
    }

    private void sweep(Turn turn) {
        Sweep sweep = turn.sweep;
        try {
            while (once(sweep) && !stopping) {
                contact.succeeded();
            }
            contact.succeeded();
            if (turn.failing) {
                LOG.infof("sweep %s works again", sweep.name());
            }
            turn.failing = false;
        } catch (RuntimeException e) {
            if (stopping) {
                return;
            }
            noteContact(e);
            if (!turn.failing) {
                LOG.warnf("sweep %s failed, it is repeated every %s: %s", sweep.name(), sweep.interval(), e.toString());
                LOG.debug("sweep failed", e);
            }
            turn.failing = true;
        }
    }

    private void noteContact(RuntimeException failure) {
        if (failure instanceof PostgresUnavailableException && !answered(failure.getCause())) {
            contact.failed();
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
