package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.prefbench.comparison.ScoreRow.Comparison;
import org.prefbench.comparison.ScoreRow.Expense;
import org.prefbench.comparison.ScoreRow.Metric;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.statistics.Bootstrap;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.Statistics;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;

/**
 * One section of a {@link ScoreTable} in the making: the scores of one kind of evaluation, line by
 * line, with their comparisons.
 */
final class SectionComputation {
  private static final Map<Ledger.Entry, ToLongFunction<TrialRow.Costs>> COSTS =
      new EnumMap<>(
          Map.of(
              Ledger.Entry.GRADIENT_STEPS, TrialRow.Costs::gradientSteps,
              Ledger.Entry.SIMULATOR_STEPS, TrialRow.Costs::simulatorSteps,
              Ledger.Entry.LOOK_AHEAD_STEPS, TrialRow.Costs::lookAheadSteps,
              Ledger.Entry.TEACHER_QUERIES, TrialRow.Costs::teacherQueries,
              Ledger.Entry.NETWORK_EVALUATIONS, TrialRow.Costs::networkEvaluations,
              Ledger.Entry.PARAMETERS, TrialRow.Costs::parameters));

  private final List<TrialRow> rows;
  private final ReportOptions options;
  private final Evaluation evaluation;
  private final Mode mode;
  private final Bootstrap bootstrap;

  SectionComputation(List<TrialRow> rows, ReportOptions options, Evaluation evaluation, Mode mode) {
    this.rows = rows;
    this.options = options;
    this.evaluation = evaluation;
    this.mode = mode;
    Seed seed = new Seed(0).child("report").child(evaluation.name()).child(mode.name());
    this.bootstrap = new Bootstrap(options.replicates(), ScoreTable.LEVEL, seed);
  }

  ScoreSection section() {
    List<ScoreRow> lines = new ArrayList<>();
    Set<String> withoutReturns = HeldOut.tasks(rows);
    for (String task : options.tasks()) {
      if (!withoutReturns.contains(task)) {
        addLines(lines, task, List.of(task), metric(task));
      }
    }
    boolean normalized =
        withoutReturns.isEmpty()
            && options.tasks().stream().allMatch(task -> metric(task) == Metric.NORMALIZED_SCORE);
    if (options.tasks().size() > 1 && normalized) {
      addLines(lines, ScoreRow.ALL_TASKS, options.tasks(), Metric.NORMALIZED_SCORE);
    }
    return new ScoreSection(evaluation, mode, lines);
  }

  private void addLines(List<ScoreRow> lines, String name, List<String> tasks, Metric metric) {
    for (String method : options.methods()) {
      if (tasks.stream().anyMatch(task -> evaluated(task, method))) {
        lines.add(line(name, tasks, method, metric));
      }
    }
  }

  /** A method without this mode is left out; one whose trials went wrong is not. */
  private boolean evaluated(String task, String method) {
    List<TrialRow> own =
        rows.stream()
            .filter(row -> row.task().equals(task) && row.method().equals(method))
            .toList();
    return own.stream().anyMatch(this::belongs)
        || own.stream().noneMatch(row -> row.status() == Status.OK);
  }

  /** A method without parameters has one policy, which is both the last and the best. */
  private boolean belongs(TrialRow row) {
    return scored(row, evaluation, mode)
        || evaluation == Evaluation.BEST
            && row.costs().parameters() == 0
            && scored(row, Evaluation.LAST, mode);
  }

  private Metric metric(String task) {
    boolean normalized =
        rows.stream()
            .filter(row -> row.task().equals(task) && belongs(row))
            .allMatch(
                row ->
                    Double.isFinite(row.score()) || !Double.isFinite(row.outcome().returnMean()));
    return normalized ? Metric.NORMALIZED_SCORE : Metric.RETURN;
  }

