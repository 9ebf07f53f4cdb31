package io.offload.devservices.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offload.devservices.process.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresPgTest {
    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start(folder, 0);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void whatIsCommittedIsOnTheDisk() throws SQLException {
        assertThat(ask("SHOW fsync")).isEqualTo("on");
        assertThat(ask("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(ask("SHOW full_page_writes")).isEqualTo("on");
    }

    @Test
    void onlyThisMachineReachesIt() throws SQLException {
        assertThat(ask("SHOW listen_addresses")).isEqualTo("127.0.0.1");
    }

    @Test
    void theRoleIsNoSuperuserAndNeedsItsPassword() throws SQLException {
        assertThat(ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).isEqualTo("f");
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "offload", "guess").close())
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "postgres", "").close())
                .isInstanceOf(SQLException.class);
    }

    @Test
    void killedAndStartedAgainItHasItsDataAndItsPort() throws Exception {
        execute("CREATE TABLE kept (n int)");
        execute("INSERT INTO kept VALUES (42)");
        int port = postgres.port();
        long pid = postgres.pid();

        postgres.kill();
        assertThat(PostgresProbe.answers("127.0.0.1", port, Duration.ofSeconds(1))).isFalse();
        postgres.restart();

        assertThat(postgres.port()).isEqualTo(port);
        assertThat(postgres.pid()).isNotEqualTo(pid);
        assertThat(ask("SELECT n FROM kept")).isEqualTo("42");
        assertThat(PostgresProbe.answers("127.0.0.1", port, Duration.ofSeconds(1))).isTrue();
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefused() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder, 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("already runs")
                .hasMessageContaining(Long.toString(postgres.pid()));
    }

    @Test
    void aLockFileThatNamesAStrangerDoesNotStopTheStart(@TempDir Path other) throws Exception {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(other, 0)) {
            first.kill();
            Path lock = other.resolve("data/postmaster.pid");
            String stale = Files.readString(lock).replaceFirst("^\\d+", Long.toString(ProcessHandle.current().pid()));
            Files.writeString(lock, stale);

            first.restart();

            assertThat(first.process().isAlive()).isTrue();
            assertThat(Ending.await(ProcessHandle.of(first.pid()).orElseThrow(), Duration.ZERO)).isFalse();
        }
    }

    /** Given back to the kernel, the memory of such a statement came again page by page, with 740 faults each time. */
    @Test
    void aProcessKeepsTheMemoryOfLargeStatements() throws SQLException, IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "page faults are counted in /proc");
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()");
            rows.next();
            Path process = Path.of("/proc", rows.getString(1), "stat");
            readAMegabyte(statement);

            long before = pageFaults(process);
            readAMegabyte(statement);

            assertThat(pageFaults(process) - before).isLessThan(1_000);
        }
    }

    private static void readAMegabyte(Statement statement) throws SQLException {
        for (int i = 0; i < 20; i++) {
            statement.execute("SELECT count(x) FROM unnest(array(SELECT repeat(md5(i::text), 32) FROM generate_series(1, 1000) i)) x");
        }
    }

    /** Those that needed no disk: the eighth field after the name (proc_pid_stat(5)). */
    private static long pageFaults(Path process) throws IOException {
        String stat = Files.readString(process);
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[7]);
    }

    private static String ask(String question) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(String statementText) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(statementText);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
