package io.offload.api.cancel;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of the answer to {@code POST /api/v1/runs/cancel}: what became of each id, in the order of the request. */
public record CancelledRuns(List<Answer> runs) {

    /** What became of one id. */
    @Schema(name = "CancelAnswer")
    public record Answer(
            String id,
            @Schema(description = "What a cancel of this run alone would answer: 200, 202, 404 or 409", examples = "202") int status,
            @Schema(description = "State after the request, null when there is no such run", examples = "CANCELLING", nullable = true) String state) {

        static Answer of(String id, String state) {
            return new Answer(id, statusOf(state), state);
        }
    }

    /**
     * @param state null for a run that is not there
     */
    static int statusOf(String state) {
        if (state == null) {
            return 404;
        }
        return switch (state) {
            case "CANCELLED" -> 200;
            case "CANCELLING" -> 202;
            default -> 409;
        };
    }
}
