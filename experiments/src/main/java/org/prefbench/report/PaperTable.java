package org.prefbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prefbench.comparison.Gains;
import org.prefbench.comparison.MethodPairs;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.InvalidInputException;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.Document;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The table of a paper: mean and standard deviation over runs of each method on each task, and the
 * mean over tasks, of the last policies that act as the headline says.
 */
public final class PaperTable {
  private static final String AVERAGE = "average";

  private final ScoreSection section;
  private final Bold bold;
  private final boolean methodsAsRows;
  private final String title;
  private final List<String> methods;
  private final List<String> tasks = new ArrayList<>();
  private final Map<String, Set<String>> strong = new LinkedHashMap<>(); // methods by task

  /** Which numbers are bold. */
  public enum Bold {
    /** None. */
    NONE,
    /** The highest mean of a task. */
    BEST,
    /** The highest mean, and those that are not shown to be below it. */
    NOT_WORSE
  }

  private PaperTable(ReportData data, Bold bold, boolean methodsAsRows) {
    ScoreTable table = data.table();
    section =
        table
            .headline()
            .orElseThrow(() -> new InvalidInputException("no trial of these results has a score"));
    this.bold = bold;
    this.methodsAsRows = methodsAsRows;
    title = table.options().title();
    methods =
        table.options().methods().stream()
            .filter(method -> section.rows().stream().anyMatch(row -> row.method().equals(method)))
            .toList();
    tasks.addAll(section.tasks());
    MethodPairs pairs = new MethodPairs(data, section);
    tasks.forEach(task -> strong.put(task, strong(pairs, task)));
  }

  /** Returns the table with its caption and notes. */
  public static Document document(ReportData data, Bold bold, boolean methodsAsRows) {
    return new PaperTable(data, bold, methodsAsRows).document();
  }

  /** Returns the numbers, one line for each method and task, as comma-separated values. */
  public static String csv(ReportData data, Bold bold) {
    return new PaperTable(data, bold, false).csv();
  }

  private Set<String> strong(MethodPairs pairs, String task) {
    Set<String> chosen = new LinkedHashSet<>();
    Optional<ScoreRow> best =
        section.of(task).stream()
            .filter(row -> row.complete() && Double.isFinite(row.mean()))
            .max((a, b) -> Double.compare(a.mean(), b.mean()));
    if (bold == Bold.NONE || best.isEmpty()) {
      return chosen;
    }
    String top = best.get().method();
    chosen.add(top);
    if (bold == Bold.NOT_WORSE) {
      List<String> parts =
          task.equals(ScoreRow.ALL_TASKS) ? Gains.normalizedTasks(section) : List.of(task);
      for (ScoreRow row : section.of(task)) {
        Interval difference = pairs.difference(parts, row.method(), top);
        if (row.complete() && difference.high() >= 0) { // false where nothing is paired
          chosen.add(row.method());
        }
      }
    }
    return chosen;
  }

  private Document document() {
    int digits = Math.min(1, ScoreRow.digits(section.rows()));
    List<String> lines = methodsAsRows ? methods : tasks;
    List<String> across = methodsAsRows ? tasks : methods;
    List<String> columns = new ArrayList<>();
    columns.add(methodsAsRows ? "method" : "task");
    across.forEach(name -> columns.add(name(name)));
    List<List<String>> rows = new ArrayList<>();
    Set<Block.Cell> cells = new LinkedHashSet<>();
    for (String line : lines) {
      List<String> row = new ArrayList<>(List.of(name(line)));
      for (String column : across) {
        String task = methodsAsRows ? column : line;
        String method = methodsAsRows ? line : column;
        if (strong.get(task).contains(method)) {
          cells.add(new Block.Cell(rows.size(), row.size()));
        }
        row.add(section.of(task, method).map(each -> text(each, digits)).orElse(Format.NONE));
      }
      rows.add(row);
    }
    return new Document(
        List.of(
            new Block.Heading(1, title),
            new Block.Text(section.title() + ", mean ± standard deviation over runs."),
            new Block.Table(columns, rows, cells),
            new Block.Notes(notes())));
  }

  private static String name(String name) {
    return name.equals(ScoreRow.ALL_TASKS) ? AVERAGE : name;
  }

  private static String text(ScoreRow row, int digits) {
    String incomplete = row.complete() ? "" : " (" + row.scored() + "/" + row.runs() + ")";
    return Format.spread(row.mean(), row.standardDeviation(), digits) + incomplete;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    switch (bold) {
      case NONE -> {}
      case BEST -> notes.add("Bold: the highest mean, of methods all of whose runs have a score.");
      case NOT_WORSE ->
          notes.add(
              "Bold: the highest mean, and every method whose difference to it, paired by run, has"
                  + " a 95 % interval (Student's) that reaches zero; of methods all of whose runs"
                  + " have a score.");
    }
    notes.add(Marks.ONE_BEHAVIOR);
    return notes;
  }

  private String csv() {
    List<ScoreRow> rows = section.rows();
    return FullTables.csv(
        Table.create(
            "paper",
            StringColumn.create("task", rows.stream().map(row -> name(row.task()))),
            StringColumn.create("method", rows.stream().map(ScoreRow::method)),
            StringColumn.create("metric", rows.stream().map(row -> row.metric().text())),
            IntColumn.create("runs", rows.stream().mapToInt(ScoreRow::runs).toArray()),
            IntColumn.create("scored_runs", rows.stream().mapToInt(ScoreRow::scored).toArray()),
            DoubleColumn.create("mean", rows.stream().mapToDouble(ScoreRow::mean).toArray()),
            DoubleColumn.create(
                "standard_deviation",
                rows.stream().mapToDouble(ScoreRow::standardDeviation).toArray()),
            BooleanColumn.create(
                "bold",
                rows.stream().map(row -> strong.get(row.task()).contains(row.method())).toList())));
  }
}
