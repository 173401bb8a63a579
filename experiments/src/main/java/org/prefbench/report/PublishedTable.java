package org.prefbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.prefbench.comparison.ChosenRow;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.Parameters;
import org.prefbench.published.PublishedScores;
import org.prefbench.published.PublishedScores.Entry;
import org.prefbench.published.PublishedScores.Quoted;
import org.prefbench.report.document.NotedTable;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.study.Reporting;

/**
 * The numbers of a paper and, in the columns to the right of each of its methods, those of the
 * headline section and of the same policies acting in the other mode, as papers seldom say how they
 * act: dataset by dataset, then average by average, as the paper has them. An average is there if
 * the study has all datasets that the paper averages over.
 */
final class PublishedTable {
  private static final int DIGITS = 2; // as the papers print normalised scores

  /** Mean and standard deviation of a method here; NaN where there is none. */
  private record Cell(double mean, double standardDeviation, boolean complete) {}

  private PublishedTable() {}

  /** Returns the comparison that the options ask for, if any of its datasets has a score. */
  static Optional<NotedTable> of(ScoreTable scores) {
    Reporting.Published published = scores.options().extras().published();
    if (published.table().isEmpty() || scores.sections().isEmpty()) {
      return Optional.empty();
    }
    PublishedScores.check(published);
    PublishedScores theirs = PublishedScores.named(published.table());
    ScoreSection section = scores.sections().get(0);
    List<String> rows =
        theirs.datasets().stream().filter(dataset -> shown(theirs, dataset, section)).toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<ScoreSection> modes = modes(scores.sections());
    TextTable<String> table =
        new TextTable<>(rows).column("normalised score", PublishedTable::name);
    for (Map.Entry<String, String> pair : published.beside().entrySet()) {
      String label = pair.getValue();
      table.column(
          pair.getKey() + " (paper)",
          row -> theirs.find(row, pair.getKey()).map(PublishedTable::text).orElse(Format.NONE));
      for (ScoreSection mode : modes) {
        table.column(
            label + (modes.size() == 1 ? " (here)" : " (" + Parameters.word(mode.mode()) + ")"),
            row -> text(ours(theirs, row, label, mode, scores.options())));
      }
    }
    return Optional.of(
        new NotedTable(
            "Beside the paper: " + theirs.title(), table.table(), notes(modes, scores.options())));
  }

  /** Returns the headline section and, if it is there, that of the same policies' other mode. */
  private static List<ScoreSection> modes(List<ScoreSection> sections) {
    return sections.stream()
        .filter(section -> section.evaluation() == sections.get(0).evaluation())
        .toList();
  }

  private static boolean shown(PublishedScores theirs, String dataset, ScoreSection section) {
    List<String> members = members(theirs, dataset);
    return !members.isEmpty()
        && members.stream()
            .allMatch(
                task ->
                    section.of(task).stream()
                        .anyMatch(row -> row.metric() == ScoreRow.Metric.NORMALIZED_SCORE));
  }

  /** Returns the datasets that a row is about: itself, or those that it averages over. */
  private static List<String> members(PublishedScores theirs, String dataset) {
    Entry row =
        theirs.entries().stream()
            .filter(e -> e.dataset().equals(dataset))
            .findFirst()
            .orElseThrow();
    return theirs.entries().stream()
        .filter(entry -> !entry.average())
        .map(Entry::dataset)
        .distinct()
        .filter(row::covers)
        .toList();
  }

  private static String name(String row) {
    return row.contains("*") ? "average of " + row : row;
  }

  private static Cell ours(
      PublishedScores theirs,
      String row,
      String label,
      ScoreSection section,
      ReportOptions options) {
    List<Cell> cells = new ArrayList<>();
    for (String task : members(theirs, row)) {
      cells.add(cell(section, task, label, options));
    }
    return new Cell(
        cells.stream().mapToDouble(Cell::mean).sum() / cells.size(),
        row.contains("*") ? Double.NaN : cells.get(0).standardDeviation(),
        cells.stream().allMatch(Cell::complete));
  }

  private static Cell cell(ScoreSection section, String task, String label, ReportOptions options) {
    Optional<Cell> method =
        section
            .of(task, label)
            .map(row -> new Cell(row.mean(), row.standardDeviation(), row.complete()));
    return method
        .or(
            () ->
                ChosenRow.of(section, task, options).stream()
                    .filter(row -> row.label().equals(label))
                    .findFirst()
                    .map(
                        row ->
                            new Cell(
                                row.mean(), row.standardDeviation(), row.scored() == row.runs())))
        .orElse(new Cell(Double.NaN, Double.NaN, true));
  }

  private static String text(Cell cell) {
    if (!Double.isFinite(cell.mean())) {
      return Format.NONE;
    }
    return Format.spread(cell.mean(), cell.standardDeviation(), DIGITS)
        + (cell.complete() ? "" : " !");
  }

  private static String text(Entry entry) {
    double deviation = entry.standardDeviation().map(Quoted::value).orElse(Double.NaN);
    boolean doubtfulSpread = entry.standardDeviation().filter(Quoted::unverified).isPresent();
    String mark =
        entry.mean().unverified() ? " unverified" : doubtfulSpread ? " (± unverified)" : "";
    return Format.spread(entry.mean().value(), deviation, DIGITS) + mark;
  }

  private static List<String> notes(List<ScoreSection> modes, ReportOptions options) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "unverified: recalled from memory and seen in no source; (± unverified): the mean was seen"
            + " in the paper or on a page that quotes it, the deviation was not.");
    notes.add(
        "paper: mean ± standard deviation over 5 seeds. here: mean ± sample standard deviation over "
            + options.runs()
            + " runs, "
            + modes.stream().map(ScoreSection::title).collect(Collectors.joining(" or "))
            + "; ! marks runs without a score. The paper's data are D4RL's; here they were"
            + " collected by other policies of like level in another simulator, so a difference"
            + " between the columns says little, the order of the methods more.");
    return notes;
  }
}
