package org.prefbench.store;

import java.nio.file.Path;
import java.util.List;
import org.prefbench.core.InvalidInputException;

/**
 * {@code trials.csv}: one line per {@link TrialRow}, one column per number, text or choice in it,
 * in snake case. Numbers have all their digits, NaN is {@code NaN}, choices are in lower case.
 */
public final class TrialTable {
  private static final RecordTable<TrialRow> TABLE = new RecordTable<>(TrialRow.class);

  private TrialTable() {}

  /** Returns the names of the columns, in order. */
  public static List<String> columns() {
    return TABLE.columns();
  }

  /** Returns whether a column is the same whenever and wherever a study runs. */
  public static boolean reproducible(String column) {
    return !column.endsWith("_seconds") && !column.endsWith("_bytes");
  }

  /** Replaces {@code file} by the rows. */
  public static void write(Path file, List<TrialRow> rows) {
    TABLE.write(file, rows);
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
