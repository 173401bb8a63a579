package org.prefbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.store.TrialRow.Mode;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The reference policy beside the data that it was cloned from: whether a low score of it, and of
 * all that start from it, comes from the data or from the cloning.
 */
final class ReferenceTable {
  private static final int DIGITS = 1; // as D4RL prints normalised scores

  private ReferenceTable() {}

  /** Scores of one task by run; those of the reference may lack runs. */
  private record Line(
      String task,
      Map<Integer, Double> data,
      Map<Integer, Double> sampled,
      Map<Integer, Double> deterministic) {

    /** What the reference has more than its data, run by run. */
    static double[] differences(Map<Integer, Double> reference, Map<Integer, Double> data) {
      return reference.entrySet().stream()
          .filter(score -> data.containsKey(score.getKey()))
          .mapToDouble(score -> score.getValue() - data.get(score.getKey()))
          .toArray();
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
    List<List<String>> columns = new ArrayList<>();
    List<String> headings = new ArrayList<>(List.of("normalised score", "data"));
    columns.add(lines.stream().map(Line::task).toList());
    columns.add(lines.stream().map(line -> spread(line.data())).toList());
    if (published) {
      headings.add("D4RL's data");
      columns.add(
          lines.stream()
              .map(line -> Optional.ofNullable(d4rl.get(line.task())))
              .map(theirs -> theirs.map(ReferenceTable::text).orElse(Format.NONE))
              .toList());
    }
    for (Mode mode : Mode.values()) {
      if (lines.stream().anyMatch(line -> !scores(line, mode).isEmpty())) {
        String name = reference.get() + ", " + Tables.lower(mode);
        headings.addAll(List.of(name, Tables.lower(mode) + " - data [95 %]"));
        columns.add(lines.stream().map(line -> spread(scores(line, mode))).toList());
        columns.add(
            lines.stream()
                .map(line -> Line.differences(scores(line, mode), line.data()))
                .map(differences -> Format.difference(mean(differences), DIGITS))
                .toList());
      }
    }
    Table table = Table.create("reference");
    for (int i = 0; i < columns.size(); i++) {
      table.addColumns(StringColumn.create(headings.get(i), columns.get(i)));
    }
    return Optional.of(
        new NotedTable("The reference beside its data", table, notes(lines, published)));
  }

  private static List<Line> lines(ReportData data, String reference) {
    Map<String, Map<Integer, Double>> levels = new LinkedHashMap<>();
    for (DataLevel level : data.levels()) {
      levels
          .computeIfAbsent(level.task(), task -> new LinkedHashMap<>())
          .put(level.run(), level.score());
    }
    Optional<ScoreSection> sampled = Tables.last(data.table(), Mode.SAMPLED);
    Optional<ScoreSection> deterministic = Tables.last(data.table(), Mode.DETERMINISTIC);
    return levels.entrySet().stream()
        .map(
            level ->
                new Line(
                    level.getKey(),
                    level.getValue(),
                    scores(sampled, level.getKey(), reference),
                    scores(deterministic, level.getKey(), reference)))
        .filter(line -> !line.sampled().isEmpty() || !line.deterministic().isEmpty())
        .toList();
  }

  private static Map<Integer, Double> scores(
      Optional<ScoreSection> section, String task, String reference) {
    return section
        .flatMap(found -> found.of(task, reference))
        .filter(row -> row.metric() == ScoreRow.Metric.NORMALIZED_SCORE)
        .map(ScoreRow::scores)
        .orElse(Map.of());
  }

  private static Map<Integer, Double> scores(Line line, Mode mode) {
    return mode == Mode.SAMPLED ? line.sampled() : line.deterministic();
  }

  private static Interval mean(double[] differences) {
    return differences.length == 0
        ? Interval.NONE
        : Statistics.studentMean(new double[][] {differences}, ScoreTable.LEVEL);
  }

  private static String spread(Map<Integer, Double> scores) {
    double[] values = scores.values().stream().mapToDouble(Double::doubleValue).toArray();
    if (values.length == 0) {
      return Format.NONE;
    }
    String mean = Format.fixed(Statistics.mean(values), DIGITS);
    return values.length == 1
        ? mean
        : mean + " ± " + Format.fixed(Statistics.standardDeviation(values), DIGITS);
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
      long all = lines.stream().filter(line -> !scores(line, mode).isEmpty()).count();
      long below =
          lines.stream()
              .map(line -> mean(Line.differences(scores(line, mode), line.data())))
              .filter(difference -> difference.excludes(0) && difference.estimate() < 0)
              .count();
      if (all > 0) {
        notes.add(
            Format.text(
                "With %s actions the reference is shown to stay below its data on %d of %d.",
                Tables.lower(mode), below, all));
      }
    }
    if (published) {
      notes.add("D4RL's data: recalled, not looked up; those with a question mark are not sure.");
    }
    return notes;
  }
}
