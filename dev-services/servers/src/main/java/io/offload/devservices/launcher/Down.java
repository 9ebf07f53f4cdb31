package io.offload.devservices.launcher;

import io.offload.devservices.process.Ending;
import io.offload.devservices.postgres.EmbeddedPostgres;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Stops a system: asks its launcher, or, when that is gone, stops what it left behind. */
record Down(DataFolder folder, Console console) {
    private static final Duration PATIENCE = Crew.WORKER_PATIENCE.plus(EmbeddedPostgres.STOP_PATIENCE).plusSeconds(45);

    void run() {
        OptionalLong launcher = folder.launcher();
        boolean anything = launcher.isPresent() || folder.members().stream().anyMatch(member -> member.process().isPresent());
        if (!anything) {
            console.line("Nothing runs on " + folder.root());
        } else {
            console.line("Stopping the system on " + folder.root() + " ...");
        }
        if (launcher.isPresent()) {
            Optional<ProcessHandle> process = ProcessHandle.of(launcher.getAsLong());
            process.ifPresent(ProcessHandle::destroy);
            if (process.isPresent() && !Ending.await(process.get(), PATIENCE)) {
                console.line("! its launcher (process " + launcher.getAsLong() + ") does not leave; killing it");
                Ending.kill(process.get());
            }
        }
        new Crew(folder, console).stop();
        if (anything) {
            console.line("Stopped; the data stays in " + folder.root());
        }
    }
}
