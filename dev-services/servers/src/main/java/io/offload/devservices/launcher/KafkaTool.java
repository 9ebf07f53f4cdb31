package io.offload.devservices.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.tools.ConsoleProducer;
import org.apache.kafka.tools.GetOffsetShell;
import org.apache.kafka.tools.TopicCommand;
import org.apache.kafka.tools.consumer.ConsoleConsumer;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;

/**
 * Runs one of Kafka's own command line tools, which need not be installed then, against the Kafka of a system: the one that the environment names, or
 * the one that runs on the data folder.
 */
record KafkaTool(String name, List<String> arguments) {
    private static final String SERVERS = "--bootstrap-server";
    private static final Map<String, Tool> TOOLS = new TreeMap<>(Map.<String, Tool>of(
            "console-consumer", ConsoleConsumer::main,
            "console-producer", ConsoleProducer::main,
            "consumer-groups", ConsumerGroupCommand::main,
            "get-offsets", GetOffsetShell::main,
            "topics", TopicCommand::main));

    private interface Tool {
        void main(String... arguments) throws Exception;
    }

    /**
     * @param words the tool, {@code --data DIR} anywhere, and the tool's own arguments
     * @param folder finds the data folder from the option, null when it was not given
     */
    static void run(List<String> words, Map<String, String> environment, Function<String, DataFolder> folder) throws Exception {
        List<String> rest = new ArrayList<>(words);
        int data = rest.indexOf("--data");
        String named = null;
        if (data >= 0) {
            if (data + 1 == rest.size()) {
                throw new LauncherException("--data needs a value");
            }
            rest.remove(data);
            named = rest.remove(data);
        }
        if (rest.isEmpty() || !TOOLS.containsKey(rest.getFirst())) {
            throw new LauncherException("./offload kafka runs one of " + String.join(", ", TOOLS.keySet()) + "; each explains itself with --help");
        }
        if (rest.stream().noneMatch(word -> word.startsWith(SERVERS) || word.equals("--help") || word.equals("--version"))) {
            rest.addAll(1, List.of(SERVERS, servers(environment, folder, named)));
        }
        new KafkaTool(rest.getFirst(), rest.subList(1, rest.size())).run();
    }

    private static String servers(Map<String, String> environment, Function<String, DataFolder> folder, String named) {
        if (named == null && ExternalServers.from(environment).kafka().isPresent()) {
            return ExternalServers.from(environment).kafka().get();
        }
        DataFolder data = folder.apply(named);
        return data.members().stream().filter(member -> member.role() == Role.KAFKA).map(member -> member.host() + ":" + member.port()).findFirst()
                .orElseThrow(() -> new LauncherException("no Kafka runs on " + data.root() + "; start it with ./offload up, or name one in " + ExternalServers.KAFKA));
    }

    private void run() throws Exception {
        // the tools' own output is what was asked for, not what their clients log
        Logger.getLogger("").setLevel(Level.SEVERE);
        TOOLS.get(name).main(arguments.toArray(String[]::new));
    }
}
