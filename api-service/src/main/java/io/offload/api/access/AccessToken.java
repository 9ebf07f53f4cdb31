package io.offload.api.access;

import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token, compared in constant time, and the sessions that are derived from it: {@code <end in epoch seconds>.<HMAC-SHA256>}, so that every
 * instance honours the logins of all others and a new token ends them.
 */
@Singleton
@Named("access")
public class AccessToken {
    private static final String PURPOSE = "offload-session:";

    private final Optional<String> token;
    private final AccessConfig config;
    private final InstantSource clock;

    @Inject
    public AccessToken(AccessConfig config, InstantSource clock) {
        this.token = config.token().map(String::strip).filter(text -> !text.isEmpty()); // a secret may end in a line break
        this.config = config;
        this.clock = clock;
    }

    /** Whether a token is needed at all. */
    public boolean needed() {
        return token.isPresent();
    }

    /** Whether this is the token. */
    boolean is(String candidate) {
        return candidate != null && token.isPresent() && MessageDigest.isEqual(digest(candidate), digest(token.get()));
    }

    /** A session that begins now. */
    String newSession() {
        long end = clock.instant().plus(config.sessionAge()).getEpochSecond();
        return end + "." + signature(end);
    }

    /** Whether this is a session of ours that has not ended. */
    boolean isSession(String session) {
        int dot = session == null ? -1 : session.indexOf('.');
        if (dot < 1 || dot > 15 || !session.chars().limit(dot).allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        long end = Long.parseLong(session.substring(0, dot));
        boolean signed = MessageDigest.isEqual(session.substring(dot + 1).getBytes(StandardCharsets.UTF_8), signature(end).getBytes(StandardCharsets.UTF_8));
        return signed && clock.instant().isBefore(Instant.ofEpochSecond(end));
    }

    private String signature(long end) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.orElseThrow().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((PURPOSE + end).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Equal lengths, so that the comparison does not tell the token's. */
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
