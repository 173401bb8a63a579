package org.prefbench.offline;

import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.Seed;
import org.prefbench.network.Mlp;
import org.prefbench.network.MlpEvaluator;
import org.prefbench.nn.Standardizer;

/**
 * How much better than what was logged an action is, learned from logged steps with rewards: the
 * advantage of who acted in the log, for one step of policy improvement (Brandfonbrener et al.
 * 2021, arXiv 2106.08909).
 *
 * <pre>
 * L(A) = E (A(s_t, a_t) - A_t)^2,   A_t of {@link LoggedAdvantages}, every member its own weights
 * </pre>
 *
 * <p>Whole episodes are held out, and the state with the smallest loss on them is kept: where
 * actions tell nothing of what follows, A stays near its mean over the log, which is near 0.
 * Immutable.
 */
public final class ActionAdvantage {
  private final List<Mlp> members;
  private final Standardizer inputs;

  /** How it is learned. */
  public record Settings(
      @Help("networks of the advantage, >= 1") int members,
      @Inline LoggedAdvantages.Settings values) {
    /** Validates. */
    public Settings {
      Checks.atLeast("members", members, 1);
    }

    /** Returns three members, as large as the values and fitted like them. */
    public static Settings defaults() {
      return new Settings(3, LoggedAdvantages.Settings.defaults());
    }
  }

  private ActionAdvantage(List<Mlp> members, Standardizer inputs) {
    this.members = members;
    this.inputs = inputs;
  }

  /**
   * Returns the advantage of logged steps; draws from {@code context.seed().child("advantage")}.
   *
   * @param rewards {@code [steps]}
   */
  public static ActionAdvantage fit(
      LoggedSteps log, float[] rewards, Settings settings, TrainingContext context) {
    float[] advantages = LoggedAdvantages.of(log, rewards, settings.values, context);
    Seed seed = context.seed().child("advantage").child("members");
    FloatMatrix taken = log.transitions().observations().beside(log.transitions().actions());
    Standardizer inputs = Standardizer.of(taken);
    FloatMatrix targets = new FloatMatrix(advantages.length, 1, advantages);
    return new ActionAdvantage(
        settings.values.fit(
            settings.members, inputs.apply(taken), targets, log, seed, "advantage-", context),
        inputs);
  }

  /** Returns a new evaluator; it owns buffers, so one per thread. */
  public Evaluator evaluator() {
    return new Evaluator();
  }

  /** Evaluates the advantage in plain Java. */
  public final class Evaluator {
    private final List<MlpEvaluator> networks = members.stream().map(Mlp::evaluator).toList();

    private Evaluator() {}

    /**
     * Returns the mean over the members of A(s, a) in standard deviations of the logged A_t, {@code
     * [n]}.
     *
     * @param observations {@code [n, obs]}
     * @param actions {@code [n, act]}
     */
    public double[] of(FloatMatrix observations, FloatMatrix actions) {
      FloatMatrix x = inputs.apply(observations.beside(actions));
      double[] advantages = new double[x.rows()];
      for (MlpEvaluator network : networks) {
        FloatMatrix outputs = network.evaluate(x);
        for (int i = 0; i < advantages.length; i++) {
          advantages[i] += outputs.get(i, 0) / networks.size();
        }
      }
      return advantages;
    }
  }
}
