package io.offload.catalog;

/** A {@code @Task} method that cannot be a task; the message names class and method. Stops the build. */
final class BadTaskException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadTaskException(String message) {
        super(message);
    }
}
