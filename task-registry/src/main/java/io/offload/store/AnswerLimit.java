package io.offload.store;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Closes a connection whose server has not said anything for so long since it was last asked. A server that vanished without a word (power, network,
 * failover) would otherwise hold each statement until TCP gives up, a quarter of an hour later, while heartbeats over new connections keep the session
 * alive. The statement fails as with any lost connection: its outcome is unknown.
 */
final class AnswerLimit extends ChannelDuplexHandler {
    private static final Logger LOG = Logger.getLogger(AnswerLimit.class);
    private static final int LOOKS = 4;

    private final long limitNanos;
    private boolean waiting;
    private long askedNanos;
    private Future<?> looks;

    private AnswerLimit(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    /** Watches a connection that a pool has just made, and hands it on to the pool. */
    static void watch(SqlConnection connection, Duration limit) {
        if (((SqlConnectionInternal) connection).unwrap().unwrap() instanceof SocketConnectionBase made) {
            made.socket().channelHandlerContext().pipeline().addFirst(new AnswerLimit(limit));
        }
        connection.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        looks = context.executor().scheduleAtFixedRate(() -> look(context), limitNanos / LOOKS, limitNanos / LOOKS, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        looks.cancel(false);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!waiting) {
            waiting = true;
            askedNanos = System.nanoTime();
        }
        context.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        waiting = false;
        context.fireChannelRead(message);
    }

    private void look(ChannelHandlerContext context) {
        if (waiting && System.nanoTime() - askedNanos > limitNanos) {
            waiting = false;
            LOG.warnf("Postgres has not answered for %s on a connection, which is closed", Duration.ofNanos(limitNanos));
            context.close();
        }
    }
}
