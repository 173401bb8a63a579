package org.prefbench.offline;

import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Standardizer;
import org.prefbench.rl.AdvantageWeights;
import org.prefbench.rl.Transitions;

/**
 * Where logged actions move on average if a step counts the more the larger its advantage.
 *
 * <pre>
 * L(m) = E (m(s_t) - a_t)^2
 * L(g) = E (g(s_t) - (w_t / E w - 1) (a_t - m(s_t)))^2,   w_t = min(exp(T A_t), limit)
 * c    = argmin the same of c g over held-out episodes, in [0, 1]
 * shift(s) = c g(s)
 * </pre>
 *
 * <p>Where E (w | s) is that of all steps, g(s) is the mean action by weights less the mean action;
 * for actions N(m, sigma^2) and an A linear in them with slope k it is T sigma^2 k, and what nobody
 * did in the log moves nothing. No step is weighed in the fit of m, so that a network too small for
 * all states prefers none. Where advantages are noise, g helps no other episode, and c is near 0.
 * Immutable.
 */
public final class AdvantageShift {
  private final Mlp slopes;
  private final Standardizer states;
  private final Standardizer actions;
  private final Standardizer products;
  private final double share;

  private AdvantageShift(
      Mlp slopes, Standardizer states, Standardizer actions, Standardizer products, double share) {
    this.slopes = slopes;
    this.states = states;
    this.actions = actions;
    this.products = products;
    this.share = share;
  }

  /**
   * Returns the shift of the log, fitted as values are; draws from {@code
   * context.seed().child("shift")}.
   *
   * @param advantages A_t, {@code [steps]}
   */
  public static AdvantageShift fit(
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
    FloatMatrix means =
        fit(x, y, log, settings, seed.child("mean"), "action-mean-", context)
            .evaluator()
            .evaluate(x);
    double[] w = weights(advantages, weights);
    FloatMatrix h = new FloatMatrix(y.rows(), y.columns()); // (w / E w - 1) (a - m)
    for (int i = 0; i < h.rows(); i++) {
      for (int j = 0; j < h.columns(); j++) {
        h.set(i, j, (float) ((w[i] - 1) * (y.get(i, j) - (double) means.get(i, j))));
      }
    }
    Standardizer products = Standardizer.of(h);
    FloatMatrix scaled = products.apply(h);
    Mlp slopes = fit(x, scaled, log, settings, seed.child("slope"), "action-slope-", context);
    List<int[]> held =
        settings.fitting().batchesOfGroups(log.lengths(), seed.child("slope")).validation();
    double share = share(products, slopes, x, h, held);
    context.monitor().metric("action-slope-share", 0, share);
    return new AdvantageShift(slopes, states, actions, products, share);
  }

  /** Returns w / E w. */
  private static double[] weights(float[] advantages, AdvantageWeights weights) {
    double[] w = new double[advantages.length];
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      w[i] = Math.min(StrictMath.exp(weights.temperature() * advantages[i]), weights.weightLimit());
      sum += w[i];
    }
    for (int i = 0; i < w.length; i++) {
      w[i] *= w.length / sum;
    }
    return w;
  }

  /** Returns a network fitted to {@code y}, whole episodes held out. */
  private static Mlp fit(
      FloatMatrix x,
      FloatMatrix y,
      LoggedSteps log,
      LoggedAdvantages.Settings settings,
      Seed seed,
      String name,
      TrainingContext context) {
    Learner learner = settings.fitting().learner(context.ledger());
    Learner.Network network =
        learner.network(
            Mlp.initial(
                settings.sizes(x.columns(), y.columns()), Activation.RELU, seed.child("weights")));
    Minibatches batches = settings.fitting().batchesOfGroups(log.lengths(), seed);
    learner.fitPart(
        settings.fitting(),
        batches,
        context.monitor().part(name),
        Objective.of(
            (pass, rows) ->
                pass.forward(network, pass.rows(x, rows)).sub(pass.rows(y, rows)).square().mean()));
    return learner.read(network);
  }

  /** Returns c = sum g h / sum g^2 within [0, 1]; 1 without held-out steps. */
  private static double share(
      Standardizer products, Mlp slopes, FloatMatrix x, FloatMatrix h, List<int[]> held) {
    double both = 0;
    double own = 0;
    for (int[] rows : held) {
      FloatMatrix g = slopes.evaluator().evaluate(x.select(rows));
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < h.columns(); j++) {
          double slope = products.mean()[j] + products.scale()[j] * (double) g.get(i, j);
          both += slope * h.get(rows[i], j);
          own += slope * slope;
        }
      }
    }
    return held.isEmpty() ? 1 : own > 0 ? Math.max(0, Math.min(1, both / own)) : 0;
  }

  /** Returns the shift in every state {@code [n, act]}. */
  public FloatMatrix of(FloatMatrix observations) {
    FloatMatrix g = slopes.evaluator().evaluate(states.apply(observations));
    for (int i = 0; i < g.rows(); i++) {
      for (int j = 0; j < g.columns(); j++) {
        double slope = products.mean()[j] + products.scale()[j] * (double) g.get(i, j);
        g.set(i, j, (float) (share * actions.scale()[j] * slope));
      }
    }
    return g;
  }
}
