package org.prefbench.report;

import java.util.Arrays;
import java.util.List;
import org.prefbench.core.Checks;

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
