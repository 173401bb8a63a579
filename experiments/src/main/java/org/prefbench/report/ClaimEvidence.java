package org.prefbench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.prefbench.report.ClaimResult.Counted;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Claim;
import org.prefbench.study.Claim.Measure;
import org.prefbench.study.Study;

/** What a claim about means is decided by: numbers, or the lack of them. */
sealed interface ClaimEvidence {
  /**
   * Independent groups of values, scaled so that the mean of the groups' means is the left side of
   * the claim less {@code times x than}.
   *
   * @param groups {@code [group][run or draw]}
   * @param planned how many values there were to be
   */
  record Numbers(double[][] groups, Counted counted, int planned) implements ClaimEvidence {}

  /** Why there are no numbers. */
  record Missing(String what) implements ClaimEvidence {}

  /** Returns what the results of a study, which has the claim's methods, hold for or against it. */
  static ClaimEvidence of(Claim claim, ClaimData data) {
    return claim.test().measure() == Measure.DRAWS ? draws(claim, data) : scores(claim, data);
  }

  /** The contribution of one task: weight times value, by run. */
  record Term(String group, double weight, Map<Integer, Double> values) {}

  private static ClaimEvidence scores(Claim claim, ClaimData data) {
    List<Term> terms = new ArrayList<>();
    for (Weighted task : weighted(claim, data)) {
      List<Map<Integer, TrialRow>> trials = new ArrayList<>();
      for (String label : claim.methods()) {
        Map<Integer, TrialRow> own = data.trials(task.task().label(), label);
        if (own.isEmpty()) {
          return new Missing("no score of " + label + " on " + task.task().label());
        }
        trials.add(own);
      }
      Map<Integer, Double> values = values(claim, trials);
      if (values.isEmpty()) {
        return new Missing(
            Format.text(
                "no run of %s from the same inputs on %s",
                String.join(" and ", claim.methods()), task.task().label()));
      }
      terms.add(new Term(task.task().dataset(), task.weight(), values));
    }
    return numbers(terms, Counted.RUNS, data.study().runs());
  }

  /** A task and its share in the left side. */
  record Weighted(Study.Task task, double weight) {}

  /** Returns the tasks with weights that make means over those of either side of a contrast. */
  private static List<Weighted> weighted(Claim claim, ClaimData data) {
    List<Weighted> weighted = new ArrayList<>();
    List<Study.Task> tasks = data.tasks(claim.tasks());
    List<Study.Task> others = data.tasks(claim.test().moreThanOn());
    tasks.forEach(task -> weighted.add(new Weighted(task, 1.0 / tasks.size())));
    others.forEach(task -> weighted.add(new Weighted(task, -1.0 / others.size())));
    return weighted;
  }

  /**
   * Returns the value of each run: the score of the first method, less that of the best of the
   * others.
   */
  private static Map<Integer, Double> values(Claim claim, List<Map<Integer, TrialRow>> trials) {
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
    return values;
  }

  private static double mean(Map<Integer, TrialRow> trials) {
    return Statistics.mean(trials.values().stream().mapToDouble(TrialRow::score).toArray());
  }

  private static ClaimEvidence numbers(List<Term> terms, Counted counted, int planned) {
    Map<String, List<Term>> groups = new LinkedHashMap<>();
    terms.forEach(term -> groups.computeIfAbsent(term.group(), any -> new ArrayList<>()).add(term));
    double[][] values = new double[groups.size()][];
    int index = 0;
    for (Map.Entry<String, List<Term>> group : groups.entrySet()) {
      Set<Integer> common = new TreeSet<>(group.getValue().get(0).values().keySet());
      group.getValue().forEach(term -> common.retainAll(term.values().keySet()));
      if (common.isEmpty()) {
        return new Missing("no run on all tasks of " + group.getKey());
      }
      values[index++] =
          common.stream()
              .mapToDouble(
                  run ->
                      group.getValue().stream()
                          .mapToDouble(term -> term.weight() * term.values().get(run))
                          .map(value -> value * groups.size())
                          .sum())
              .toArray();
    }
    return new Numbers(values, counted, planned * groups.size());
  }

  private static ClaimEvidence draws(Claim claim, ClaimData data) {
    boolean single = data.study().runs() == 1;
    List<Term> terms = new ArrayList<>();
    for (Weighted task : weighted(claim, data)) {
      List<Map<Integer, double[]>> rewards = new ArrayList<>();
      for (String label : claim.methods()) {
        rewards.add(data.rewards(task.task().label(), label));
      }
      Set<Integer> common = new TreeSet<>(rewards.get(0).keySet());
      rewards.forEach(own -> common.retainAll(own.keySet()));
      if (common.isEmpty()) {
        return new Missing(
            Format.text(
                "no run with draws of %s on %s",
                String.join(" and ", claim.methods()), task.task().label()));
      }
      Map<Integer, Double> means = new TreeMap<>();
      for (int side = 0; side < rewards.size(); side++) {
        double factor = side == 0 ? 1 : -claim.test().times();
        for (int run : common) {
          double[] own = rewards.get(side).get(run);
          means.merge(run, factor * Statistics.mean(own), Double::sum);
          if (single) {
            String group = task.task().label() + " " + claim.methods().get(side);
            terms.add(new Term(group, factor * task.weight(), byIndex(own)));
          }
        }
      }
      if (!single) {
        terms.add(new Term(task.task().dataset(), task.weight(), means));
      }
    }
    return single
        ? numbers(terms, Counted.DRAWS, data.study().probes().samples())
        : numbers(terms, Counted.RUNS, data.study().runs());
  }

  private static Map<Integer, Double> byIndex(double[] values) {
    Map<Integer, Double> map = new TreeMap<>();
    IntStream.range(0, values.length).forEach(index -> map.put(index, values[index]));
    return map;
  }
}
