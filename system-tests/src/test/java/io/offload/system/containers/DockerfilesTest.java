package io.offload.system.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openrewrite.ExecutionContext;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.Recipe;
import org.openrewrite.SourceFile;
import org.openrewrite.docker.AddAptGetCleanup;
import org.openrewrite.docker.CombineRunInstructions;
import org.openrewrite.docker.DockerParser;
import org.openrewrite.docker.ReplaceAddWithCopy;
import org.openrewrite.docker.UseExecFormEntrypoint;
import org.openrewrite.docker.search.FindMissingHealthcheck;
import org.openrewrite.docker.search.FindRootUser;
import org.openrewrite.docker.tree.Docker;
import org.openrewrite.internal.InMemoryLargeSourceSet;

/** The Dockerfiles keep to the rules of their trade, and know every module. */
class DockerfilesTest {
    private static final List<Recipe> RULES = List.of(new FindRootUser(true), new FindMissingHealthcheck(), new ReplaceAddWithCopy(), new UseExecFormEntrypoint(true, true),
            new AddAptGetCleanup(null), new CombineRunInstructions(null));

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void breaksNoRule(String name) throws IOException {
        String text = text(name);
        assertThat(parse(text)).isInstanceOf(Docker.File.class);
        RULES.forEach(rule -> assertThat(findings(rule, text)).as(rule.getName()).isEmpty());
    }

    @Test
    void aDockerfileWithoutHealthCheckThatRunsAsRootIsFound() {
        String wrong = "FROM eclipse-temurin:25-jre\nADD a.jar /a.jar\nENTRYPOINT java -jar /a.jar\n";
        assertThat(RULES.stream().filter(rule -> !findings(rule, wrong).isEmpty()).map(rule -> rule.getClass().getSimpleName()).toList())
                .contains("FindRootUser", "FindMissingHealthcheck", "ReplaceAddWithCopy", "UseExecFormEntrypoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void copiesThePomOfEveryModule(String name) throws IOException {
        List<String> modules = found("<module>(.*)</module>", Files.readString(Project.home().resolve("pom.xml")));
        assertThat(modules).hasSizeGreaterThan(8);
        String text = text(name);
        assertThat(modules).allSatisfy(module -> assertThat(text).contains(" %s/pom.xml %s/\n".formatted(module, module)));
        found("<module>(.*?)</module>", Files.readString(Project.home().resolve("dev-services/pom.xml"))).forEach(part ->
                assertThat(text).contains(" dev-services/%s/pom.xml dev-services/%s/\n".formatted(part, part)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void endsWithoutRootAndNamesTaggedImagesAndNoFrontEnd(String name) throws IOException {
        String text = text(name);
        assertThat(found("USER (\\S+)", text).getLast()).isEqualTo("1001:0");
        assertThat(found("ARG [A-Z]+_IMAGE=(\\S+)", text)).hasSize(2).allMatch(image -> image.matches("\\S+:[^/:]+") && !image.endsWith(":latest"));
        assertThat(text).doesNotContainPattern("(?im)^#\\s*syntax\\s*=");
    }

    private static String text(String name) throws IOException {
        return Files.readString(Project.home().resolve("src/main/docker").resolve(name));
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    }

    private static SourceFile parse(String text) {
        return DockerParser.builder().build().parse(text).findFirst().orElseThrow();
    }

    /** The file with the places marked or changed that break the rule; empty when none does. */
    private static List<String> findings(Recipe rule, String text) {
        ExecutionContext context = new InMemoryExecutionContext(fault -> {
            throw new IllegalStateException(fault);
        });
        return rule.run(new InMemoryLargeSourceSet(List.of(parse(text))), context).getChangeset().getAllResults().stream()
                .map(result -> result.diff()).toList();
    }
}
