package io.offload.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void everyKindStandsInTheDocumentationWithItsExplanation() throws IOException {
        String documentation = Files.readString(Path.of("../docs/problems.md"));
        for (Problem problem : Problem.values()) {
            assertThat(documentation).contains("## " + problem.slug() + "\n\n**%d, %s.** %s\n".formatted(problem.status(), problem.title(), problem.explanation()));
        }
    }
}
