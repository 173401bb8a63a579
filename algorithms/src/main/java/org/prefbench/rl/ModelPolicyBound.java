package org.prefbench.rl;

import java.util.Arrays;
import org.prefbench.core.Checks;

/**
 * What a policy and a model of the dynamics are both worth by one number that the true return does
 * not fall short of (Eysenbach, Khazatsky, Levine and Salakhutdinov 2022, "Mismatched no more:
 * joint model-policy optimization for model-based RL", arXiv 2110.02758): for every model q,
 *
 * <pre>
 * log E_p [ sum_t gamma^t r(s_t, a_t) ]  &gt;=  E_q [ sum_t gamma^t r~(s_t, a_t, s_{t+1}) ]
 * r~ = (1 - gamma) log r(s, a) + log p(s' | s, a) - log q(s' | s, a) - (1 - gamma) log (1 - gamma)
 * </pre>
 *
 * <p>with positive rewards r and the true dynamics p. It is Jensen's inequality over the step in
 * which a trajectory ends, geometric with mean gamma / (1 - gamma), and the trajectory up to the
 * state after it. A classifier C of real transitions against the model's has log C / (1 - C) in the
 * place of log p / q; {@link #reward} is all that a planner needs. The rest is the bound of finite
 * states and actions, worked out exactly: the model that makes it largest is optimistic,
 *
 * <pre>
 * q(s' | s, a) = p(s' | s, a) e^{gamma V(s')} / Z(s, a),   V(s) = E_pi [ .. + log Z(s, a) ].
 * </pre>
 *
 * <p>Differs from the paper's released notebook, which tilts by e^V. That the end of a trajectory
 * knows nothing of its rewards leaves a gap; where it may, a trajectory ends in (s, a) with the
 * probability r / Z, and {@link #tightened} closes it.
 */
public final class ModelPolicyBound {
  /** Values are iterated until none moves by more than this. */
  private static final double TOLERANCE = 1e-13;

  private static final int MOST_ITERATIONS = 1_000_000;

  private final double discount;
  private final double[][] logRewards;
  private final double[][][] dynamics;

  /**
   * Creates the bound of a finite task.
   *
   * @param discount gamma, in [0, 1)
   * @param rewards r, positive, {@code [states][actions]}
   * @param dynamics p, {@code [states][actions][states]}
   */
  public ModelPolicyBound(double discount, double[][] rewards, double[][][] dynamics) {
    this.discount = checkDiscount(discount);
    this.dynamics = dynamics;
    logRewards =
        Arrays.stream(rewards)
            .map(row -> Arrays.stream(row).map(ModelPolicyBound::logPositive).toArray())
            .toArray(double[][]::new);
  }

  private static double logPositive(double reward) {
    return StrictMath.log(Checks.positive("reward within a logarithm", reward));
  }

  /** Returns a discount factor, which must be in [0, 1): log (1 - gamma) is part of the bound. */
  public static double checkDiscount(double discount) {
    Checks.require(
        discount >= 0 && discount < 1, "discount must be >= 0 and < 1, got %s", discount);
    return discount;
  }

  /**
   * Returns r~ of a step.
   *
   * @param discount gamma, in [0, 1)
   * @param logReward log r(s, a)
   * @param logRatio log p - log q of the transition, or a classifier's log-odds of a real one
   */
  public static double reward(double discount, double logReward, double logRatio) {
    return (1 - discount) * (logReward - StrictMath.log(1 - discount)) + logRatio;
  }

