package io.offload.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.json.TaskJson;
import io.offload.task.NonRetryableException;
import io.offload.task.testing.TestContext;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTasksTest {
    private final TestContext run = TestContext.firstAttempt();

    private CsvProfile profile(String csv) {
        return new CsvTasks().profileCsv(csv, ',', true, run);
    }

    @Test
    void everyColumnIsProfiled() throws Exception {
        CsvProfile profile = profile("""
                id,price,city,sold,at,since
                1,1.50,Ulm,2026-01-31,2026-01-01T10:00:00Z,true
                2,,"Berlin, Mitte",2025-12-01,2026-01-01T10:30:00+02:00,false
                10,3.25,Ulm,2026-02-01,2026-01-01T09:00:00Z,TRUE
                """);
        assertThat(TaskJson.mapper().writeValueAsString(profile)).isEqualTo("{\"rows\":3,\"columns\":["
                + "{\"name\":\"id\",\"type\":\"integer\",\"nulls\":0,\"distinct\":3,\"min\":1,\"max\":10,\"mean\":4.333333333333333},"
                + "{\"name\":\"price\",\"type\":\"number\",\"nulls\":1,\"distinct\":2,\"min\":1.50,\"max\":3.25,\"mean\":2.375},"
                + "{\"name\":\"city\",\"type\":\"string\",\"nulls\":0,\"distinct\":2,\"min\":\"Berlin, Mitte\",\"max\":\"Ulm\",\"mean\":null},"
                + "{\"name\":\"sold\",\"type\":\"date\",\"nulls\":0,\"distinct\":3,\"min\":\"2025-12-01\",\"max\":\"2026-02-01\",\"mean\":null},"
                + "{\"name\":\"at\",\"type\":\"date_time\",\"nulls\":0,\"distinct\":3,\"min\":\"2026-01-01T10:30:00+02:00\",\"max\":\"2026-01-01T10:00:00Z\",\"mean\":null},"
                + "{\"name\":\"since\",\"type\":\"boolean\",\"nulls\":0,\"distinct\":3,\"min\":\"false\",\"max\":\"true\",\"mean\":null}]}");
    }

    @ParameterizedTest
    @CsvSource({"01234, string", "-0, integer", "1e3, number", "+5, number", ".5, number", "5., string", "-, string", "1e9999, string", "2026-02-30, string", "yes, string"})
    void typeIsTheNarrowestThatFits(String value, String type) {
        assertThat(profile("c\n" + value + "\n").columns().getFirst().type().label()).isEqualTo(type);
    }

    @Test
    void delimiterAndMissingHeaderAreTheCallersChoice() {
        CsvProfile profile = new CsvTasks().profileCsv("1;2\n3;4;5\n", ';', false, run);
        assertThat(profile.rows()).isEqualTo(2);
        assertThat(profile.columns()).extracting(CsvProfile.Column::name).containsExactly("column_1", "column_2", "column_3");
        assertThat(profile.columns().getLast().nulls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\ufeff"})
    void emptyTextHasNoRows(String csv) {
        assertThat(profile(csv).rows()).isZero();
    }

    @Test
    void headerNamesAreMadeUnique() {
        assertThat(profile("\ufeffa,,a\n1,2,3").columns()).extracting(CsvProfile.Column::name).containsExactly("a", "column_2", "a_3");
    }

    @Test
    void quotedFieldsMayHoldLineBreaksAndQuotes() {
        assertThat(profile("a\n\"x\ny \"\"z\"\"\"\n").columns().getFirst().max().textValue()).isEqualTo("x\ny \"z\"");
    }

    @Test
    void progressRisesToOneWhileItRuns() {
        CsvProfile profile = profile("n\n" + IntStream.rangeClosed(1, 5_000).mapToObj(Integer::toString).collect(Collectors.joining("\n")));
        assertThat(profile.columns().getFirst().mean()).isEqualByComparingTo("2500.5");
        assertThat(run.progress()).extracting(TestContext.Progress::fraction).hasSizeGreaterThan(3).isSorted().allMatch(fraction -> fraction >= 0 && fraction <= 1).last().isEqualTo(1.0);
    }

    @Test
    void whatIsNoCsvFailsForGood() {
        assertThatThrownBy(() -> profile("a\n\"x\"y\n")).isInstanceOf(NonRetryableException.class).hasMessageContaining("no CSV");
        assertThatThrownBy(() -> new CsvTasks().profileCsv("a", '"', true, run)).isInstanceOf(NonRetryableException.class).hasMessageContaining("delimiter");
    }
}
