package io.offload.api.answer;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import jakarta.ws.rs.core.MediaType;

/**
 * What the routes that go round the REST framework have in common: which requests are ordinary enough, and how metrics and spans know their template. The
 * frequent requests have such routes, because the framework costs more than they do.
 */
public final class Ordinary {
    /** Where the REST framework leaves the path's template for the names of metrics and spans. */
    private static final String TEMPLATE = "UrlPathTemplate";

    private Ordinary() {}

    /** Whether JSON may be answered without negotiation. */
    public static boolean takesJson(MultiMap headers) {
        String accept = headers.get("Accept");
        return accept == null || accept.equals(MediaType.WILDCARD) || accept.equals(MediaType.APPLICATION_JSON);
    }

    /** Names the current request for metrics and spans. */
    public static void nameRequest(Vertx vertx, String template) {
        vertx.getOrCreateContext().putLocal(TEMPLATE, template);
    }
}
