package io.offload.devservices.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HugePagesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"always [madvise] never, true", "[always] madvise never, true", "always madvise [never], false"})
    void askedForWhereTheKernelOffersThem(String offered, boolean asked) throws IOException {
        Path file = Files.writeString(folder.resolve("enabled"), offered + "\n");
        assertThat(HugePages.options(file)).isEqualTo(asked ? List.of("-XX:+UseTransparentHugePages") : List.of());
    }

    @Test
    void notAskedForOnOtherSystems() {
        assertThat(HugePages.options(folder.resolve("missing"))).isEmpty();
    }

    @Test
    void theseOptionsStartAJvmHereThatSaysNothingOfThem() throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(HugePages.options());
        command.add("--version");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).doesNotContainIgnoringCase("HugePages");
    }
}
