package io.offload.examples;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.offload.task.NonRetryableException;
import io.offload.task.Task;
import io.offload.task.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Real work without a network: reads a CSV text and says what is in it. */
@ApplicationScoped
public class CsvTasks {
    private static final int ROWS_BETWEEN_PROGRESS = 1_000;

    @Task(description = "Counts the rows of a CSV text and tells each column's type, nulls, distinct values, minimum, maximum and mean.", timeout = "5m")
    public CsvProfile profileCsv(
            @JsonPropertyDescription("RFC 4180; quoted fields may hold line breaks") String csv,
            @JsonProperty(defaultValue = ",") @JsonPropertyDescription("one character between fields") char delimiter,
            @JsonProperty(defaultValue = "true") @JsonPropertyDescription("whether the first row names the columns") boolean header,
            TaskContext run) {
        String text = csv.startsWith("\ufeff") ? csv.substring(1) : csv;
        long lines = Math.max(1, text.chars().filter(c -> c == '\n').count());
        List<ColumnTally> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long rows = 0;
        try (CsvReader<CsvRecord> reader = reader(text, delimiter)) {
            boolean namesFirst = header;
            for (CsvRecord row : reader) {
                if (namesFirst) {
                    row.getFields().forEach(name -> columns.add(column(name, columns.size(), names)));
                    namesFirst = false;
                    continue;
                }
                while (columns.size() < row.getFieldCount()) {
                    columns.add(column("", columns.size(), names));
                }
                for (int i = 0; i < row.getFieldCount(); i++) {
                    columns.get(i).add(row.getField(i).strip());
                }
                if (++rows % ROWS_BETWEEN_PROGRESS == 0) {
                    run.checkCancelled();
                    run.progress(Math.min(1, (double) row.getStartingLineNumber() / lines), rows + " rows");
                }
            }
        } catch (CsvParseException e) {
            throw new NonRetryableException("the text is no CSV: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run.progress(1, rows + " rows");
        long total = rows;
        return new CsvProfile(rows, columns.stream().map(column -> column.profile(total)).toList());
    }

    private static CsvReader<CsvRecord> reader(String text, char delimiter) {
        try {
            return CsvReader.builder().fieldSeparator(delimiter).allowExtraFields(true).allowMissingFields(true).ofCsvRecord(text);
        } catch (IllegalArgumentException e) {
            throw new NonRetryableException("'%s' cannot be the delimiter: %s".formatted(delimiter, e.getMessage()), e);
        }
    }

    /** A column without a name is called by its position, a name that is taken gets the position added. */
    private static ColumnTally column(String header, int index, Set<String> taken) {
        String name = header.isBlank() ? "column_" + (index + 1) : header.strip();
        if (!taken.add(name)) {
            name = name + "_" + (index + 1);
            taken.add(name);
        }
        return new ColumnTally(name);
    }
}
