package io.offload.examples;

/** The model's server did not answer as it should, and may do so later: the run is retried. */
public class ModelUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ModelUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
