package io.offload.devservices.launcher;

import io.offload.devservices.kafka.KafkaProbe;
import io.offload.devservices.postgres.PostgresProbe;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/** How a process is: it serves, it lives but does not serve (yet), or it is gone. */
enum Health {
    UP,
    DOWN,
    DEAD;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Asks the process in its own protocol; takes 2 s at most. */
    static Health of(Member member) {
        if (member.process().isEmpty()) {
            return DEAD;
        }
        return serves(member) ? UP : DOWN;
    }

    static boolean serves(Member member) {
        return switch (member.role()) {
            case KAFKA -> KafkaProbe.answers(member.address(), member.port(), PATIENCE);
            case POSTGRES -> PostgresProbe.answers(member.address(), member.port(), PATIENCE);
            case API, WORKER -> ready(member);
        };
    }

    private static boolean ready(Member member) {
        try {
            URI uri = new URI("http", null, member.address(), member.port(), "/q/health/ready", null, null);
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException unreachable) {
            return false;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a host name: " + member.address(), e);
        }
    }
}
