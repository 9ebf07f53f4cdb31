package io.offload.api.wait;

import io.offload.run.StateType;
import java.nio.charset.StandardCharsets;

/** Whether an event says that its run has ended, without parsing it: there is one for every change of every run. */
final class EndOfRun {
    private static final byte[] STATE = "\"state\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[][] TERMINAL = StateType.TERMINAL.stream().map(state -> (state.name() + '"').getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private EndOfRun() {}

    /**
     * @param event an event's JSON; see {@code RunEvent}, whose fields hold no quotation marks
     */
    static boolean isToldBy(byte[] event) {
        for (int i = 0; i <= event.length - STATE.length; i++) {
            if (event[i] == '"' && startsAt(event, i, STATE)) {
                for (byte[] state : TERMINAL) {
                    if (startsAt(event, i + STATE.length, state)) {
                        return true;
                    }
                }
                return false;
            }
        }
        return false;
    }

    private static boolean startsAt(byte[] text, int at, byte[] part) {
        if (at + part.length > text.length) {
            return false;
        }
        for (int i = part.length - 1; i >= 0; i--) {
            if (text[at + i] != part[i]) {
                return false;
            }
        }
        return true;
    }
}
