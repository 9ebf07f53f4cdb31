package io.offload.api.ui.page;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Compresses pages; the API's answers never come here. */
public class CompressPages {
    private static final int WORTH_IT = 1400;

    @ServerResponseFilter
    @Compressed
    public void compress(ContainerRequestContext request, ContainerResponseContext response) {
        String accepted = request.getHeaderString("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip") && response.getEntity() instanceof String html && html.length() > WORTH_IT) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(html.length() / 4);
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(html.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            response.setEntity(out.toByteArray());
            response.getHeaders().putSingle("Content-Encoding", "gzip");
        }
        response.getHeaders().putSingle("Vary", "Accept-Encoding");
    }
}
