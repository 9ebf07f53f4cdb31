package io.offload.api.answer;

import io.offload.api.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Turns what the database is still working on into an answer. */
public final class Answers {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Answers() {}

    /** The future's result; a future that takes more than 5 s ends with {@link Problem#UNAVAILABLE}. */
    public static <T> Uni<T> soon(Future<T> future) {
        return whenever(future).ifNoItem().after(LIMIT).failWith(TimeoutException::new)
                .onFailure(TimeoutException.class).transform(ignored -> Problem.UNAVAILABLE.because("the database did not answer within 5 s"));
    }

    /** As {@link #soon(Future)}, for routes of Vert.x's own, and 5 s after a wait of the caller's. */
    public static <T> Future<T> soonAfter(Duration wait, Future<T> future) {
        return future.timeout(wait.plus(LIMIT).toMillis(), TimeUnit.MILLISECONDS).recover(cause -> Future.failedFuture(cause instanceof TimeoutException
                ? Problem.UNAVAILABLE.because("the database did not answer within 5 s") : cause));
    }

    /** The future's result, however long it takes. */
    public static <T> Uni<T> whenever(Future<T> future) {
        return Uni.createFrom().emitter(emitter -> future.onComplete(emitter::complete, emitter::fail));
    }
}
