package org.prefbench.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Monitor;
import org.prefbench.core.FloatMatrix;
import org.prefbench.dataset.Segment;
import org.prefbench.policy.DensityPolicy;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferencePair;

/**
 * Whether a direct method learns from labels what they say. Slips of sign, of padding and of order
 * train as smoothly as what is right, so they are looked for by trainings that must agree or must
 * not. Each is on all pairs at once, to the end, with large steps and deviations left alone, as far
 * as the method has such settings.
 */
final class LabelRules {
  /** Rounding may move a policy by this share of what training moves it by. */
  private static final double SHARE = 0.05;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "keep", "last",
          "validation-share", "0",
          "batch-size", "64",
          "learning-rate", "0.01",
          "preference-learning-rate", "0.01", // of a model of the pairs that comes first
          "warm-up", "0",
          "iterations", "1", // later ones ask the teacher, who goes by no label of a rule
          "train-std", "false",
          "reward-steps", "300"); // what is learned from the labels first must have learned them

  private LabelRules() {}

  /** Returns whether a rule of this page is about the method at all. */
  static boolean concerns(Candidate candidate) {
    return candidate.factory().family() == Family.DIRECT;
  }

  /** The winners become likelier against the losers, and with swapped labels the losers do. */
  static Finding swapped(Candidate candidate) {
    Candidate method = candidate.with(SETTINGS);
    Problem problem = Problem.pendulum();
    Policy policy = train(method, pairs -> pairs);
    Policy other =
        train(
            method, Problem.each((i, pair) -> DataRules.labelled(pair, pair.label().exchanged())));
    if (!(policy instanceof DensityPolicy right) || !(other instanceof DensityPolicy wrong)) {
      return Rule.SWAPPED_LABELS.finding(true, "the policy has no density to tell by");
    }
    double margin = margin(problem, right);
    double opposite = margin(problem, wrong);
    return Rule.SWAPPED_LABELS.finding(
        margin > 0 && opposite < 0,
        String.format(
            Locale.ROOT,
            "log-ratio of winners less that of losers %.3g, with swapped labels %.3g",
            margin,
            opposite));
  }

  private static double margin(Problem problem, DensityPolicy policy) {
    return problem.preferences().decided().stream()
        .mapToDouble(
            pair ->
                logRatio(problem, policy, pair.preferred())
                    - logRatio(problem, policy, pair.rejected()))
        .average()
        .orElse(0);
  }

  private static double logRatio(Problem problem, DensityPolicy policy, Segment segment) {
    FloatMatrix before = segment.observations().slice(0, segment.length());
    double[] now = policy.logProbabilities(before, segment.actions());
    double[] start = problem.reference().logProbabilities(before, segment.actions());
    return IntStream.range(0, now.length).mapToDouble(t -> now[t] - start[t]).sum();
  }

  /** Which segment of a pair stands first says nothing. */
  static Finding exchanged(Candidate candidate) {
    return same(
        Rule.EXCHANGED_SIDES,
        candidate.with(SETTINGS),
        Problem.each(
            (i, pair) ->
                new PreferencePair(
                    pair.second(), pair.first(), pair.label().exchanged(), pair.annotator())));
  }

  /** Neither does the order of pairs, where all are in one batch. */
  static Finding reordered(Candidate candidate) {
    return same(
        Rule.REORDERED_PAIRS,
        candidate.with(SETTINGS),
        pairs -> {
          List<PreferencePair> turned = new ArrayList<>(pairs);
          Collections.reverse(turned);
          return turned;
        });
  }

  /** A mean over the steps of a segment is that over the segment twice. */
  static Finding doubled(Candidate candidate) {
    Optional<Candidate> mean = candidate.having("normalise", "mean");
    if (mean.isEmpty()) {
      return Rule.DOUBLED_SEGMENTS.finding(true, "no setting normalise: mean");
    }
    return same(
        Rule.DOUBLED_SEGMENTS,
        mean.get().with(SETTINGS),
        Problem.each(
            (i, pair) ->
                new PreferencePair(
                    twice(pair.first()), twice(pair.second()), pair.label(), pair.annotator())));
  }

  private static Segment twice(Segment segment) {
    int length = segment.length();
    return new Segment(
        FloatMatrix.stack(List.of(segment.observations().slice(0, length), segment.observations())),
        FloatMatrix.stack(List.of(segment.actions(), segment.actions())),
        FloatMatrix.stack(List.of(segment.rewards(), segment.rewards())),
        segment.end(),
        Optional.empty());
  }

  /** Two trainings must move the policy alike. */
  private static Finding same(
      Rule rule, Candidate method, UnaryOperator<List<PreferencePair>> change) {
    Problem problem = Problem.pendulum();
    Candidate.Training training =
        method.train(problem, method.grants(), Candidate.SEED, Monitor.SILENT);
    List<FloatMatrix> start = training.act(problem.reference().deterministic(), 3, 0);
    List<FloatMatrix> one = training.act(training.policy().deterministic(), 3, 0);
    List<FloatMatrix> other = training.act(train(method, change).deterministic(), 3, 0);
    double moved = distance(start, one);
    double apart = distance(one, other);
    return rule.finding(
        apart <= SHARE * moved,
        String.format(Locale.ROOT, "actions %.3g apart, %.3g from the reference's", apart, moved));
  }

  private static Policy train(Candidate method, UnaryOperator<List<PreferencePair>> change) {
    return method
        .train(Problem.pendulum().with(change), method.grants(), Candidate.SEED, Monitor.SILENT)
        .policy();
  }

  private static double distance(List<FloatMatrix> first, List<FloatMatrix> second) {
    double largest = 0;
    for (int t = 0; t < first.size(); t++) {
      for (int i = 0; i < first.get(t).values().length; i++) {
        largest = Math.max(largest, Math.abs(first.get(t).values()[i] - second.get(t).values()[i]));
      }
    }
    return largest;
  }
}
