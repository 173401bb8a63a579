package org.prefbench.results;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.prefbench.report.StudyReport;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Rows of results as a Tablesaw table: a line for each evaluation of each trial, the columns of
 * {@code trials.csv} with their types, and the folder that a line is from.
 *
 * <p>A number that there is none of (NaN) is missing to Tablesaw, whose summaries leave it out: the
 * mean score of a method whose training failed on the hard tasks is that of the easy ones. So ask
 * {@code countMissing} before you summarize; tables, charts and intervals of PrefBench do not come
 * from Tablesaw's statistics, and show such a row as incomplete.
 */
public final class Results {
  /** The column of the folders. */
  public static final String FOLDER = "folder";

  private Results() {}

  /**
   * Returns the rows of the results in folders, those that reports choose by validation loss
   * included.
   *
   * @throws org.prefbench.core.InvalidInputException if a folder holds no results or damaged ones
   */
  public static Table load(String... folders) {
    List<TrialRow> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String folder : folders) {
      for (TrialRow row : StudyReport.rows(new ResultStore(Path.of(folder)))) {
        rows.add(row);
        names.add(folder);
      }
    }
    return table(rows).addColumns(StringColumn.create(FOLDER, names));
  }

  /** Returns rows as a table, without a column of folders. */
  static Table table(List<TrialRow> rows) {
    List<Map<String, String>> values = rows.stream().map(TrialTable::values).toList();
    Table table = Table.create("results");
    TrialTable.types().forEach((name, type) -> table.addColumns(column(name, type, values)));
    return table;
  }

  private static Column<?> column(String name, Class<?> type, List<Map<String, String>> rows) {
    List<String> texts = rows.stream().map(row -> row.get(name)).toList();
    if (type == int.class) {
      return IntColumn.create(name, texts.stream().mapToInt(Integer::parseInt).toArray());
    } else if (type == long.class) {
      return LongColumn.create(name, texts.stream().mapToLong(Long::parseLong).toArray());
    } else if (type == double.class) {
      return DoubleColumn.create(name, texts.stream().mapToDouble(Double::parseDouble).toArray());
    }
    return StringColumn.create(name, texts);
  }
}
