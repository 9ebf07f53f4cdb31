package io.offload.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.OffloadSystem;
import io.offload.system.Project;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/kafka.md, command by command, but for the last, which resets a group that has no workers. */
class KafkaGuideIT {
    @Test
    void everyCommandPrintsWhatIsShown() {
        List<Document.Command> commands = Document.of("docs/kafka.md").commands();
        try (OffloadSystem system = OffloadSystem.builder("kafka-guide").apis(1).workers(1).start()) {
            run(system, commands.subList(0, commands.size() - 1));
        }
    }

    private static void run(OffloadSystem system, List<Document.Command> commands) {
        String address = system.api().url().substring("http://".length());
        String offload = "timeout 300 '" + System.getProperty("java.home") + "/bin/java' -Dslf4j.internal.verbosity=ERROR -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp \"$OFFLOAD_CLASS_PATH\" "
                + "io.offload.devservices.launcher.Launcher";
        List<String> printed = Terminal.run(Project.home(),
                Map.of("OFFLOAD_CLASS_PATH", Project.classPath(), "OFFLOAD_KAFKA_BOOTSTRAP_SERVERS", system.kafka().bootstrapServers()),
                commands.stream().map(command -> command.line().replace("localhost:8000", address).replace("./offload", offload)).toList());
        assertThat(commands).isNotEmpty();
        for (int i = 0; i < commands.size(); i++) {
            assertThat(Terminal.plain(printed.get(i))).as(commands.get(i).line()).matches(Terminal.shown(commands.get(i).output()));
        }
    }
}
