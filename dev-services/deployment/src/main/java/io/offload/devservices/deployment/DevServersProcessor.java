package io.offload.devservices.deployment;

import io.offload.devservices.shared.SharedServers;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;

/** Starts Kafka and Postgres, or joins those of another application, and sets the settings that lead to them. */
@BuildSteps(onlyIf = {IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class})
final class DevServersProcessor {
    private static final String FEATURE = "offload-dev-services";
    /** One folder for all tests of a JVM, whatever number of times the application restarts in it. */
    private static final String TEST_FOLDER = "offload.dev-services.test-folder";
    private static final List<String> KAFKA = List.of(SharedServers.KAFKA_BOOTSTRAP_SERVERS);
    private static final List<String> POSTGRES =
            List.of(SharedServers.POSTGRES_URL, SharedServers.POSTGRES_USER, SharedServers.POSTGRES_PASSWORD);
    /** What a library's META-INF/microprofile-config.properties says is a default, not a wish of the user. */
    private static final int DEFAULTS_ORDINAL = 100;

    @BuildStep
    void start(
            DevServersConfig config,
            LaunchModeBuildItem mode,
            CurateOutcomeBuildItem application,
            BuildProducer<FeatureBuildItem> features,
            BuildProducer<DevServicesResultBuildItem> services) {
        Map<String, Function<DevServers, String>> settings = new LinkedHashMap<>();
        for (List<String> group : List.of(KAFKA, POSTGRES)) {
            if (!configured(group.getFirst())) {
                group.forEach(name -> settings.put(name, servers -> servers.setting(name)));
            }
        }
        if (!config.enabled() || settings.isEmpty()) {
            return;
        }
        Path folder = mode.isTest() ? testFolder() : devFolder(config, application);
        String classPath = new ServersClassPath(application.getApplicationModel()).asString();
        features.produce(new FeatureBuildItem(FEATURE));
        services.produce(DevServicesResultBuildItem.<DevServers>owned()
                .feature(FEATURE)
                .serviceName("kafka-and-postgres")
                .description("Kafka and Postgres in " + folder)
                .serviceConfig(folder.toString())
                .startable(() -> new DevServers(folder, mode.isTest(), classPath))
                .configProvider(settings)
                .build());
    }

    private static boolean configured(String name) {
        ConfigValue value = ConfigProvider.getConfig().getConfigValue(name);
        return value.getRawValue() != null && value.getSourceOrdinal() > DEFAULTS_ORDINAL;
    }

    private static Path testFolder() {
        String known = System.getProperty(TEST_FOLDER);
        if (known != null) {
            return Path.of(known);
        }
        try {
            Path made = Files.createTempDirectory("offload-test-");
            System.setProperty(TEST_FOLDER, made.toString());
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for the tests' Kafka and Postgres", e);
        }
    }

    private static Path devFolder(DevServersConfig config, CurateOutcomeBuildItem application) {
        if (config.folder().isPresent()) {
            return Path.of(config.folder().get()).toAbsolutePath().normalize();
        }
        Path module = application.getApplicationModel().getApplicationModule() == null
                ? Path.of("").toAbsolutePath()
                : application.getApplicationModel().getApplicationModule().getModuleDir().toPath().toAbsolutePath();
        Path top = module;
        while (top.getParent() != null && Files.exists(top.getParent().resolve("pom.xml"))) {
            top = top.getParent();
        }
        return top.resolve(".offload").resolve("dev");
    }
}
