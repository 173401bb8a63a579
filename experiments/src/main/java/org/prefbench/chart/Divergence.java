package org.prefbench.chart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.Family;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.Training;
import org.prefbench.store.TrialResult.Metric;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Study;

/**
 * How far a trained policy is from its reference, and what it gains.
 *
 * @param task the task
 * @param method the method's label
 * @param run the run
 * @param nats mean KL(pi || pi_ref) per step over the states of held-out pairs, of the state of the
 *     training that was kept
 * @param gain its headline score less that of the reference of the same run
 */
public record Divergence(String task, String method, int run, double nats, double gain) {
  private static final int FEWEST_METHODS = 5;

  /** Returns whether a study compares so many direct methods that this is a question. */
  public static boolean concerns(Study study) {
    return study.methods().stream()
            .map(Study.Method::method)
            .distinct()
            .filter(Divergence::isDirect)
            .count()
        >= FEWEST_METHODS;
  }

  /** Returns whether these are trials of so many methods. */
  public static boolean ofMany(List<Divergence> trials) {
    return trials.stream().map(Divergence::method).distinct().count() >= FEWEST_METHODS;
  }

  private static boolean isDirect(String method) {
    return Algorithms.registered()
        .find(method)
        .filter(factory -> factory.family() == Family.DIRECT)
        .isPresent();
  }

  /**
   * Returns all trials that tell both, in the order of their trainings; none where nothing is
   * compared with a reference.
   */
  public static List<Divergence> of(ReportData data) {
    Optional<ScoreSection> headline = data.table().headline();
    List<String> against = data.table().options().against();
    if (headline.isEmpty() || against.isEmpty()) {
      return List.of();
    }
    Map<String, Double> scores = new HashMap<>();
    for (TrialRow row : data.rows()) {
      if (row.status() == TrialRow.Status.OK
          && row.evaluation() == headline.get().evaluation()
          && row.mode() == headline.get().mode()) {
        scores.put(key(row.task(), row.method(), row.run()), row.score());
      }
    }
    List<Divergence> all = new ArrayList<>();
    for (Training one : data.trainings()) {
      OptionalDouble nats = kept(one);
      Double score = scores.get(key(one.task(), one.method(), one.run()));
      Double reference = scores.get(key(one.task(), against.get(0), one.run()));
      if (nats.isPresent() && score != null && reference != null) {
        all.add(
            new Divergence(
                one.task(), one.method(), one.run(), nats.getAsDouble(), score - reference));
      }
    }
    return all;
  }

  private static String key(String task, String method, int run) {
    return task + "/" + method + "/" + run;
  }

  private static OptionalDouble kept(Training training) {
    List<Metric> step = training.curve("kept-step");
    return step.isEmpty()
        ? OptionalDouble.empty()
        : training.curve("validation-kl").stream()
            .filter(metric -> metric.step() == step.get(step.size() - 1).value())
            .mapToDouble(metric -> Math.max(0, metric.value()))
            .findFirst();
  }
}
