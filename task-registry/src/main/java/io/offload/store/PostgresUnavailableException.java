package io.offload.store;

/** Postgres did not answer, or refused; whether the statement took effect is unknown. */
public class PostgresUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PostgresUnavailableException(Throwable cause) {
        super("Postgres did not answer: " + cause.getMessage(), cause);
    }
}
