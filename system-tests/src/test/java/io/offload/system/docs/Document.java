package io.offload.system.docs;

import io.offload.system.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A Markdown file of the project. */
record Document(Path path, String text) {
    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)[^\\n]*\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    /** @param name relative to the project's folder */
    static Document of(String name) {
        Path path = Project.home().resolve(name);
        try {
            return new Document(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The contents of its fenced blocks in a language, in order. */
    List<String> blocks(String language) {
        return BLOCK.matcher(text).results().filter(block -> block.group(1).equals(language)).map(block -> block.group(2)).toList();
    }

    /** The commands of all its {@code console} blocks, each with the output that is shown for it. */
    List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        for (String block : blocks("console")) {
            for (String line : block.split("\n")) {
                if (line.startsWith("$ ")) {
                    commands.add(new Command(line.substring(2), ""));
                } else {
                    Command last = commands.removeLast();
                    commands.add(last.line().endsWith("\\") ? new Command(last.line() + "\n" + line, "") : last.showing(line));
                }
            }
        }
        return commands;
    }

    /**
     * @param line as typed
     * @param output as shown; empty when none is
     */
    record Command(String line, String output) {
        Command showing(String more) {
            return new Command(line, output.isEmpty() ? more : output + "\n" + more);
        }

        boolean isLauncher() {
            return line.startsWith("./offload");
        }
    }
}
