package io.offload.devservices.launcher;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code up} prints when everything is ready: who runs where, the addresses to open, and commands that work when pasted. */
record Greeting(UpOptions options, DataFolder folder, Map<String, String> environment) {

    void print(Console console, long nanos) {
        List<Member> members = folder.members();
        for (Member member : members) {
            console.line(String.format(Locale.ROOT, "  %-10s %s:%d  (process %d)", member.name(), member.host(), member.port(), member.pid()));
        }
        ExternalServers external = ExternalServers.from(environment);
        external.kafka().ifPresent(servers -> console.line("  kafka      " + servers + "  (not started here)"));
        external.postgres().ifPresent(url -> console.line("  postgres   " + url + "  (not started here)"));
        boolean everywhere = options.host().equals("0.0.0.0") || options.host().equals("::");
        String base = "http://" + (everywhere ? "127.0.0.1" : options.host()) + ":" + options.port();
        String token = environment.getOrDefault("OFFLOAD_API_TOKEN", "").isBlank()
                ? "" : " -H \"Authorization: Bearer $OFFLOAD_API_TOKEN\"";
        String submit = "curl -s -X POST '" + base + "/api/v1/tasks/echo/runs'" + token
                + " -H 'Content-Type: application/json' -d '{\"input\":{\"value\":\"hello\"}}'";
        console.line(String.format(Locale.ROOT, "Ready after %.1f s.%n", nanos / 1e9));
        console.line("  Dashboard  " + base + "/ui");
        console.line("  Demo       " + base + "/");
        console.line("  API docs   " + base + "/docs");
        console.line("  API        " + base + "/api/v1");
        console.line("");
        console.line("Submit a run:");
        console.line("  " + submit);
        console.line("Submit one and wait for its result:");
        console.line("  curl -s" + token + " \"" + base + "/api/v1/runs/$(" + submit + " | grep -o '\"id\":\"[^\"]*' | head -1 | cut -d'\"' -f4)?wait=30s\"");
        console.line("");
        if (!options.host().equals("127.0.0.1") && token.isEmpty()) {
            console.line("! Whoever reaches " + options.host() + ":" + options.port() + " can submit runs; set OFFLOAD_API_TOKEN to require a token.");
        }
        String named = options.named().isEmpty() ? "" : " " + String.join(" ", options.named());
        console.line(options.detach() ? "Stop it with ./offload down" + named + "."
                : "Ctrl-C stops it; another terminal: ./offload status" + named + ", ./offload logs" + named + ".");
    }
}
