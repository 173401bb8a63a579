package org.prefbench.method.advantage;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.network.MlpEvaluator;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Standardizer;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.rl.AdvantageWeights;
import org.prefbench.rl.Transitions;

/**
 * Where logged actions move on average if a step counts by its advantage, and not like any other.
 *
 * <pre>
 * shift(s) = c (m_w(s) - m(s)),   L = E (m(s_t) - a_t)^2 + E w_t (m_w(s_t) - a_t)^2,   w_t = min(exp(T A_t), limit)
 * c        = argmin E w_t (m(s_t) + c (m_w(s_t) - m(s_t)) - a_t)^2 over held-out episodes, in [0, 1]
 * </pre>
 *
 * <p>m and m_w start as one network and see the same batches, so that what either has not learned
 * yet falls out of their difference: with T = 0 it is 0 to the bit. Actions are N(m, sigma^2) and A
 * linear in them with slope g: then the shift is T sigma^2 g, and what nobody did in the log moves
 * nothing. Where weights are noise, what m_w makes of them in training helps no other episode, and
 * c is near 0. Immutable.
 */
public final class WeightedShift {
  private final Mlp plain;
  private final Mlp weighted;
  private final Standardizer states;
  private final Standardizer actions;
  private final double share;

  private WeightedShift(
      Mlp plain, Mlp weighted, Standardizer states, Standardizer actions, double share) {
    this.share = share;
    this.plain = plain;
    this.weighted = weighted;
    this.states = states;
    this.actions = actions;
  }

  /**
   * Returns the shift of the log, fitted as values are; draws from {@code
   * context.seed().child("shift")}.
   *
   * @param advantages A_t, {@code [steps]}
   */
  public static WeightedShift fit(
      LoggedSteps log,
      float[] advantages,
      AdvantageWeights weights,
      LoggedAdvantages.Settings settings,
      TrainingContext context) {
    Seed seed = context.seed().child("shift");
    Transitions steps = log.transitions();
    Standardizer states = Standardizer.of(steps.observations());
    Standardizer actions = Standardizer.of(steps.actions());
    FloatMatrix x = states.apply(steps.observations());
    FloatMatrix y = actions.apply(steps.actions());
    Learner learner = settings.fitting().learner(context.ledger());
    Mlp initial =
        Mlp.initial(settings.sizes(x.columns(), y.columns()), Activation.RELU, seed.child("start"));
    Learner.Ensemble networks = learner.ensemble(List.of(initial, initial));
    Minibatches batches = settings.fitting().batchesOfGroups(log.lengths(), seed);
    learner.fitPart(
        settings.fitting(),
        batches,
        context.monitor().part("shift-"),
        Objective.of(
            (pass, rows) -> {
              NDArray squares = // [2, rows]
                  pass.forward(networks, pass.rows(x, rows))
                      .sub(pass.rows(y, rows))
                      .square()
                      .mean(new int[] {2});
              NDArray w = weights.of(pass, pass.rows(advantages, rows));
              return squares.get(0).mean().add(squares.get(1).mul(w).mean());
            }));
    List<Mlp> learned = learner.read(networks);
    double share = share(learned, x, y, advantages, weights, batches.validation());
    context.monitor().metric("shift-share", learner.steps(), share);
    return new WeightedShift(learned.get(0), learned.get(1), states, actions, share);
  }

  /** Returns c; 1 without held-out steps. */
  private static double share(
      List<Mlp> networks,
      FloatMatrix x,
      FloatMatrix y,
      float[] advantages,
      AdvantageWeights weights,
      List<int[]> held) {
    double helped = 0; // sum of w (m_w - m) (a - m)
    double most = 0; // sum of w (m_w - m)^2
    MlpEvaluator plain = networks.get(0).evaluator();
    MlpEvaluator weighted = networks.get(1).evaluator();
    for (int[] rows : held) {
      FloatMatrix inputs = x.select(rows);
      FloatMatrix from = plain.evaluate(inputs);
      FloatMatrix to = weighted.evaluate(inputs);
      for (int i = 0; i < rows.length; i++) {
        double w = weights.of(advantages[rows[i]]);
        for (int j = 0; j < y.columns(); j++) {
          double moved = to.get(i, j) - (double) from.get(i, j);
          helped += w * moved * (y.get(rows[i], j) - (double) from.get(i, j));
          most += w * moved * moved;
        }
      }
    }
    return held.isEmpty() ? 1 : most > 0 ? Math.max(0, Math.min(1, helped / most)) : 0;
  }

  /** Returns the shift in every state, {@code [n, act]}. */
  public FloatMatrix of(FloatMatrix observations) {
    FloatMatrix x = states.apply(observations);
    FloatMatrix from = plain.evaluator().evaluate(x);
    FloatMatrix to = weighted.evaluator().evaluate(x);
    for (int i = 0; i < to.rows(); i++) {
      for (int j = 0; j < to.columns(); j++) {
        to.set(
            i, j, (float) (share * actions.scale()[j] * (to.get(i, j) - (double) from.get(i, j))));
      }
    }
    return to;
  }
}
