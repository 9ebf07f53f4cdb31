package io.offload.devservices.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTemplateTest {
    @TempDir
    Path folder;

    @Test
    void aCopyHasEverythingAndItsPermissions() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("postgres"));
        Path cluster = Files.createDirectories(folder.resolve("cluster"));
        Files.createDirectories(cluster.resolve("base/1"));
        Files.createDirectory(cluster.resolve("pg_tblspc"));
        Files.writeString(cluster.resolve("base/1/112"), "rows");
        Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwx------"));

        ClusterTemplate template = new ClusterTemplate(programs, "recipe");
        Path copy = folder.resolve("copy");
        assertThat(template.copyTo(copy)).isFalse();
        template.keep(cluster);
        template.keep(cluster);
        assertThat(template.copyTo(copy)).isTrue();
        assertThat(copy.resolve("base/1/112")).content().isEqualTo("rows");
        assertThat(copy.resolve("pg_tblspc")).isDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy))).isEqualTo("rwx------");
        assertThat(new ClusterTemplate(programs, "another recipe").copyTo(folder.resolve("other"))).isFalse();
    }
}
