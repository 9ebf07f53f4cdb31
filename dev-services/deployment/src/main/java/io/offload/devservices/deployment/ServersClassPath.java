package io.offload.devservices.deployment;

import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.maven.dependency.ArtifactCoords;
import io.quarkus.maven.dependency.ArtifactKey;
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
    private static final String GROUP = "io.offload";
    private static final String ARTIFACT = "dev-services-servers";

    String asString() {
        Map<ArtifactKey, ResolvedDependency> all = new HashMap<>();
        application.getDependencies().forEach(dependency -> all.put(dependency.getKey(), dependency));
        Map<ArtifactKey, ResolvedDependency> needed = new LinkedHashMap<>();
        Deque<ArtifactKey> open = new ArrayDeque<>();
        open.add(ArtifactKey.ga(GROUP, ARTIFACT));
        while (!open.isEmpty()) {
            ResolvedDependency dependency = all.get(open.pop());
            if (dependency != null && needed.putIfAbsent(dependency.getKey(), dependency) == null) {
                dependency.getDependencies().stream().map(ArtifactCoords::getKey).forEach(open::add);
            }
        }
        if (needed.isEmpty()) {
            throw new IllegalStateException(GROUP + ":" + ARTIFACT + " is not among the dependencies of the extension");
        }
        return needed.values().stream()
                .flatMap(dependency -> dependency.getResolvedPaths().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
