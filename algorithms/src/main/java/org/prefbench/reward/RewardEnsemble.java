package org.prefbench.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/**
 * Several Bradley-Terry rewards of the same labels, each by itself: what {@link RewardModel} takes
 * the mean of. They differ in their initial weights, their batches and the pairs that they hold
 * out, so that what they disagree in is what the labels leave open. Immutable.
 */
public final class RewardEnsemble {
  private final List<RewardModel> members;

  private RewardEnsemble(List<RewardModel> members) {
    this.members = members;
  }

  /** How the rewards are learned; the rest is B-Pref's (Lee et al. 2021, arXiv 2111.03026). */
  public record Setting(
      @Help("rewards, each learned by itself, >= 1") int members,
      @Help("units per hidden layer of a reward network, >= 1; B-Pref: 256") int hiddenSize,
      @Help("hidden layers of a reward network, >= 0; B-Pref: 3") int hiddenLayers,
      @Help("gradient steps of each reward on 128 pairs, >= 1") int steps) {
    /** Validates. */
    public Setting {
      Checks.atLeast("members", members, 1);
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 0);
      Checks.atLeast("steps", steps, 1);
    }

    /** Returns B-Pref's networks, so many of them. */
    public static Setting of(int members) {
      return new Setting(members, 256, 3, 1_000);
    }

    /** Returns how one of them is learned; the best state on the held-out pairs is kept. */
    private RewardModel.Setting one(double validationShare) {
      Fitting fitting =
          Fitting.of(3e-4, Schedule.CONSTANT, 128, steps, validationShare)
              .keeping(Fitting.Keep.BEST);
      return new RewardModel.Setting(
          1, hiddenSize, hiddenLayers, true, RewardModel.Constant.ZERO_MEAN, fitting);
    }
  }

  /**
   * Returns the rewards learned from {@code preferences}; draws from {@code
   * context.seed().child("rewards")}.
   *
   * @param validationShare the share of the pairs held out by each, in [0, 0.5]
   * @throws org.prefbench.core.InvalidInputException if every pair was skipped
   * @throws org.prefbench.algorithm.DivergedException if a loss stops being finite
   */
  public static RewardEnsemble fit(
      PreferenceDataset preferences,
      Setting setting,
      double validationShare,
      TrainingContext context) {
    Seed seed = context.seed().child("rewards");
    List<RewardModel> members = new ArrayList<>();
    for (int m = 0; m < setting.members; m++) {
      TrainingContext own =
          new TrainingContext(
              seed.child(m), context.ledger(), context.monitor().part("member-" + (m + 1) + "-"));
      members.add(RewardModel.fit(preferences, setting.one(validationShare), own));
    }
    return new RewardEnsemble(members);
  }

  /**
   * Returns the sum of rewards of first and second of pair after pair by every member, {@code
   * [members, 2 pairs]}.
   */
  public FloatMatrix sums(List<PreferencePair> pairs) {
    List<Segment> segments =
        pairs.stream().flatMap(pair -> Stream.of(pair.first(), pair.second())).toList();
    FloatMatrix sums = new FloatMatrix(members.size(), segments.size());
    for (int m = 0; m < members.size(); m++) {
      for (int i = 0; i < segments.size(); i++) {
        double sum = Arrays.stream(members.get(m).rewards(segments.get(i))).sum();
        sums.set(m, i, (float) sum);
      }
    }
    return sums;
  }

  /**
   * Returns how much the first of each pair has more than the second, {@code [any, pairs]}.
   *
   * @param values of first and second of pair after pair, {@code [any, 2 pairs]}
   */
  public static FloatMatrix gaps(FloatMatrix values) {
    FloatMatrix gaps = new FloatMatrix(values.rows(), values.columns() / 2);
    for (int m = 0; m < gaps.rows(); m++) {
      for (int i = 0; i < gaps.columns(); i++) {
        gaps.set(m, i, values.get(m, 2 * i) - values.get(m, 2 * i + 1));
      }
    }
    return gaps;
  }

  /**
   * Returns the probability with which each of some values beats another of them by Bradley and
   * Terry, {@code 1 / (n - 1) sum_{j != i} sigmoid(value_i - value_j)}, {@code [n]}: the calibrated
   * reward of Lee et al. 2025 (arXiv 2502.02588).
   *
   * @param values at least two
   */
  public static double[] winRates(float... values) {
    return IntStream.range(0, values.length)
        .mapToDouble(
            i -> {
              double sum = -0.5; // against itself
              for (float other : values) {
                sum += 1 / (1 + StrictMath.exp(other - values[i]));
              }
              return sum / (values.length - 1);
            })
        .toArray();
  }
}
