package io.offload.task;

/** A failure that another attempt would not mend: the run becomes FAILED whatever retries are left. */
public class NonRetryableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NonRetryableException(String message) {
        super(message);
    }

    public NonRetryableException(String message, Throwable cause) {
        super(message, cause);
    }
}
