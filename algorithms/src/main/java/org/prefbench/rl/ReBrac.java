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
 * ReBRAC (Tarasov et al. 2023, "Revisiting the minimalist approach to offline reinforcement
 * learning", arXiv 2305.09836): TD3+BC with deeper networks, normalised critics, and a penalty each
 * for the actor and for the targets' actions.
 *
 * <pre>
 * L(Q_k) = E (r + gamma c [ min_k Q'_k(s', a') - critic-penalty |a' - b'|^2 ] - Q_k(s, a))^2
 * L(pi)  = actor-penalty E |pi(s) - a|^2 - E min_k Q_k(s, pi(s)) / E |min_k Q_k(s, pi(s))|
 * </pre>
 *
 * <p>a' = clip(pi'(s') + noise) and b' is the action that the data took in s'; c is 0 where the
 * task terminated, else 1.
 *
 * <p>Differs from the paper: hidden layers of the critics are normalised before their activation,
 * and without gain and bias, not after it; observations are standardised; the last step of an
 * episode cut by time has no b' and no penalty, where the released code drops it. The released code
 * chooses both penalties per data set by return; here they are settings. What is returned is a
 * Gaussian of the smallest standard deviation, exp(-5), around the actor's action before its tanh.
 */
public record ReBrac(Settings settings) implements OfflineLearner {
  /** The settings; {@link #defaults} are the released code's where it has one for all sets. */
  public record Settings(
      @Inline ActorCriticSettings learning,
      @Help("weight of the actor's distance to the data, >= 0 (ReBRAC, hopper-medium: 0.01)")
          double actorPenalty,
      @Help("weight of that of the targets' actions, >= 0 (ReBRAC, hopper-medium: 0.01)")
          double criticPenalty) {
    /** Validates. */
    public Settings {
      Checks.notNegative("actor-penalty", actorPenalty);
      Checks.notNegative("critic-penalty", criticPenalty);
    }

    /** Returns the released code's networks and its penalties for hopper-medium of D4RL. */
    public static Settings defaults() {
      return new Settings(
          ActorCriticSettings.of(3, Fitting.of(1e-3, Schedule.CONSTANT, 1024, 1_000_000, 0)),
          0.01,
          0.01);
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
            new DeterministicTraining.Ties(
                true, true, 1, settings.actorPenalty, settings.criticPenalty),
            transitions,
            rewards,
            actions,
            context)
        .run();
  }
}
