package org.prefbench.claims;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.prefbench.claims.ClaimResult.Counted;
import org.prefbench.comparison.PairedTrials;
import org.prefbench.statistics.Statistics;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Claim;
import org.prefbench.study.Claim.Measure;
import org.prefbench.study.Study;

/**
 * What a claim about means is decided by: independent groups of values, scaled so that the mean of
 * the groups' means is the left side of the claim less {@code times x than}.
 *
 * @param groups {@code [group][run or draw]}; none if there is nothing to decide by
 * @param counted what the values are
 * @param planned how many values there were to be
 * @param tasks the tasks that the means are over
 * @param others the tasks whose difference is taken off
 * @param missing what some tasks lack, in phrases
 */
record ClaimEvidence(
    double[][] groups,
    Counted counted,
    int planned,
    List<String> tasks,
    List<String> others,
    List<String> missing) {

  /** A part of a task's difference: values by run (or draw) that enter it with a factor. */
  private record Part(String group, double factor, Map<Integer, Double> values) {}

  /** The difference on one task, or what it lacks. */
  private record TaskParts(Study.Task task, List<Part> parts, String missing) {
    static TaskParts lacking(Study.Task task, String missing) {
      return new TaskParts(task, List.of(), missing);
    }
  }

  /**
   * Returns what the results of a study hold for or against a claim whose tasks and methods it has.
   *
   * @param partial whether means may be over those tasks alone that have numbers
   */
  static ClaimEvidence of(Claim claim, ClaimData data, boolean partial) {
    boolean draws = claim.test().measure() == Measure.DRAWS;
    Function<Study.Task, TaskParts> parts =
        task ->
            switch (claim.test().measure()) {
              case SCORE -> scores(claim, data, task);
              case DRAWS -> draws(claim, data, task);
              case LABELS -> labels(claim, data, task);
            };
    List<TaskParts> all = data.tasks(claim.tasks()).stream().map(parts).toList();
    List<TaskParts> allOthers = data.tasks(claim.test().moreThanOn()).stream().map(parts).toList();
    List<TaskParts> tasks = present(all);
    List<TaskParts> others = present(allOthers);
    List<String> missing = new ArrayList<>();
    List.of(all, allOthers)
        .forEach(
            side ->
                side.stream()
                    .map(TaskParts::missing)
                    .filter(text -> !text.isEmpty())
                    .forEach(missing::add));
    boolean enough =
        partial
            ? !tasks.isEmpty() && (allOthers.isEmpty() || !others.isEmpty())
            : missing.isEmpty();
    boolean byDraw = draws && data.study().runs() == 1;
    int planned = byDraw ? data.study().probes().samples() : data.study().runs();
    double[][] groups = enough ? groups(tasks, others, missing) : new double[0][];
    return new ClaimEvidence(
        groups,
        byDraw ? Counted.DRAWS : Counted.RUNS,
        planned * groups.length,
        labels(tasks),
        labels(others),
        missing);
  }

  private static List<TaskParts> present(List<TaskParts> tasks) {
    return tasks.stream().filter(task -> task.missing().isEmpty()).toList();
  }

  private static List<String> labels(List<TaskParts> tasks) {
    return tasks.stream().map(task -> task.task().label()).toList();
  }

  private static TaskParts scores(Claim claim, ClaimData data, Study.Task task) {
    List<Map<Integer, TrialRow>> trials = new ArrayList<>();
    for (String label : claim.methods()) {
      Map<Integer, TrialRow> own = data.trials(task.label(), label);
      if (own.isEmpty()) {
        return TaskParts.lacking(task, "no score of " + label + " on " + task.label());
      }
      trials.add(own);
    }
    Map<Integer, Double> values = new TreeMap<>();
    Optional<Map<Integer, TrialRow>> best =
        trials.stream().skip(1).max(Comparator.comparingDouble(ClaimEvidence::mean));
    if (best.isEmpty()) {
      trials.get(0).forEach((run, row) -> values.put(run, row.score()));
    } else {
      for (PairedTrials pair : PairedTrials.of(trials.get(0), best.get())) {
        values.put(pair.run(), pair.first().score() - claim.test().times() * pair.second().score());
      }
    }
    if (values.isEmpty()) {
      return TaskParts.lacking(
          task, "no run of " + methods(claim) + " from the same inputs on " + task.label());
    }
    return new TaskParts(task, List.of(new Part(task.dataset(), 1, values)), "");
  }

  private static TaskParts labels(Claim claim, ClaimData data, Study.Task task) {
    List<Map<Integer, Double>> sides =
        claim.methods().stream().map(label -> data.labelAccuracies(task.label(), label)).toList();
    Map<Integer, Double> values = differences(claim, sides);
    return values.isEmpty()
        ? TaskParts.lacking(
            task,
            "no run with held-out labels predicted by " + methods(claim) + " on " + task.label())
        : new TaskParts(task, List.of(new Part(task.dataset(), 1, values)), "");
  }

  /** Returns the first side less the others, in the runs that all have. */
  private static Map<Integer, Double> differences(Claim claim, List<Map<Integer, Double>> sides) {
    Map<Integer, Double> values = new TreeMap<>(sides.get(0));
    for (Map<Integer, Double> other : sides.subList(1, sides.size())) {
      values.keySet().retainAll(other.keySet());
      values.replaceAll((run, value) -> value - claim.test().times() * other.get(run));
    }
    return values;
  }

  private static double mean(Map<Integer, TrialRow> trials) {
    return Statistics.mean(trials.values().stream().mapToDouble(TrialRow::score).toArray());
  }

  private static TaskParts draws(Claim claim, ClaimData data, Study.Task task) {
    List<Map<Integer, double[]>> rewards =
        claim.methods().stream().map(label -> data.rewards(task.label(), label)).toList();
    Map<Integer, Double> byRun =
        differences(claim, rewards.stream().map(ClaimEvidence::means).toList());
    if (byRun.isEmpty()) {
      return TaskParts.lacking(
          task, "no run with draws of " + methods(claim) + " on " + task.label());
    }
    if (data.study().runs() > 1) {
      return new TaskParts(task, List.of(new Part(task.dataset(), 1, byRun)), "");
    }
    List<Part> byDraw = new ArrayList<>();
    for (int side = 0; side < rewards.size(); side++) {
      double factor = side == 0 ? 1 : -claim.test().times();
      for (int run : byRun.keySet()) {
        Map<Integer, Double> own = byIndex(rewards.get(side).get(run));
        byDraw.add(new Part(task.label() + " " + claim.methods().get(side), factor, own));
      }
    }
    return new TaskParts(task, byDraw, "");
  }

  private static Map<Integer, Double> means(Map<Integer, double[]> draws) {
    Map<Integer, Double> means = new TreeMap<>();
    draws.forEach((run, values) -> means.put(run, Statistics.mean(values)));
    return means;
  }

  private static Map<Integer, Double> byIndex(double[] values) {
    Map<Integer, Double> map = new TreeMap<>();
    IntStream.range(0, values.length).forEach(index -> map.put(index, values[index]));
    return map;
  }

  private static String methods(Claim claim) {
    return String.join(" and ", claim.methods());
  }

  /** Returns the groups, or none if the tasks of one have no run in common. */
  private static double[][] groups(
      List<TaskParts> tasks, List<TaskParts> others, List<String> missing) {
    Map<String, List<Part>> groups = new LinkedHashMap<>();
    collect(groups, tasks, 1.0 / tasks.size());
    collect(groups, others, -1.0 / others.size());
    double[][] values = new double[groups.size()][];
    int index = 0;
    for (Map.Entry<String, List<Part>> group : groups.entrySet()) {
      Set<Integer> common = new TreeSet<>(group.getValue().get(0).values().keySet());
      group.getValue().forEach(part -> common.retainAll(part.values().keySet()));
      if (common.isEmpty()) {
        missing.add("no run on all tasks of " + group.getKey());
        return new double[0][];
      }
      values[index++] =
          common.stream()
              .mapToDouble(
                  run ->
                      groups.size()
                          * group.getValue().stream()
                              .mapToDouble(part -> part.factor() * part.values().get(run))
                              .sum())
              .toArray();
    }
    return values;
  }

  private static void collect(
      Map<String, List<Part>> groups, List<TaskParts> tasks, double weight) {
    for (TaskParts task : tasks) {
      for (Part part : task.parts()) {
        groups
            .computeIfAbsent(part.group(), any -> new ArrayList<>())
            .add(new Part(part.group(), weight * part.factor(), part.values()));
      }
    }
  }
}
