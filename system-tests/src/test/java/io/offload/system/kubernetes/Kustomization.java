package io.offload.system.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.offload.system.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A folder below deploy/kubernetes as kustomize builds it, of what is used there: resources, patches by file, namespace, labels. A patch replaces
 * lists as a whole, as kustomize does with kinds that it has no schema of; none here has a list of another kind.
 */
final class Kustomization {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Set<String> KNOWN = Set.of("apiVersion", "kind", "resources", "patches", "namespace", "labels", "images");

    private final Path folder;
    private final List<ObjectNode> resources = new ArrayList<>();

    private Kustomization(Path folder) {
        this.folder = folder;
    }

    /**
     * The resources of a folder.
     *
     * @param name below deploy/kubernetes
     */
    static List<ObjectNode> build(String name) {
        return new Kustomization(Project.home().resolve("deploy/kubernetes").resolve(name).normalize()).build();
    }

    /** The only resource of a kind and name. */
    static ObjectNode find(List<ObjectNode> resources, String kind, String name) {
        List<ObjectNode> found = resources.stream().filter(resource -> named(resource, kind, name)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " resources " + kind + " " + name);
        }
        return found.getFirst();
    }

    private List<ObjectNode> build() {
        ObjectNode kustomization = documents(folder.resolve("kustomization.yaml")).getFirst();
        kustomization.fieldNames().forEachRemaining(field -> {
            if (!KNOWN.contains(field)) {
                throw new AssertionError(folder + "/kustomization.yaml has " + field + ", which these tests do not know");
            }
        });
        for (JsonNode resource : kustomization.path("resources")) {
            Path path = folder.resolve(resource.asText()).normalize();
            resources.addAll(Files.isDirectory(path) ? new Kustomization(path).build() : documents(path));
        }
        for (JsonNode patch : kustomization.path("patches")) {
            documents(folder.resolve(patch.get("path").asText())).forEach(this::apply);
        }
        for (JsonNode labels : kustomization.path("labels")) {
            resources.forEach(resource -> label(resource, (ObjectNode) labels.get("pairs")));
        }
        if (kustomization.has("namespace")) {
            resources.stream().filter(resource -> !resource.get("kind").asText().equals("Namespace"))
                    .forEach(resource -> resource.withObject("/metadata").set("namespace", kustomization.get("namespace")));
        }
        return resources;
    }

    private void apply(ObjectNode patch) {
        ObjectNode target = find(resources, patch.get("kind").asText(), patch.at("/metadata/name").asText());
        if (patch.path("$patch").asText().equals("delete")) {
            resources.remove(target);
        } else {
            merge(target, patch);
        }
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.fields().forEachRemaining(field -> {
            JsonNode old = target.path(field.getKey());
            if (old.isObject() && field.getValue().isObject()) {
                merge((ObjectNode) old, (ObjectNode) field.getValue());
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
    }

    private static void label(ObjectNode resource, ObjectNode pairs) {
        resource.withObject("/metadata/labels").setAll(pairs);
        if (!(resource.at("/spec/template/metadata") instanceof MissingNode)) {
            resource.withObject("/spec/template/metadata/labels").setAll(pairs);
        }
    }

    private static boolean named(JsonNode resource, String kind, String name) {
        return resource.get("kind").asText().equals(kind) && resource.at("/metadata/name").asText().equals(name);
    }

    private static List<ObjectNode> documents(Path file) {
        try (var parser = YAML.createParser(Files.readString(file))) {
            ArrayNode all = YAML.createArrayNode();
            YAML.readValues(parser, JsonNode.class).forEachRemaining(all::add);
            return StreamSupport.stream(all.spliterator(), false).map(ObjectNode.class::cast).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file, e);
        }
    }
}
