package io.offload.catalog;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcInitConfig;
import io.quarkus.arc.processor.BeanArchives;
import io.quarkus.arc.processor.BeanProcessor;
import io.quarkus.arc.processor.bcextensions.ExtensionsEntryPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Indexer;

/**
 * An application made of the given Java sources: compiled, built by ArC's bean processor with {@link TaskDiscovery}, and started, as Quarkus
 * does it. One at a time in a JVM.
 */
final class BuiltApplication implements AutoCloseable {
    private static final Pattern TYPE_NAME = Pattern.compile("(?:class|interface|record|enum) (\\w+)");
    private static final String HEADER =
            """
            package app;
            import com.fasterxml.jackson.annotation.*;
            import com.fasterxml.jackson.databind.JsonNode;
            import io.offload.task.*;
            import io.smallrye.mutiny.*;
            import jakarta.enterprise.context.*;
            import jakarta.validation.constraints.*;
            import java.math.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            """;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final URLClassLoader classes;

    private BuiltApplication(URLClassLoader classes) {
        this.classes = classes;
    }

    /** Builds and starts; what stops the build is thrown. Each source is one top-level type of package {@code app}; imports are there. */
    static BuiltApplication of(Path folder, String... sources) throws Exception {
        return of(folder, List.of("-parameters"), sources);
    }

    static BuiltApplication of(Path folder, List<String> compilerOptions, String... sources) throws Exception {
        compile(folder, compilerOptions, sources);
        BuiltApplication application = new BuiltApplication(new URLClassLoader(new URL[] {folder.toUri().toURL()}, BuiltApplication.class.getClassLoader()));
        Thread.currentThread().setContextClassLoader(application.classes);
        try {
            application.process(folder);
            Arc.initialize(ArcInitConfig.builder().setTestMode(true).build());
            return application;
        } catch (Exception e) {
            application.close();
            throw e;
        }
    }

    TaskCatalog catalog() {
        return Arc.container().select(TaskCatalog.class).get();
    }

    TaskDefinition task(String name) {
        return catalog().find(name).orElseThrow();
    }

    private void process(Path folder) throws Exception {
        IndexView index = BeanArchives.buildImmutableBeanArchiveIndex(index(folder));
        ExtensionsEntryPoint extensions = new ExtensionsEntryPoint();
        extensions.runDiscovery(index, new HashSet<>());
        BeanProcessor.builder()
                .setName("Built")
                .setImmutableBeanArchiveIndex(index)
                .setComputingBeanArchiveIndex(BeanArchives.buildComputingBeanArchiveIndex(classes, new ConcurrentHashMap<>(), index))
                .setBuildCompatibleExtensions(extensions)
                .setRemoveUnusedBeans(true)
                .addRemovalExclusion(bean -> bean.hasType(org.jboss.jandex.DotName.createSimple(TaskCatalog.class.getName())))
                .setTransformUnproxyableClasses(false)
                .setOutput(resource -> {
                    switch (resource.getType()) {
                        case JAVA_CLASS -> resource.writeTo(folder.toFile());
                        case SERVICE_PROVIDER -> append(folder.resolve("META-INF/services/" + resource.getName()), resource.getData());
                        case JAVA_SOURCE -> {}
                    }
                })
                .build()
                .process();
    }

    private static void append(Path file, byte[] data) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, data, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static IndexView index(Path folder) throws IOException {
        Indexer indexer = new Indexer();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                indexer.index(new ByteArrayInputStream(Files.readAllBytes(file)));
            }
        }
        return indexer.complete();
    }

    private static void compile(Path folder, List<String> options, String... sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String source : sources) {
            Matcher name = TYPE_NAME.matcher(source);
            if (!name.find()) {
                throw new IllegalArgumentException("no type in " + source);
            }
            Path file = Files.createDirectories(folder.resolve("src")).resolve(name.group(1) + ".java");
            Files.writeString(file, HEADER + source);
            files.add(file);
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> all = new ArrayList<>(List.of("-d", folder.toString(), "-proc:none", "-nowarn"));
        all.addAll(options);
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            if (!compiler.getTask(messages, manager, null, all, null, manager.getJavaFileObjectsFromPaths(files)).call()) {
                throw new IllegalArgumentException(messages.toString());
            }
        }
    }

    @Override
    public void close() throws IOException {
        Arc.shutdown();
        Thread.currentThread().setContextClassLoader(before);
        classes.close();
    }
}
