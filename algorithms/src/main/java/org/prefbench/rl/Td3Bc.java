package org.prefbench.rl;

import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.env.Space;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Schedule;

/**
 * TD3+BC (Fujimoto and Gu 2021, "A minimalist approach to offline reinforcement learning", arXiv
 * 2106.06860): a deterministic actor climbs its critic and is held to the data by cloning.
 *
 * <pre>
 * L(Q_k) = E (r + gamma c min_k Q'_k(s', a') - Q_k(s, a))^2     a' = clip(pi'(s') + noise)
 * L(pi)  = - alpha E Q_1(s, pi(s)) / E |Q_1(s, pi(s))| + E mean_j (pi_j(s) - a_j)^2
 * </pre>
 *
 * <p>c is 0 where the task terminated, else 1; Q' and pi' are targets; the denominator is a
 * constant, so that the scale of the rewards does not move the balance.
 *
 * <p>Differs from the paper: what is returned is a Gaussian of the smallest standard deviation,
 * exp(-5), around the actor's action before its tanh; its mean is the actor.
 */
public record Td3Bc(Settings settings) implements OfflineLearner {
  /** The settings; {@link #defaults} are the released code's. */
  public record Settings(
      @Inline ActorCriticSettings learning,
      @Help("weight of the critic against cloning, > 0 (TD3+BC: 2.5)") double alpha) {
    /** Validates. */
    public Settings {
      Checks.positive("alpha", alpha);
    }

    /** Returns the settings of the released code. */
    public static Settings defaults() {
      return new Settings(
          ActorCriticSettings.of(2, Fitting.of(3e-4, Schedule.CONSTANT, 256, 1_000_000, 0)), 2.5);
    }
  }

  @Override
  public void check(String method, Space actions) {
    DeterministicTraining.check(method, actions);
  }

  @Override
  public GaussianPolicy train(
      Transitions transitions, float[] rewards, Space actions, TrainingContext context) {
    return new DeterministicTraining(
            settings.learning,
            new DeterministicTraining.Ties(false, false, settings.alpha, 1.0 / actions.size(), 0),
            transitions,
            rewards,
            actions,
            context)
        .run();
  }
}
