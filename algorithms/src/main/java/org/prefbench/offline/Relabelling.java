package org.prefbench.offline;

import java.util.Arrays;
import java.util.function.Function;
import org.prefbench.core.Help;
import org.prefbench.dataset.Segment;

/**
 * The unit and the zero of rewards before they are learned from. Pairs of equal length leave both
 * open in a learned reward, and neither is without effect: the unit moves against the temperature
 * of a learner, and the zero tells what it is worth to go on where a task can end early, so that
 * hopping is paid or punished as such.
 */
public record Relabelling(
    @Help(
            "unit of the rewards: as-given, or return-range, which makes the range of the logged"
                + " episodes' returns 1000 (IQL on locomotion)")
        Scale rewardScale,
    @Help(
            "zero of the rewards: none (as given), zero-mean over the logged steps, min-zero, which"
                + " makes the smallest logged reward 0, or plus-half, which adds 0.5 in their unit"
                + " (Preference Transformer's code on locomotion)")
        Shift rewardShift) {

  /** The unit. */
  public enum Scale {
    /** It stays. */
    AS_GIVEN,
    /**
     * The largest less the smallest return of the logged episodes is 1000, as in the released code
     * of implicit Q-learning (Kostrikov et al. 2021, arXiv 2110.06169).
     */
    RETURN_RANGE
  }

  /** The zero. */
  public enum Shift {
    /** It stays. */
    NONE,
    /** It is the mean over the logged steps: to go on is worth nothing on average. */
    ZERO_MEAN,
    /** It is the smallest reward of a logged step: no step is worse than the end. */
    MIN_ZERO,
    /** Half a unit lower (Kim et al. 2023, arXiv 2303.00957, released code). */
    PLUS_HALF
  }

  /**
   * Returns the rewards with their zero and unit, {@code [steps]}. A zero that the log tells is set
   * before the unit, so that the range of returns is that of what comes out: with a mean of zero
   * the returns of long and short episodes are alike, and a unit read off them would be many times
   * smaller. Half a unit is added after it. Where all returns are the same the unit stays.
   *
   * @param rewards of the steps of all episodes, {@code [steps]}
   * @param lengths the steps of each episode
   */
  public float[] of(double[] rewards, int[] lengths) {
    double zero =
        switch (rewardShift) {
          case NONE, PLUS_HALF -> 0;
          case ZERO_MEAN -> Arrays.stream(rewards).average().orElseThrow();
          case MIN_ZERO -> Arrays.stream(rewards).min().orElseThrow();
        };
    double[] moved = Arrays.stream(rewards).map(reward -> reward - zero).toArray();
    double factor = factor(moved, lengths);
    double added = rewardShift == Shift.PLUS_HALF ? 0.5 : 0;
    float[] result = new float[rewards.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (factor * moved[i] + added);
    }
    return result;
  }

  /**
   * Returns what somebody gives the steps with its zero and unit, {@code [steps]}.
   *
   * @param rewards of the steps of a segment
   */
  public float[] of(LoggedSteps steps, Function<Segment, double[]> rewards) {
    return of(steps.rewards(rewards), steps.lengths());
  }

  private double factor(double[] rewards, int[] lengths) {
    if (rewardScale == Scale.AS_GIVEN) {
      return 1;
    }
    double smallest = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    int step = 0;
    for (int length : lengths) {
      double sum = 0;
      for (int t = 0; t < length; t++, step++) {
        sum += rewards[step];
      }
      smallest = Math.min(smallest, sum);
      largest = Math.max(largest, sum);
    }
    return largest > smallest ? 1000 / (largest - smallest) : 1;
  }
}
