package org.prefbench.reward;

import java.util.Arrays;
import org.prefbench.dataset.Segment;

/**
 * Scores the steps of segments: a learned reward, the true one, or one that tells how much of a
 * result the reward explains. Implementations are immutable and thread-safe.
 */
@FunctionalInterface
public interface RewardFunction {
  /** Returns the reward of every step, {@code [T]}. */
  double[] rewards(Segment segment);

  /**
   * Returns the rewards that the environment gave.
   *
   * <p>Throws {@link IllegalStateException} at a segment whose rewards are hidden, as they are from
   * a method that did not declare {@link org.prefbench.algorithm.Needs#TRUE_REWARDS}.
   */
  static RewardFunction recorded() {
    return segment -> {
      double[] rewards = new double[segment.length()];
      Arrays.setAll(rewards, t -> segment.rewards().get(t, 0));
      if (Double.isNaN(rewards[0])) {
        throw new IllegalStateException("TRUE_REWARDS was not declared in needs()");
      }
      return rewards;
    };
  }

  /**
   * Returns the reward that is zero in every step, as a control: what offline learning gets from
   * the data alone (Li et al. 2023, "Survival instinct in offline reinforcement learning", arXiv
   * 2306.03286).
   */
  static RewardFunction zero() {
    return segment -> new double[segment.length()];
  }

  /** Returns minus this reward, as a control. */
  default RewardFunction negated() {
    return segment -> Arrays.stream(rewards(segment)).map(reward -> -reward).toArray();
  }
}
