package io.offload.system;

import io.offload.devservices.kafka.EmbeddedKafka;
import io.offload.devservices.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A whole Offload on free ports of this machine: Kafka, Postgres, api-services and workers, each a process that can be killed alone. Logs and
 * data stand in {@code target/systems/<name>}. Everything ends with {@link #close()}, or with this JVM.
 */
public final class OffloadSystem implements AutoCloseable {
    /** The shipped worker with the example tasks. */
    public static final String SHIPPED_WORKER = "task-worker";
    /** The worker of these tests, an application of its own on the worker's jar; its tasks are of queue {@code trial}. */
    public static final String TRIAL_WORKER = "system-tests/test-worker";
    /** The release after the trial worker's: one task in a new version, new tasks, one more migration. */
    public static final String NEXT_WORKER = "system-tests/next-worker";

    private final Path folder;
    private final Map<String, String> common = new LinkedHashMap<>();
    private final List<ServiceProcess> apis = new CopyOnWriteArrayList<>();
    private final List<ServiceProcess> workers = new CopyOnWriteArrayList<>();
    private final List<ServiceProcess> trialWorkers = new CopyOnWriteArrayList<>();
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;
    private final Thread hook = new Thread(this::endAll, "end-system");

    private OffloadSystem(Builder builder) {
        folder = Project.home().resolve("system-tests/target/systems").resolve(builder.name);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            deleteTree(folder);
            Files.createDirectories(journals());
            CompletableFuture<EmbeddedKafka> starting = CompletableFuture.supplyAsync(() -> {
                try {
                    return EmbeddedKafka.start(folder.resolve("kafka"), 0, folder.resolve("kafka.log"), Project.classPath(), List.of("-XX:TieredStopAtLevel=1"), ignored -> {});
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            postgres = EmbeddedPostgres.start(folder.resolve("postgres"), 0, folder.resolve("postgres.log"), ignored -> {});
            kafka = starting.join();
        } catch (IOException e) {
            throw new UncheckedIOException("could not start Kafka and Postgres in " + folder, e);
        }
        common.put("OFFLOAD_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        common.put("OFFLOAD_POSTGRES_URL", postgres.url());
        common.put("OFFLOAD_POSTGRES_USER", postgres.user());
        common.put("OFFLOAD_POSTGRES_PASSWORD", postgres.password());
        common.put("TRIAL_JOURNAL", journals().toString());
        common.putAll(builder.environment);
        for (int i = 0; i < builder.apis; i++) {
            launchApi(builder.apiEnvironment);
        }
        for (int i = 0; i < builder.workers; i++) {
            launchWorker(SHIPPED_WORKER, builder.workerEnvironment);
        }
        for (int i = 0; i < builder.trialWorkers; i++) {
            launchWorker(TRIAL_WORKER, builder.workerEnvironment);
        }
        services().forEach(ServiceProcess::awaitReady);
    }

    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The system that ordinary ITs share in this JVM: one api, one shipped worker, one trial worker. Nobody may break it. */
    public static OffloadSystem shared() {
        return Shared.SYSTEM;
    }

    private static final class Shared {
        static final OffloadSystem SYSTEM = builder("shared-" + System.getProperty("offload.test.fork", "fork-1")).apis(1).workers(1).trialWorkers(1).start();
    }

    /** The first instance's REST API. */
    public Api api() {
        return api(0);
    }

    public Api api(int index) {
        return new Api(apis.get(index).url());
    }

    public List<ServiceProcess> apis() {
        return List.copyOf(apis);
    }

    /** The shipped workers. */
    public List<ServiceProcess> workers() {
        return List.copyOf(workers);
    }

    public List<ServiceProcess> trialWorkers() {
        return List.copyOf(trialWorkers);
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    public Database database() {
        return new Database(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /** What trial tasks wrote down. */
    public Journal journal() {
        return new Journal(journals());
    }

    /** Where Kafka keeps its data. */
    public Path kafkaFolder() {
        return folder.resolve("kafka");
    }

    /** The settings that lead a process to this system's Kafka and Postgres. */
    public Map<String, String> settings() {
        return Map.copyOf(common);
    }

    /** One more api-service, ready. */
    public ServiceProcess addApi(Map<String, String> environment, String... options) {
        return launchApi(environment, options).awaitReady();
    }

    /** One more shipped worker, ready. */
    public ServiceProcess addWorker(Map<String, String> environment, String... options) {
        return launchWorker(SHIPPED_WORKER, environment, options).awaitReady();
    }

    /** One more trial worker, ready. */
    public ServiceProcess addTrialWorker(Map<String, String> environment, String... options) {
        return launchWorker(TRIAL_WORKER, environment, options).awaitReady();
    }

    /** SIGSTOP to Postgres and its children: it lives, keeps its connections and answers nothing. */
    public void suspendPostgres() {
        Signal.of(postgres.pid(), "STOP"); // first: it must not make new children
        postgres.process().descendants().forEach(child -> Signal.of(child.pid(), "STOP"));
    }

    /** SIGCONT: it goes on as if nothing had happened. */
    public void resumePostgres() {
        postgres.process().descendants().forEach(child -> Signal.of(child.pid(), "CONT"));
        Signal.of(postgres.pid(), "CONT");
    }

    /** One more trial worker, of the next release, ready. */
    public ServiceProcess addNextWorker(Map<String, String> environment, String... options) {
        return launchWorker(NEXT_WORKER, environment, options).awaitReady();
    }

    /** Ends every process; data and logs stay for reading. */
    @Override
    public void close() {
        services().forEach(ServiceProcess::end);
        endAll();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private ServiceProcess launchApi(Map<String, String> environment, String... options) {
        return launch(apis, "api-" + (apis.size() + 1), "api-service", environment, options);
    }

    private ServiceProcess launchWorker(String module, Map<String, String> environment, String... options) {
        List<ServiceProcess> group = module.equals(SHIPPED_WORKER) ? workers : trialWorkers;
        String name = (module.equals(SHIPPED_WORKER) ? "worker-" : "trial-") + (group.size() + 1);
        Map<String, String> named = new LinkedHashMap<>(environment);
        named.putIfAbsent("OFFLOAD_WORKER_NAME", name);
        return launch(group, name, module, named, options);
    }

    private ServiceProcess launch(List<ServiceProcess> group, String name, String module, Map<String, String> environment, String... options) {
        Map<String, String> all = new LinkedHashMap<>(common);
        all.putAll(environment);
        ServiceProcess service = new ServiceProcess(name, module, folder, all, List.of(options));
        service.launch();
        group.add(service); // not before: somebody may be starting again whatever in it has ended
        return service;
    }

    private List<ServiceProcess> services() {
        List<ServiceProcess> all = new ArrayList<>(apis);
        all.addAll(workers);
        all.addAll(trialWorkers);
        return all;
    }

    private Path journals() {
        return folder.resolve("journals");
    }

    private void endAll() {
        services().forEach(ServiceProcess::kill);
        if (kafka != null && kafka.process().isAlive()) {
            kafka.kill();
        }
        if (postgres != null) {
            postgres.stop();
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (Files.exists(root)) {
            try (var paths = Files.walk(root)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** What to start. */
    public static final class Builder {
        private final String name;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final Map<String, String> apiEnvironment = new LinkedHashMap<>();
        private final Map<String, String> workerEnvironment = new LinkedHashMap<>();
        private int apis;
        private int workers;
        private int trialWorkers;

        private Builder(String name) {
            this.name = name;
        }

        public Builder apis(int count) {
            apis = count;
            return this;
        }

        /** Shipped workers: {@code echo}, {@code sleep}, {@code flaky} and so on. */
        public Builder workers(int count) {
            workers = count;
            return this;
        }

        public Builder trialWorkers(int count) {
            trialWorkers = count;
            return this;
        }

        /** A setting of every service, as an environment variable. */
        public Builder with(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        public Builder withApi(String variable, String value) {
            apiEnvironment.put(variable, value);
            return this;
        }

        public Builder withWorker(String variable, String value) {
            workerEnvironment.put(variable, value);
            return this;
        }

        /** Returns when every process is ready. */
        public OffloadSystem start() {
            return new OffloadSystem(this);
        }
    }
}
