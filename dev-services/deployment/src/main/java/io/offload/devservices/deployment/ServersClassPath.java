package io.offload.devservices.deployment;

import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.maven.dependency.ArtifactCoords;
import io.quarkus.maven.dependency.ResolvedDependency;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The class path of a JVM that runs Kafka and Postgres: the servers module and what it needs, nothing of the application. */
record ServersClassPath(ApplicationModel application) {
    private static final String SERVERS = "io.offload:dev-services-servers:";

    String asString() {
        Map<String, ResolvedDependency> all = new HashMap<>();
        application.getDependencies().forEach(dependency -> all.put(name(dependency), dependency));
        Map<String, ResolvedDependency> needed = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(SERVERS);
        while (!open.isEmpty()) {
            String name = open.pop();
            ResolvedDependency dependency = all.get(name);
            if (dependency != null && needed.putIfAbsent(name, dependency) == null) {
                dependency.getDependencies().forEach(next -> open.add(name(next)));
            }
        }
        if (needed.isEmpty()) {
            throw new IllegalStateException(SERVERS + " is not among the dependencies of the extension");
        }
        return needed.values().stream()
                .flatMap(dependency -> dependency.getResolvedPaths().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String name(ArtifactCoords artifact) {
        return artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getClassifier();
    }
}
