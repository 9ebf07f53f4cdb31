package io.offload.client;

import com.fasterxml.jackson.databind.JsonNode;

/** 404: there is no such task or run. */
public final class UnknownTaskException extends TaskApiException {
    private static final long serialVersionUID = 1;

    UnknownTaskException(int status, JsonNode problem) {
        super(status, problem);
    }
}
