package io.offload.devservices.launcher;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells which processes a system has and how they are. */
record Status(DataFolder folder, Console console) {
    private record Line(Member member, Health health) {
        String json() {
            return "{\"role\":\"" + member.role().label() + "\",\"name\":\"" + member.name() + "\",\"pid\":" + member.pid() + ",\"port\":"
                    + member.port() + ",\"health\":\"" + health + "\"}";
        }
    }

    void run(boolean json) {
        List<Line> lines = folder.members().parallelStream().map(member -> new Line(member, Health.of(member))).toList();
        if (json) {
            console.line(lines.stream().map(Line::json).collect(Collectors.joining(",", "[", "]")));
            return;
        }
        if (lines.isEmpty()) {
            console.line("Nothing runs on " + folder.root() + "; start it with ./offload up");
            return;
        }
        console.line(String.format(Locale.ROOT, "%-10s %-8s %-6s %s", "NAME", "PROCESS", "PORT", "HEALTH"));
        for (Line line : lines) {
            Member member = line.member();
            console.line(String.format(Locale.ROOT, "%-10s %-8d %-6d %s", member.name(), member.pid(), member.port(), line.health()));
        }
        if (lines.stream().anyMatch(line -> line.health() == Health.DEAD)) {
            console.line("! Processes that are DEAD are not started again: ./offload down, then ./offload up.");
        }
        if (folder.launcher().isEmpty()) {
            console.line("! The launcher of this system is gone; ./offload down stops what is left, ./offload up starts afresh.");
        }
    }
}
