package org.prefbench.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.prefbench.core.InvalidInputException;

/**
 * {@code trials.csv}: one line per {@link TrialRow}, one column per number, text or choice in it,
 * in snake case. Numbers have all their digits, NaN is {@code NaN}, choices are in lower case.
 */
public final class TrialTable {
  private static final RecordTable<TrialRow> TABLE = new RecordTable<>(TrialRow.class);

  private static final String STUDY = "study"; // what its rows are called by, and no result

  private TrialTable() {}

  /** Returns the names of the columns, in order. */
  public static List<String> columns() {
    return TABLE.columns();
  }

  /** Returns the types of the columns by name, in order: numbers, texts and choices. */
  public static Map<String, Class<?>> types() {
    return TABLE.types();
  }

  /** Returns whether a column is the same whenever and wherever a study runs. */
  public static boolean reproducible(String column) {
    return !column.endsWith("_seconds") && !column.endsWith("_bytes");
  }

  /** Replaces {@code file} by the rows. */
  public static void write(Path file, List<TrialRow> rows) {
    TABLE.write(file, rows);
  }

  /** Returns what {@link #write} writes. */
  static String text(List<TrialRow> rows) {
    return TABLE.text(rows);
  }

  /** Returns the values of a row as they are written, by column, in order. */
  public static Map<String, String> values(TrialRow row) {
    return TABLE.values(row);
  }

  /** Returns what a row is called: its trial, and which of its policies was evaluated how. */
  public static String name(TrialRow row) {
    Map<String, String> values = values(row);
    return String.join(
        " ", row.trial(), values.get("evaluation"), values.get("mode"), "step", values.get("step"));
  }

  /** Returns the columns in which two rows differ, in order. */
  public static List<String> differences(TrialRow row, TrialRow other) {
    Map<String, String> values = values(other);
    return values(row).entrySet().stream()
        .filter(entry -> !entry.getValue().equals(values.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Returns the columns in which two rows differ that another run, of a study of any name, would
   * have the same.
   */
  public static List<String> differingResults(TrialRow row, TrialRow other) {
    return differences(row, other).stream()
        .filter(column -> reproducible(column) && !column.equals(STUDY))
        .toList();
  }

  /**
   * Returns the rows of a file.
   *
   * @throws InvalidInputException with file and line if a column is missing or a value does not
   *     parse
   */
  public static List<TrialRow> read(Path file) {
    return TABLE.read(file);
  }
}
