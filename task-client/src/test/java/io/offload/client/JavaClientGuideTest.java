package io.offload.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/java-client.md and docs/coming-from.md compiles. */
class JavaClientGuideTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyExampleCompiles(@TempDir Path classes) throws Exception {
        String body = blocks("java-client.md") + blocks("coming-from.md");
        String source = """
                import com.fasterxml.jackson.core.type.TypeReference;
                import com.fasterxml.jackson.databind.JsonNode;
                import io.offload.client.*;
                import java.time.Duration;
                import java.time.LocalDate;
                import java.time.ZoneOffset;
                import java.util.List;
                import java.util.Map;
                class Guide {
                    record Profile(long rows) {}
                    record Greeting(String name) {}
                    void example() {
                %s
                    }
                }
                """.formatted(body);
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Guide.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled = compiler.getTask(said, null, null, List.of("-d", classes.toString(), "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))), null, List.of(file)).call();
        assertThat(compiled).as(said.toString()).isTrue();
    }

    private static String blocks(String page) throws IOException {
        String java = JAVA.matcher(Files.readString(Path.of("..", "docs", page))).results().map(block -> block.group(1)).collect(Collectors.joining());
        assertThat(java).as(page).isNotEmpty();
        return java;
    }
}