  /** Returns log sum_i law_i e^{value_i}. */
  public static double logPartition(double[] law, double[] values) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < law.length; i++) {
      if (law[i] > 0) {
        largest = Math.max(largest, values[i]);
      }
    }
    double sum = 0;
    for (int i = 0; i < law.length; i++) {
      if (law[i] > 0) {
        sum += law[i] * StrictMath.exp(values[i] - largest);
      }
    }
    return largest + StrictMath.log(sum);
  }

  /** Returns the law proportional to law_i e^{value_i}. */
  public static double[] tilted(double[] law, double[] values) {
    double partition = logPartition(law, values);
    double[] tilted = new double[law.length];
    for (int i = 0; i < law.length; i++) {
      tilted[i] = law[i] > 0 ? law[i] * StrictMath.exp(values[i] - partition) : 0;
    }
    return tilted;
  }

  /**
   * Returns the bound of every start, {@code [states]}; minus infinity where the model goes what
   * the dynamics never do.
   *
   * @param policy {@code [states][actions]}
   * @param model q, {@code [states][actions][states]}
   */
  public double[] values(double[][] policy, double[][][] model) {
    return fixedPoint(
        policy,
        (state, action, values) -> {
          double[] real = dynamics[state][action];
          double[] law = model[state][action];
          double sum = 0;
          for (int next = 0; next < law.length; next++) {
            if (law[next] > 0) {
              double logRatio = StrictMath.log(real[next]) - StrictMath.log(law[next]);
              double step = reward(discount, logRewards[state][action], logRatio);
              double later = discount > 0 ? discount * values[next] : 0; // which may be infinite
              sum += law[next] * (step + later);
            }
          }
          return sum;
        });
  }

  /** Returns the bound of a policy under the model that makes it largest, {@code [states]}. */
  public double[] largest(double[][] policy) {
    return fixedPoint(policy, this::optimistic);
  }

  /**
   * Returns the model that is best where {@code values} is the bound from the next state on, {@code
   * [states][actions][states]}.
   */
  public double[][][] optimisticModel(double... values) {
    return Arrays.stream(dynamics)
        .map(
            row ->
                Arrays.stream(row)
                    .map(law -> tilted(law, scaled(discount, values)))
                    .toArray(double[][]::new))
        .toArray(double[][][]::new);
  }

  /**
   * Returns the policy that is best beside {@link #optimisticModel} of the same values; the first
   * such, in a tie. {@code [states][actions]}
   */
  public double[][] greedyPolicy(double... values) {
    double[][] policy = new double[dynamics.length][];
    for (int state = 0; state < policy.length; state++) {
      policy[state] = new double[dynamics[state].length];
      int best = 0;
      for (int action = 1; action < policy[state].length; action++) {
        if (optimistic(state, action, values) > optimistic(state, best, values)) {
          best = action;
        }
      }
      policy[state][best] = 1;
    }
    return policy;
  }

  /**
   * Returns the bound of a policy under the best model and the best law of where a trajectory ends,
   * {@code [states]}: V(s) = E_pi log (r + gamma E_p e^{V(s')}). It is the log of the return itself
   * where the policy leaves nothing to chance, and so for the best policy.
   */
  public double[] tightened(double[][] policy) {
    return fixedPoint(
        policy,
        (state, action, values) -> {
          double now = StrictMath.exp(logRewards[state][action]);
          double later = StrictMath.exp(logPartition(dynamics[state][action], values));
          return StrictMath.log(now + discount * later);
        });
  }

  /** What an action is worth under the best model, given the values of the next states. */
  private double optimistic(int state, int action, double... values) {
    return reward(
        discount,
        logRewards[state][action],
        logPartition(dynamics[state][action], scaled(discount, values)));
  }

  private static double[] scaled(double factor, double... values) {
    return Arrays.stream(values).map(value -> factor * value).toArray();
  }

  /** What an action is worth, given the values of the next states. */
  @FunctionalInterface
  private interface Backup {
    double of(int state, int action, double[] values);
  }

  /** The values that are the policy's mean of their own backups, which contract. */
  private double[] fixedPoint(double[][] policy, Backup backup) {
    double[] values = new double[dynamics.length];
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      double[] next = new double[values.length];
      double moved = 0;
      for (int state = 0; state < next.length; state++) {
        for (int action = 0; action < policy[state].length; action++) {
          if (policy[state][action] > 0) {
            next[state] += policy[state][action] * backup.of(state, action, values);
          }
        }
        if (next[state] != values[state]) { // infinities that stay are no movement
          moved = Math.max(moved, Math.abs(next[state] - values[state]));
        }
      }
      values = next;
      if (moved <= TOLERANCE) {
        break;
      }
    }
    return values;
  }
}
