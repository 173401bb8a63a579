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
 * Where logged actions move on average if a step counts by its advantage, and not like any other in
 * such a state.
 *
 * <pre>
 * shift(s) = c (m_u(s) - m(s)),   L = E (m(s_t) - a_t)^2 + E u_t (m_u(s_t) - a_t)^2
 * u_t      = w_t / exp(g(s_t)),   w_t = min(exp(T A_t), limit),   g = argmin E exp(g(s_t)) - w_t g(s_t)
 * c        = argmin E u_t (m(s_t) + c (m_u(s_t) - m(s_t)) - a_t)^2 over held-out episodes, in [0, 1]
 * </pre>
 *
 * <p>exp(g) is what a step weighs on average in its state. So every state counts the same for both
 * means, and a network too small for all of them prefers none: m_u differs from m by actions alone.
 * Both start as one network and see the same batches, so that what either has not learned yet falls
 * out of their difference: with T = 0 it is 0 to the bit. Actions are N(m, sigma^2) and A linear in
 * them with slope b: then the shift is T sigma^2 b, and what nobody did in the log moves nothing.
 * Where weights are noise, what m_u makes of them in training helps no other episode, and c is near
 * 0. Immutable.
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
    float[] relative = relative(log, x, advantages, weights, settings, context, seed);
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
              NDArray u = pass.rows(relative, rows);
              return squares.get(0).mean().add(squares.get(1).mul(u).mean());
            }));
    List<Mlp> learned = learner.read(networks);
    double share = share(learned, x, y, relative, batches.validation());
    context.monitor().metric("shift-share", learner.steps(), share);
    return new WeightedShift(learned.get(0), learned.get(1), states, actions, share);
  }

  /** Returns u_t, {@code [steps]}. g starts at 0, where it stays if all weights are 1. */
  private static float[] relative(
      LoggedSteps log,
      FloatMatrix x,
      float[] advantages,
      AdvantageWeights weights,
      LoggedAdvantages.Settings settings,
      TrainingContext context,
      Seed seed) {
    FloatMatrix w = new FloatMatrix(advantages.length, 1);
    for (int i = 0; i < advantages.length; i++) {
      w.set(i, 0, (float) weights.of(advantages[i]));
    }
    Learner learner = settings.fitting().learner(context.ledger());
    Learner.Network network =
        learner.network(
            Mlp.initial(
                    settings.sizes(x.columns(), 1),
                    Activation.RELU,
                    seed.child("mean").child("start"))
                .withScaledOutput(0));
    learner.fitPart(
        settings.fitting(),
        settings.fitting().batchesOfGroups(log.lengths(), seed.child("mean")),
        context.monitor().part("weight-"),
        Objective.of(
            (pass, rows) -> {
              NDArray g = pass.forward(network, pass.rows(x, rows)); // [rows, 1]
              return g.exp().sub(pass.rows(w, rows).mul(g)).mean();
            }));
    FloatMatrix logs = learner.read(network).evaluator().evaluate(x);
    float[] relative = new float[advantages.length];
    for (int i = 0; i < relative.length; i++) {
      relative[i] = (float) (w.get(i, 0) / StrictMath.exp(logs.get(i, 0)));
    }
    return relative;
  }

  /** Returns c; 1 without held-out steps. */
  private static double share(
      List<Mlp> networks, FloatMatrix x, FloatMatrix y, float[] weights, List<int[]> held) {
    double helped = 0; // sum of u (m_u - m) (a - m)
    double most = 0; // sum of u (m_u - m)^2
    MlpEvaluator plain = networks.get(0).evaluator();
    MlpEvaluator weighted = networks.get(1).evaluator();
    for (int[] rows : held) {
      FloatMatrix inputs = x.select(rows);
      FloatMatrix from = plain.evaluate(inputs);
      FloatMatrix to = weighted.evaluate(inputs);
      for (int i = 0; i < rows.length; i++) {
        double u = weights[rows[i]];
        for (int j = 0; j < y.columns(); j++) {
          double moved = to.get(i, j) - (double) from.get(i, j);
          helped += u * moved * (y.get(rows[i], j) - (double) from.get(i, j));
          most += u * moved * moved;
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
