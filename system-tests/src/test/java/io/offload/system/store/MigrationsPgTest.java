package io.offload.system.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Database;
import io.offload.system.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A release runs on the schema of the next one for a while (a rolling deployment), so a migration only adds: docs/decisions says how something is
 * removed all the same.
 */
class MigrationsPgTest {
    /**
     * Migrations that remove what the release before them no longer used, each with a word why: V4 says the checks of V1 in fewer words (EventsPgTest
     * tries every state and event on them), no row and no statement is refused that was not before. V5 lets a run's input be null, because a long one is
     * kept beside it: no release was made before it.
     */
    private static final Set<String> CONTRACTING = Set.of("V4__short_checks.sql", "V5__long_inputs.sql");

    @Test
    void everyMigrationOnlyAdds() throws Exception {
        List<Path> migrations = MigratedPostgres.migrations();
        Database database = MigratedPostgres.upTo(1);
        for (Path migration : migrations.subList(1, migrations.size())) {
            Schema before = Schema.of(database);
            MigratedPostgres.apply(database, Files.readString(migration));
            if (!CONTRACTING.contains(migration.getFileName().toString())) {
                assertThat(Schema.of(database).missing(before)).as(migration.getFileName() + " takes something away from the release before it").isEmpty();
            }
        }
        Schema before = Schema.of(database);
        MigratedPostgres.apply(database, Files.readString(
                Project.home().resolve("system-tests/next-worker/src/main/resources/db/next/V1000__next_release.sql")));
        assertThat(Schema.of(database).missing(before)).as("the migration of the tests' next release").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "ALTER TABLE task_run DROP COLUMN name",
        "ALTER TABLE task_run RENAME COLUMN name TO title",
        "ALTER TABLE due_run RENAME TO waiting_run",
        "DROP TABLE hook_due",
        "ALTER TABLE task_run ALTER COLUMN losses TYPE bigint",
        "ALTER TABLE task_run ALTER COLUMN queue DROP DEFAULT, ALTER COLUMN name SET NOT NULL",
        "ALTER TABLE task_run ALTER COLUMN attempt DROP DEFAULT",
        "ALTER TABLE due_run ADD COLUMN shard integer NOT NULL",
        "ALTER TABLE task_run ADD CONSTRAINT few_attempts CHECK (attempt < 10)",
        "ALTER TABLE task_run DROP CONSTRAINT task_run_state_is_known, ADD CONSTRAINT task_run_state_is_known CHECK (state <> 'CRASHED')",
        "CREATE UNIQUE INDEX one_per_reason ON due_run (reason)",
        "DROP FUNCTION duration_bucket",
        "CREATE TRIGGER forbid BEFORE INSERT ON due_run EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    })
    void migrationThatTakesSomethingAwayIsRefused(String migration) throws Exception {
        Database database = MigratedPostgres.fresh();
        Schema before = Schema.of(database);
        MigratedPostgres.apply(database, migration);
        assertThat(Schema.of(database).missing(before)).as(migration).isNotEmpty();
    }
}
