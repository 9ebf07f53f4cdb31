package io.offload.kafka;

/** Kafka did not answer, or refused. */
public class KafkaUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public KafkaUnavailableException(Throwable cause) {
        super("Kafka did not answer: " + cause, cause);
    }
}
