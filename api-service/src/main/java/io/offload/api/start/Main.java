package io.offload.api.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * Starts the service. Quarkus would answer an address that is no URI with an empty 400 before any route is asked; that check is left to
 * {@code RefuseMalformedAddresses}, which makes the same one and says what is wrong.
 */
@QuarkusMain
public final class Main {
    Main() {}

    public static void main(String[] arguments) {
        System.setProperty("vertx.disableURIValidation", "true");
        Quarkus.run(arguments);
    }
}
