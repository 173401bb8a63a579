package org.prefbench.comparison;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.statistics.Format;

/**
 * A table of numbers that was measured on one trial beyond its score.
 *
 * @param kind what was measured, such as {@code samples} or {@code transport}
 * @param task the task
 * @param method the method's label, or what else the numbers belong to, such as {@code preferred}
 * @param run the run
 * @param columns the names of the columns
 * @param values the rows, {@code [row][column]}
 */
public record Probe(
    String kind, String task, String method, int run, List<String> columns, double[][] values) {
  /** Validates the shape and copies the numbers. */
  public Probe {
    columns = List.copyOf(columns);
    values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    for (double[] row : values) {
      Checks.length("row of a probe", row, columns.size());
    }
  }

  /**
   * Reads the numbers from a CSV file with a header.
   *
   * @throws org.prefbench.core.InvalidInputException if a line has another number of values or a
   *     value is not a number
   */
  public static Probe read(Path file, String kind, String task, String method, int run) {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = CSVParser.parse(reader, format)) {
      List<String> columns = parser.getHeaderNames();
      List<double[]> rows = new ArrayList<>();
      for (CSVRecord record : parser) {
        Checks.require(
            record.size() == columns.size(),
            "%s line %d must have %d values, got %d",
            file,
            parser.getCurrentLineNumber(),
            columns.size(),
            record.size());
        double[] row = new double[columns.size()];
        for (int j = 0; j < row.length; j++) {
          row[j] = number(file, parser.getCurrentLineNumber(), columns.get(j), record.get(j));
        }
        rows.add(row);
      }
      return new Probe(kind, task, method, run, columns, rows.toArray(double[][]::new));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
  }

  private static double number(Path file, long line, String column, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          Format.text("%s line %d: %s must be a number, got '%s'", file, line, column, text), e);
    }
  }

  /** Returns one column. */
  public double[] column(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw Checks.unknown("column of probe " + kind, name, columns);
    }
    return Arrays.stream(values).mapToDouble(row -> row[index]).toArray();
  }

  /** Returns whether there is such a column. */
  public boolean has(String column) {
    return columns.contains(column);
  }
}
