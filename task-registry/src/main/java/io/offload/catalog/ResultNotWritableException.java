package io.offload.catalog;

/** The task returned a value that cannot be written as JSON: FAILED {@code ResultNotStorable}, never retried. */
public class ResultNotWritableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ResultNotWritableException(String message, Throwable cause) {
        super(message, cause);
    }
}
