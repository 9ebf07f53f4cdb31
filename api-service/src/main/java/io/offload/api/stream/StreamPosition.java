package io.offload.api.stream;

import io.offload.api.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a client has been told: the id of an event.
 *
 * @param revision of the last state that was told, 0 for none
 * @param seq of the last log line that was told, 0 for none
 */
record StreamPosition(int revision, int seq) {
    static final StreamPosition START = new StreamPosition(0, 0);
    private static final Pattern ID = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})");

    /**
     * @param lastEventId null or empty for the start
     * @throws io.offload.api.problem.ProblemException {@link Problem#UNPARSABLE} when it is no id of ours
     */
    static StreamPosition read(String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return START;
        }
        Matcher id = ID.matcher(lastEventId);
        if (!id.matches()) {
            throw Problem.UNPARSABLE.because("the header Last-Event-ID must be the id of an event, <revision>.<log seq>, it is \"%s\"".formatted(lastEventId));
        }
        return new StreamPosition(Integer.parseInt(id.group(1)), Integer.parseInt(id.group(2)));
    }

    StreamPosition told(int newRevision) {
        return new StreamPosition(newRevision, seq);
    }

    StreamPosition logged(int newSeq) {
        return new StreamPosition(revision, newSeq);
    }

    @Override
    public String toString() {
        return revision + "." + seq;
    }
}
