package io.offload.system.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A shell that keeps its variables from command to command, as a reader's does. */
final class Terminal {
    private static final String END = "@@end@@";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    private Terminal() {}

    /**
     * Runs the lines in one bash.
     *
     * @return what each printed, standard error too
     */
    static List<String> run(Path folder, Map<String, String> environment, List<String> lines) {
        String script = lines.stream().map(line -> line + "\nprintf '\\n" + END + "\\n'\n").collect(Collectors.joining());
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process shell = builder.start();
            String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!shell.waitFor(10, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
            }
            return List.of(printed.split("\n" + END + "\n", -1)).subList(0, lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A pattern that a real output matches when it differs from the one shown in ids and times only, and where the shown one has {@code …}. */
    static Pattern shown(String output) {
        String plain = plain(output.strip());
        return Pattern.compile(List.of(plain.split("\\s*…\\s*", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*")), Pattern.DOTALL);
    }

    /** The output with ids and times replaced. */
    static String plain(String output) {
        return TIME.matcher(ID.matcher(output).replaceAll("<id>")).replaceAll("<time>").strip();
    }
}
