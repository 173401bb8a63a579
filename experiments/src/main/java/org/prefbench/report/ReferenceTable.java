package org.prefbench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.comparison.DataLevel;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.Parameters;
import org.prefbench.published.PublishedDataset;
import org.prefbench.report.document.NotedTable;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.Statistics;
import org.prefbench.study.Protocol.Mode;

/**
 * The reference policy beside the data that it was cloned from: whether a low score of it, and of
 * all that start from it, comes from the data or from the cloning.
 */
final class ReferenceTable {
  private static final int DIGITS = 1; // as D4RL prints normalised scores

  private ReferenceTable() {}

  /** Scores of one task by run; those of the reference may lack runs. */
  private record Line(
      String task, Map<Integer, Double> data, Map<Mode, Map<Integer, Double>> reference) {

    boolean has(Mode mode) {
      return !reference.get(mode).isEmpty();
    }

    /** What the reference has more than its data, run by run. */
    Interval difference(Mode mode) {
      double[] differences =
          reference.get(mode).entrySet().stream()
              .filter(score -> data.containsKey(score.getKey()))
              .mapToDouble(score -> score.getValue() - data.get(score.getKey()))
              .toArray();
      return Statistics.studentMean(differences, ScoreTable.LEVEL);
    }
  }

  /** Returns the comparison of the last policies, unless no task has data of a known level. */
  static Optional<NotedTable> of(ReportData data) {
    Optional<String> reference = data.table().options().against().stream().findFirst();
    List<Line> lines = reference.map(name -> lines(data, name)).orElse(List.of());
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Map<String, PublishedDataset> d4rl = PublishedDataset.d4rl();
    boolean published = lines.stream().anyMatch(line -> d4rl.containsKey(line.task()));
    TextTable<Line> table =
        new TextTable<>(lines)
            .column("normalised score", Line::task)
            .column("data", line -> spread(line.data()));
    if (published) {
      table.column(
          "D4RL's data",
          line ->
              Optional.ofNullable(d4rl.get(line.task()))
                  .map(ReferenceTable::text)
                  .orElse(Format.NONE));
    }
    for (Mode mode : Mode.values()) {
      if (lines.stream().anyMatch(line -> line.has(mode))) {
        String acting = Parameters.word(mode);
        table
            .column(reference.get() + ", " + acting, line -> spread(line.reference().get(mode)))
            .column(
                acting + " - data [95 %]",
                line -> Format.difference(line.difference(mode), DIGITS));
      }
    }
    return Optional.of(
        new NotedTable("The reference beside its data", table.table(), notes(lines, published)));
  }

  private static List<Line> lines(ReportData data, String reference) {
    Map<String, Map<Integer, Double>> levels = new LinkedHashMap<>();
    for (DataLevel level : data.levels()) {
      levels
          .computeIfAbsent(level.task(), task -> new LinkedHashMap<>())
          .put(level.run(), level.score());
    }
    List<Line> lines = new ArrayList<>();
    levels.forEach(
        (task, level) -> {
          Map<Mode, Map<Integer, Double>> scores = new EnumMap<>(Mode.class);
          for (Mode mode : Mode.values()) {
            scores.put(mode, scores(data.table().last(mode), task, reference));
          }
          lines.add(new Line(task, level, scores));
        });
    lines.removeIf(line -> Arrays.stream(Mode.values()).noneMatch(line::has));
    return lines;
  }

  private static Map<Integer, Double> scores(
      Optional<ScoreSection> section, String task, String reference) {
    return section
        .flatMap(found -> found.of(task, reference))
        .filter(row -> row.metric() == ScoreRow.Metric.NORMALIZED_SCORE)
        .map(ScoreRow::scores)
        .orElse(Map.of());
  }

  private static String spread(Map<Integer, Double> scores) {
    double[] values = scores.values().stream().mapToDouble(Double::doubleValue).toArray();
    return values.length == 0
        ? Format.NONE
        : Format.spread(Statistics.mean(values), Statistics.standardDeviation(values), DIGITS);
  }

  private static String text(PublishedDataset theirs) {
    String score = Format.fixed(theirs.score(), DIGITS);
    return theirs.source() == PublishedDataset.Source.UNCERTAIN ? score + " ?" : score;
  }

  private static List<String> notes(List<Line> lines, boolean published) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "data: normalised score of the mean return of the episodes that a run's data hold, as mean"
            + " ± sample standard deviation over runs. The reference is cloned from these alone, so"
            + " their level is what it aims at; * marks a mean difference within runs whose"
            + " interval excludes zero.");
    for (Mode mode : Mode.values()) {
      long all = lines.stream().filter(line -> line.has(mode)).count();
      long below =
          lines.stream()
              .map(line -> line.difference(mode))
              .filter(difference -> difference.excludes(0) && difference.estimate() < 0)
              .count();
      if (all > 0) {
        notes.add(
            Format.text(
                "With %s actions the reference is shown to stay below its data on %d of %d.",
                Parameters.word(mode), below, all));
      }
    }
    if (published) {
      notes.add("D4RL's data: recalled, not looked up; those with a question mark are not sure.");
    }
    return notes;
  }
}
