package io.offload.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Writes items of many callers in few statements: a lane flushes what has gathered when its previous flush has returned and its {@link Pace} allows
 * it, so an idle system writes at once and a busy one writes large batches.
 *
 * <p>A flush refused because of its data (SQLSTATE 22, 23, or 54: nested too deep) is repeated in halves until only the culprit is refused. A deadlock or a
 * serialization failure is repeated as it is. When the connection fails, the outcome is unknown: {@link Batch#unknown} decides.
 *
 * @param <T> what one caller wants written
 */
public final class GroupCommit<T> {
    private static final Logger LOG = Logger.getLogger(GroupCommit.class);
    private static final long MAX_BACKOFF_MS = 500;
    private static final int MAX_FLUSH_BYTES = 8 * 1024 * 1024;

    /** The statement, and what becomes of its items. Called on a lane's event loop: must not block. */
    public interface Batch<T> {
        /** Writes all items in one statement. */
        Future<RowSet<Row>> write(SqlConnection connection, List<T> items);

        /** Size of an item in bytes, so that a flush stays below 8 MiB; 0 for small ones. */
        default int weight(T item) {
            return 0;
        }

        /** How many rows an item stands for. */
        default int rows(T item) {
            return 1;
        }

        /** The statement has been committed. */
        void written(List<T> items, RowSet<Row> rows);

        /** The database refuses this item, and would again. */
        void refused(T item, PgException reason);

        /**
         * The connection failed: the items may or may not have been written.
         *
         * @return true to write them again, false when the callers have been told
         */
        boolean unknown(List<T> items, Throwable cause);
    }

    private final String name;
    private final Pool pool;
    private final Batch<T> batch;
    private final int maxRows;
    private final int capacity;
    private final Pace pace;
    private final Vertx vertx;
    private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicBoolean gathering = new AtomicBoolean();
    private final List<Lane> lanes = new ArrayList<>();
    private volatile boolean closed;

    /**
     * @param lanes flushes under way at once, each on its own connection
     * @param maxRows in one statement; a last item may exceed it
     * @param capacity rows that may wait; {@link #offer} refuses more
     */
    public GroupCommit(String name, Vertx vertx, Pool pool, int lanes, int maxRows, int capacity, Pace pace, Batch<T> batch) {
        this.name = name;
        this.pace = pace;
        this.vertx = vertx;
        this.pool = pool;
        this.batch = batch;
        this.maxRows = maxRows;
        this.capacity = capacity;
        for (int i = 0; i < lanes; i++) {
            this.lanes.add(new Lane());
        }
    }

    /**
     * Takes an item to be written soon. Thread-safe, never blocks.
     *
     * @return false when the queue is full or closed: the item was not taken
     */
    public boolean offer(T item) {
        if (closed || queued.get() >= capacity) {
            return false;
        }
        queue.add(item);
        int waiting = queued.addAndGet(batch.rows(item));
        if (!gathering.get() || pace.isEnough(waiting)) {
            wakeIdleLane();
        }
        return true;
    }

    /** Rows of items taken and not yet in a flush. */
    public int waiting() {
        return queued.get();
    }

    /** How long it took of late until a flush was answered; zero before the first. */
    public Duration recentAnswer() {
        return pace.recentAnswer();
    }

    /** Whether nothing waits and nothing is being written. */
    public boolean idle() {
        return queued.get() == 0 && lanes.stream().allMatch(lane -> lane.state.get() == State.IDLE);
    }

    /** Refuses new items from now on; what was taken is still written. */
    public void close() {
        closed = true;
        wakeIdleLane();
    }

    /** Wakes a lane when the pace allows it again. */
    private void gather(long millis) {
        if (gathering.compareAndSet(false, true)) {
            vertx.setTimer(millis, ignored -> {
                gathering.set(false);
                wakeIdleLane();
            });
        }
    }

    private void wakeIdleLane() {
        for (Lane lane : lanes) {
            if (lane.wake()) {
                return;
            }
        }
    }

    private enum State {
        IDLE,
        BUSY
    }

    private final class Lane {
        private final Context context;
        private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
        private SqlConnection connection;
        private int failuresInARow;

        Lane() {
            this.context = ((io.vertx.core.impl.VertxInternal) vertx).createEventLoopContext();
        }

        boolean wake() {
            if (state.get() == State.IDLE && state.compareAndSet(State.IDLE, State.BUSY)) {
                context.runOnContext(ignored -> next());
                return true;
            }
            return false;
        }

        private void next() {
            long wait = closed ? 0 : pace.waitMillis(queued.get());
            if (wait > 0 && !queue.isEmpty()) {
                state.set(State.IDLE);
                gather(wait);
                if (pace.isEnough(queued.get())) {
                    wake();
                }
                return;
            }
            List<T> items = drain();
            if (items.isEmpty()) {
                state.set(State.IDLE);
                if (!queue.isEmpty()) {
                    wake();
                }
                return;
            }
            flush(items, this::next);
        }

        private List<T> drain() {
            List<T> items = new ArrayList<>(Math.min(maxRows, Math.max(1, queued.get())));
            long bytes = 0;
            int rows = 0;
            T item;
            while (rows < maxRows && bytes < MAX_FLUSH_BYTES && (item = queue.poll()) != null) {
                items.add(item);
                rows += batch.rows(item);
                bytes += batch.weight(item);
            }
            queued.addAndGet(-rows);
            if (rows > 0) {
                pace.flushing(rows);
            }
            return items;
        }

        private void flush(List<T> items, Runnable then) {
            long start = System.nanoTime();
            connection().compose(c -> batch.write(c, items)).onComplete(result -> {
                if (result.succeeded()) {
                    failuresInARow = 0;
                    pace.answered(System.nanoTime() - start);
                    tell(() -> batch.written(items, result.result()));
                    then.run();
                } else {
                    failed(items, result.cause(), then);
                }
            });
        }

        /** A fault in what is told must not end the lane: whatever is offered later would never be written. */
        private void tell(Runnable what) {
            try {
                what.run();
            } catch (RuntimeException e) {
                LOG.errorf(e, "what was told of a flush of %s failed", name);
            }
        }

        private void failed(List<T> items, Throwable cause, Runnable then) {
            String sqlState = cause instanceof PgException pg ? pg.getSqlState() : null;
            if ("40P01".equals(sqlState) || "40001".equals(sqlState)) {
                flush(items, then);
            } else if (sqlState != null && (sqlState.startsWith("22") || sqlState.startsWith("23") || sqlState.startsWith("54"))) {
                if (items.size() == 1) {
                    tell(() -> batch.refused(items.get(0), (PgException) cause));
                    then.run();
                } else {
                    int half = items.size() / 2;
                    flush(items.subList(0, half), () -> flush(items.subList(half, items.size()), then));
                }
            } else {
                unreachable(items, cause, then);
            }
        }

        private void unreachable(List<T> items, Throwable cause, Runnable then) {
            dropConnection();
            if (failuresInARow++ % 20 == 0) {
                LOG.warnf("could not write %d items of %s: %s", items.size(), name, cause.toString());
            }
            boolean again = batch.unknown(items, cause);
            long backoff = Math.min(MAX_BACKOFF_MS, 10L << Math.min(failuresInARow, 8));
            Runnable following = again ? () -> flush(items, then) : then;
            vertx.setTimer(backoff, ignored -> context.runOnContext(alsoIgnored -> following.run()));
        }

        private Future<SqlConnection> connection() {
            if (connection != null) {
                return Future.succeededFuture(connection);
            }
            return pool.getConnection().map(fresh -> {
                fresh.closeHandler(ignored -> {
                    if (connection == fresh) {
                        connection = null;
                    }
                });
                connection = fresh;
                return fresh;
            });
        }

        private void dropConnection() {
            SqlConnection broken = connection;
            connection = null;
            if (broken != null) {
                broken.close();
            }
        }
    }
}
