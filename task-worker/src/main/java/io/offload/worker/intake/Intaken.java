package io.offload.worker.intake;

import io.offload.command.TaskRunCommand;
import org.apache.kafka.common.TopicPartition;

/** A command that was read and not yet decided; its offset may be committed once it is. */
public final class Intaken {
    private final TaskRunCommand command;
    private final String traceparent;
    private final TopicPartition partition;
    private final long offset;
    private volatile boolean decided;

    Intaken(TaskRunCommand command, String traceparent, TopicPartition partition, long offset) {
        this.command = command;
        this.traceparent = traceparent;
        this.partition = partition;
        this.offset = offset;
    }

    /** Null for a record that could not be decoded. */
    public TaskRunCommand command() {
        return command;
    }

    public String traceparent() {
        return traceparent;
    }

    TopicPartition partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    /** Postgres has decided who executes the run (or that nobody has to): the command is of no more use. */
    public void decided() {
        decided = true;
    }

    boolean isDecided() {
        return decided;
    }

    int weight() {
        String input = command == null ? null : command.input();
        return 200 + (input == null ? 0 : 2 * input.length());
    }
}
