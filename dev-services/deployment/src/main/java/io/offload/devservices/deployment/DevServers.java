package io.offload.devservices.deployment;

import io.offload.devservices.shared.SharedServers;
import io.quarkus.deployment.builditem.Startable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** This application's hold on the shared servers. */
final class DevServers implements Startable {
    private final Path folder;
    private final boolean discard;
    private final String classPath;
    private SharedServers servers;

    DevServers(Path folder, boolean discard, String classPath) {
        this.folder = folder;
        this.discard = discard;
        this.classPath = classPath;
    }

    @Override
    public void start() {
        try {
            servers = SharedServers.join(folder, discard, classPath);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    String setting(String name) {
        return servers.settings().get(name);
    }

    @Override
    public String getConnectionInfo() {
        return setting(SharedServers.KAFKA_BOOTSTRAP_SERVERS) + ", " + setting(SharedServers.POSTGRES_URL);
    }

    /** There is no container; the folder identifies the servers. */
    @Override
    public String getContainerId() {
        return folder.toString();
    }

    @Override
    public void close() throws IOException {
        if (servers != null) {
            servers.close();
        }
    }
}
