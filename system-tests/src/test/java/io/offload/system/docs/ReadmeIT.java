package io.offload.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Http;
import io.offload.system.OffloadSystem;
import io.offload.system.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** README.md and the guides: commands print what is shown, quoted code is in the project, links lead somewhere. */
class ReadmeIT {
    private static final Pattern ADDRESS = Pattern.compile("<http://127\\.0\\.0\\.1:8000([^>]*)>");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\((?!https?://|#)([^)#]+)[^)]*\\)");
    private static final Pattern LAUNCHED = Pattern.compile("\\./offload ([a-z]+)((?: --?[a-z-]+)*)");

    private final OffloadSystem system = OffloadSystem.shared();

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/rest-api.md"})
    void everyCommandPrintsWhatIsShown(String name) {
        List<Document.Command> commands = Document.of(name).commands().stream().filter(command -> !command.isLauncher()).toList();
        String address = system.api().url().substring("http://".length());
        List<String> printed = Terminal.run(Project.home(), Map.of("API", "http://" + address),
                commands.stream().map(command -> command.line().replace("localhost:8000", address)).toList());
        assertThat(commands).isNotEmpty();
        for (int i = 0; i < commands.size(); i++) {
            String shown = commands.get(i).output();
            String real = Terminal.plain(printed.get(i));
            if (commands.get(i).line().contains("curl -sN")) {
                // how many events a stream has is a matter of time; its end is not
                shown = lastParagraph(shown);
                real = lastParagraph(real);
            }
            assertThat(real).as(commands.get(i).line()).matches(Terminal.shown(shown));
        }
    }

    private static String lastParagraph(String text) {
        return text.substring(text.lastIndexOf("\n\n") + 2);
    }

    @Test
    void everyAddressAnswers() {
        List<String> paths = ADDRESS.matcher(Document.of("README.md").text()).results().map(address -> address.group(1)).toList();
        assertThat(paths).isNotEmpty().allSatisfy(path -> {
            int status = Http.get(system.api().url() + path).status();
            assertThat(status).as(path).isIn(200, 302, 303);
        });
    }

    @Test
    void quotedTaskIsOneThatShips() throws Exception {
        String shipped = Files.readString(Project.home().resolve("example-tasks/src/main/java/io/offload/examples/FlakyTasks.java"));
        List<String> lines = shipped.lines().map(String::strip).toList();
        assertThat(Document.of("README.md").blocks("java").getFirst().lines().map(String::strip)).allSatisfy(line -> assertThat(lines).contains(line));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(String name) {
        Document document = Document.of(name);
        assertThat(LINK.matcher(document.text()).results().map(link -> link.group(1))).allSatisfy(
                link -> assertThat(document.path().resolveSibling(link)).as(link).exists());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLauncherCommandExists(String name) throws Exception {
        String launcher = Files.readString(Project.home().resolve("offload"));
        String usage = launcher.substring(launcher.indexOf("usage: ./offload"), launcher.indexOf("\nUSAGE"));
        assertThat(LAUNCHED.matcher(Document.of(name).text()).results()).allSatisfy((MatchResult command) -> {
            assertThat(usage).as(command.group()).containsPattern("(?m)^  " + command.group(1) + " ");
            for (String option : command.group(2).strip().split(" ")) {
                assertThat(usage).as(command.group()).contains(option);
            }
        });
    }

    static Stream<String> documents() throws Exception {
        try (Stream<Path> files = Files.walk(Project.home().resolve("docs"))) {
            List<String> guides = files.filter(file -> file.toString().endsWith(".md")).map(file -> Project.home().relativize(file).toString()).sorted().toList();
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md"), guides.stream());
        }
    }
}