  private ScoreRow line(String name, List<String> tasks, String method, Metric metric) {
    List<Map<Integer, TrialRow>> trials =
        tasks.stream().map(task -> trials(task, method, metric)).toList();
    double[][] scores = values(trials, metric);
    List<TrialRow> all = trials.stream().flatMap(task -> task.values().stream()).toList();
    boolean exists = trials.stream().noneMatch(Map::isEmpty);
    boolean single = tasks.size() == 1;
    Bootstrap own = bootstrap.child(name).child(method);
    Map<Integer, Double> byRun = new TreeMap<>();
    if (single) {
      trials.get(0).forEach((run, row) -> byRun.put(run, value(row, metric)));
    }
    List<Comparison> comparisons =
        options.against().stream()
            .map(
                other ->
                    other.equals(method)
                        ? Comparison.none(other)
                        : compare(tasks, trials, other, metric, own.child(other)))
            .toList();
    return new ScoreRow(
        name,
        method,
        metric,
        options.runs() * tasks.size(),
        ended(tasks, method, Status.DIVERGED),
        ended(tasks, method, Status.FAILED),
        byRun,
        all.size(),
        exists ? Statistics.meanOfTaskMeans(scores) : Double.NaN,
        exists && single ? Statistics.standardDeviation(scores[0]) : Double.NaN,
        exists ? own.interquartileMean(scores) : Interval.NONE,
        exists && metric == Metric.NORMALIZED_SCORE
            ? Statistics.optimalityGap(scores, ScoreTable.TARGET)
            : Double.NaN,
        comparisons,
        needs(method),
        costs(all),
        expense(all));
  }

  private Comparison compare(
      List<String> tasks,
      List<Map<Integer, TrialRow>> trials,
      String other,
      Metric metric,
      Bootstrap own) {
    List<Map<Integer, TrialRow>> others =
        tasks.stream().map(task -> trials(task, other, metric)).toList();
    boolean exists =
        trials.stream().noneMatch(Map::isEmpty) && others.stream().noneMatch(Map::isEmpty);
    if (!exists) {
      return Comparison.none(other);
    }
    double[][] differences = new double[tasks.size()][];
    for (int task = 0; task < differences.length; task++) {
      differences[task] =
          PairedTrials.differences(
              PairedTrials.of(trials.get(task), others.get(task)), row -> value(row, metric));
    }
    boolean paired = Arrays.stream(differences).noneMatch(d -> d.length == 0);
    return new Comparison(
        other,
        own.probabilityOfImprovement(values(trials, metric), values(others, metric)),
        paired ? Statistics.studentMean(differences, ScoreTable.LEVEL) : Interval.NONE,
        Arrays.stream(differences).mapToInt(d -> d.length).sum());
  }

  /** Returns the scored trials of a method on a task by run. */
  private Map<Integer, TrialRow> trials(String task, String method, Metric metric) {
    Map<Integer, TrialRow> trials = new TreeMap<>();
    for (TrialRow row : rows) {
      if (row.task().equals(task)
          && row.method().equals(method)
          && belongs(row)
          && Double.isFinite(value(row, metric))) {
        trials.put(row.run(), row);
      }
    }
    return trials;
  }

  /** Returns what a metric is of a row. */
  static double value(TrialRow row, Metric metric) {
    return metric == Metric.NORMALIZED_SCORE ? row.score() : row.outcome().returnMean();
  }

  private static double[][] values(List<Map<Integer, TrialRow>> trials, Metric metric) {
    return trials.stream()
        .map(task -> task.values().stream().mapToDouble(row -> value(row, metric)).toArray())
        .toArray(double[][]::new);
  }

  private int ended(List<String> tasks, String method, Status status) {
    return (int)
        rows.stream()
            .filter(row -> tasks.contains(row.task()) && row.method().equals(method))
            .filter(row -> row.status() == status)
            .map(row -> row.task() + " " + row.run())
            .distinct()
            .count();
  }

  private String needs(String method) {
    return rows.stream()
        .filter(row -> row.method().equals(method))
        .map(row -> row.costs().needs())
        .filter(needs -> !needs.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Map<Ledger.Entry, Double> costs(List<TrialRow> trials) {
    List<TrialRow.Costs> all = trials.stream().map(TrialRow::costs).toList();
    Map<Ledger.Entry, Double> costs = new EnumMap<>(Ledger.Entry.class);
    COSTS.forEach(
        (entry, count) ->
            costs.put(entry, all.stream().mapToLong(count).average().orElse(Double.NaN)));
    return costs;
  }

  private static Expense expense(List<TrialRow> trials) {
    List<TrialRow.Resources> all = trials.stream().map(TrialRow::resources).toList();
    return new Expense(
        mean(all, TrialRow.Resources::trainingSeconds),
        mean(all, TrialRow.Resources::evaluationSeconds),
        all.stream().mapToDouble(TrialRow.Resources::peakBytes).min().orElse(Double.NaN));
  }

  private static double mean(
      List<TrialRow.Resources> all, ToDoubleFunction<TrialRow.Resources> seconds) {
    return all.stream().mapToDouble(seconds).average().orElse(Double.NaN);
  }

  /** Returns whether a row has a score of a kind of evaluation. */
  static boolean scored(TrialRow row, Evaluation evaluation, Mode mode) {
    return row.status() == Status.OK && row.evaluation() == evaluation && row.mode() == mode;
  }
}
