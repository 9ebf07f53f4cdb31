package io.offload.api.ui.page;

import io.quarkus.qute.TemplateGlobal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;

/** The version in the addresses of style sheet and script, so that a browser keeps them until they change. */
@TemplateGlobal
public final class Assets {
    /** Changes with the content of any of them. */
    static final String assetVersion = version("offload.css", "offload.js", "states.svg");

    private Assets() {}

    private static String version(String... files) {
        CRC32 sum = new CRC32();
        for (String file : files) {
            try (InputStream in = Assets.class.getResourceAsStream("/META-INF/resources/assets/" + file)) {
                if (in == null) {
                    throw new IllegalStateException("the asset " + file + " is not packaged");
                }
                sum.update(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Long.toHexString(sum.getValue());
    }
}
