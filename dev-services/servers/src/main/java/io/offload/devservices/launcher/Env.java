package io.offload.devservices.launcher;

import io.offload.devservices.postgres.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.List;

/** Prints what a shell needs to lead further workers to a running system's Kafka and Postgres: {@code eval "$(./offload env)"}. */
record Env(DataFolder folder, Console console) {
    /** @throws LauncherException when neither Kafka nor Postgres of the folder runs */
    void run() {
        List<String> lines = new ArrayList<>();
        for (Member member : folder.members()) {
            String address = member.host() + ":" + member.port();
            if (member.role() == Role.KAFKA) {
                lines.add("export " + ExternalServers.KAFKA + "=" + address);
            } else if (member.role() == Role.POSTGRES) {
                lines.add("export " + ExternalServers.POSTGRES + "=postgresql://" + address + "/" + EmbeddedPostgres.DATABASE);
                lines.add("export OFFLOAD_POSTGRES_USER=" + EmbeddedPostgres.USER);
                lines.add("export OFFLOAD_POSTGRES_PASSWORD=" + EmbeddedPostgres.PASSWORD);
            }
        }
        if (lines.isEmpty()) {
            throw new LauncherException("no embedded Kafka or Postgres runs on " + folder.root() + "; start them with ./offload up");
        }
        lines.forEach(console::line);
    }
}
