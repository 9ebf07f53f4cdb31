package io.offload.system;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the things that were built before the tests are found. */
public final class Project {
    private static final Path HOME = find();

    private Project() {}

    /** The folder with the launcher. */
    public static Path home() {
        return HOME;
    }

    /**
     * The packaged application of a module.
     *
     * @throws IllegalStateException when it was not built
     */
    static Path application(String module) {
        Path jar = HOME.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; build it with ./mvnw -pl system-tests -am -DskipTests package");
        }
        return jar;
    }

    /** The class path of this JVM, also when surefire hides it in a manifest. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static Path find() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("offload")) && Files.exists(folder.resolve("task-worker/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("the tests must run inside the project's folder");
    }
}
