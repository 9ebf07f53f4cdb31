package io.offload.devservices.launcher;

import java.util.Optional;
import java.util.OptionalLong;

/** Tells a user who starts a system on a data folder that one runs there already. */
record AlreadyUp(DataFolder folder) {
    LauncherException refusal() {
        OptionalLong launcher = folder.launcher();
        Optional<Member> api = folder.members().stream().filter(member -> member.role() == Role.API).findFirst();
        return new LauncherException("Offload is already up on " + folder.root()
                + (launcher.isPresent() ? " (launcher process " + launcher.getAsLong() + ")" : "")
                + api.map(member -> ", its API on http://" + member.address() + ":" + member.port()).orElse("")
                + ".\nLook at it with ./offload status, stop it with ./offload down, or start another one with --data and --port.");
    }
}
