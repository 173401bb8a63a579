package org.prefbench.preference.teacher;

import org.prefbench.core.FloatMatrix;
import org.prefbench.dataset.Segment;

/**
 * What the steps of a segment are worth in one respect, summed over them. Where the reward of a
 * task is progress plus a bonus for staying alive less a cost of control, as in locomotion,
 * weighted sums of {@link #REWARD}, {@link #EASE} and {@link #SURVIVAL} are the weighted sums of
 * its terms.
 */
public enum Component {
  /** The true reward: sum_t r_t. */
  REWARD {
    @Override
    public double of(Segment segment) {
      double sum = segment.sumOfRewards();
      if (Double.isNaN(sum)) {
        throw new IllegalArgumentException("a scripted teacher needs segments with true rewards");
      }
      return sum;
    }
  },
  /** How little force is used: - sum_t |a_t|^2, of actions as the policy gave them. */
  EASE {
    @Override
    public double of(Segment segment) {
      double sum = 0;
      for (float action : segment.actions().values()) {
        sum -= (double) action * action;
      }
      return sum;
    }
  },
  /** How little the force changes from step to step: - sum_{t > 1} |a_t - a_{t-1}|^2. */
  SMOOTHNESS {
    @Override
    public double of(Segment segment) {
      FloatMatrix actions = segment.actions();
      double sum = 0;
      for (int t = 1; t < actions.rows(); t++) {
        for (int j = 0; j < actions.columns(); j++) {
          double change = (double) actions.get(t, j) - actions.get(t - 1, j);
          sum -= change * change;
        }
      }
      return sum;
    }
  },
  /** How long it goes on: the number of steps. */
  SURVIVAL {
    @Override
    public double of(Segment segment) {
      return segment.length();
    }
  };

  /** Returns the sum over a segment. */
  public abstract double of(Segment segment);
}
