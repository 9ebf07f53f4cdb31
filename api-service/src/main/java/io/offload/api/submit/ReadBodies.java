package io.offload.api.submit;

import io.offload.api.problem.Problem;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Reads a body up to its limit. A body that comes in chunks announces no length: what is too much is thrown away for a while, so that a client
 * that sends everything before it listens hears why it was refused; then the connection is closed.
 */
@Provider
public class ReadBodies implements ServerMessageBodyReader<byte[]> {
    /** Together with the longest body less than {@code quarkus.http.limits.max-body-size}, beyond which the framework hangs up with an empty 413. */
    private static final int THROWN_AWAY = 16 * 1024 * 1024;

    private final RefuseBodies limits;

    @Inject
    ReadBodies(RefuseBodies limits) {
        this.limits = limits;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == byte[].class;
    }

    @Override
    public byte[] readFrom(Class<byte[]> type, Type genericType, Annotation[] annotations, MediaType mediaType, MultivaluedMap<String, String> headers,
            InputStream in) throws IOException {
        return in.readAllBytes();
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, ResteasyReactiveResourceInfo resource, MediaType mediaType) {
        return type == byte[].class;
    }

    @Override
    public byte[] readFrom(Class<byte[]> type, Type genericType, MediaType mediaType, ServerRequestContext request) throws IOException {
        InputStream in = request.getInputStream();
        if (in instanceof ByteArrayInputStream) {
            return in.readAllBytes();
        }
        int limit = limits.limit(request.getResteasyReactiveResourceInfo().getResourceClass() == BatchResource.class);
        byte[] body = in.readNBytes(limit + 1);
        if (body.length > limit) {
            in.skip(THROWN_AWAY);
            request.serverResponse().setResponseHeader("Connection", "close");
            throw Problem.TOO_LARGE.because("the body has more than the %d bytes that are taken here".formatted(limit));
        }
        return body;
    }
}
