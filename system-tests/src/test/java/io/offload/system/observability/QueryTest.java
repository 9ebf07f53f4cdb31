package io.offload.system.observability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            sum(max by (queue) (a_b{queue=~"$queue"})) ; a_b
            sum(rate(a_total[5m])) / sum(rate(b_total{state=~"x|y"}[$__rate_interval])) > 0.1 ; a_total,b_total
            max by (queue) (a) > 300 unless on (queue) max by (queue) (b) == 1 ; a,b
            absent(up{job="api"} == 1) ; up
            label_values(a_b, queue) ; a_b
            """)
    void metricsAreFoundAmongFunctionsAndLabels(String expression, String metrics) {
        assertThat(new Query(expression).metrics()).containsExactlyInAnyOrder(metrics.split(","));
    }
}
