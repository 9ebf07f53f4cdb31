package io.offload.client;

/** The API gave no answer, or could not take the request, for as long as the client's patience. Whether a submission was carried out is not known. */
public final class ApiUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ApiUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
