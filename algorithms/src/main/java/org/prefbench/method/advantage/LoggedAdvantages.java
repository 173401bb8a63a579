package org.prefbench.method.advantage;

import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.rl.Advantages;
import org.prefbench.rl.Transitions;

/**
 * How much better than expected what followed each logged step was, by values fitted to returns
 * (Peng et al. 2019, "Advantage-weighted regression", arXiv 1910.00177). No target is followed, so
 * that a short training has as long a sight as a long one.
 *
 * <pre>
 * A_t  = sum_k (gamma lambda)^k delta_{t+k},  delta_t = r_t + gamma c V(s_{t+1}) - V(s_t)   {@link Advantages}
 * L(V) = E (V(s_t) - G_t)^2,                  G_t = V'(s_t) + A_t by V' of the round before; 0 and lambda = 1 at first
 * </pre>
 */
public final class LoggedAdvantages {
  private LoggedAdvantages() {}

  /** How they are learned. */
  public record Settings(
      @Help("discount per step, in [0, 1)") double discount,
      @Help("decay lambda of later differences in a return, in [0, 1]") double decay,
      @Help("times that values are fitted, each to returns by the last, >= 1") int rounds,
      @Help("units per hidden layer, >= 1") int hiddenSize,
      @Help("number of hidden layers, >= 0") int hiddenLayers,
      @Inline(without = {"schedule", "warm-up", "max-gradient-norm"})
          @Help(of = "batch-size", value = "logged steps per gradient step, >= 1")
          @Help(of = "steps", value = "gradient steps of each fit, >= 1")
          @Help(of = "validation-share", value = "share of the episodes held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    public Settings {
      Checks.between("discount", discount, 0, Math.nextDown(1.0));
      Checks.between("decay", decay, 0, 1);
      Checks.atLeast("rounds", rounds, 1);
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 0);
    }

    /** Returns three rounds of fits of a few seconds each. */
    public static Settings defaults() {
      return new Settings(
          0.99,
          0.95,
          3,
          128,
          2,
          Fitting.of(1e-3, Schedule.COSINE, 256, 5_000, 0.1).keeping(Fitting.Keep.BEST));
    }

    /** Returns the sizes of a network so wide and deep. */
    List<Integer> sizes(int inputs, int outputs) {
      return Mlp.sizes(inputs, hiddenSize, hiddenLayers, outputs);
    }
  }

  /**
   * Returns A_t in its standard deviations over the log, {@code [steps]}; draws from {@code
   * context.seed().child("advantage")}.
   *
   * @param rewards {@code [steps]}
   */
  public static float[] of(
      LoggedSteps log, float[] rewards, Settings settings, TrainingContext context) {
    Seed seed = context.seed().child("advantage");
    Transitions steps = log.transitions();
    Standardizer states = Standardizer.of(steps.observations());
    FloatMatrix x = states.apply(steps.observations());
    FloatMatrix next = states.apply(steps.next());
    double[] values = new double[steps.rows()];
    double[] nextValues = new double[steps.rows()];
    for (int round = 0; round < settings.rounds; round++) {
      double[] advantages =
          estimates(log, rewards, values, nextValues, settings, round == 0 ? 1 : settings.decay);
      FloatMatrix returns = new FloatMatrix(values.length, 1);
      for (int i = 0; i < values.length; i++) {
        returns.set(i, 0, (float) (values[i] + advantages[i]));
      }
      Standardizer scale = Standardizer.of(returns);
      Mlp value = value(settings, x, scale.apply(returns), log, seed.child(round), round, context);
      read(value, x, scale, values);
      read(value, next, scale, nextValues);
    }
    double[] advantages = estimates(log, rewards, values, nextValues, settings, settings.decay);
    double spread = Math.max(Advantages.spread(advantages), Double.MIN_NORMAL);
    float[] result = new float[advantages.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (advantages[i] / spread);
    }
    return result;
  }

  /** Returns V fitted to returns {@code y}, {@code [n, 1]}, whole episodes held out. */
  private static Mlp value(
      Settings settings,
      FloatMatrix x,
      FloatMatrix y,
      LoggedSteps log,
      Seed seed,
      int round,
      TrainingContext context) {
    Learner learner = settings.fitting.learner(context.ledger());
    Learner.Network network =
        learner.network(
            Mlp.initial(settings.sizes(x.columns(), 1), Activation.RELU, seed.child("weights")));
    learner.fitPart(
        settings.fitting,
        settings.fitting.batchesOfGroups(log.lengths(), seed),
        context.monitor().part("value-" + round + "-"),
        Objective.of(
            (pass, rows) -> // [rows, 1] - [rows, 1]
            pass.forward(network, pass.rows(x, rows)).sub(pass.rows(y, rows)).square().mean()));
    return learner.read(network);
  }

  private static double[] estimates(
      LoggedSteps log,
      float[] rewards,
      double[] values,
      double[] nextValues,
      Settings settings,
      double decay) {
    double[] given = new double[rewards.length];
    Arrays.setAll(given, i -> rewards[i]);
    boolean[] terminated = new boolean[rewards.length];
    boolean[] finished = new boolean[rewards.length];
    for (int i = 0; i < terminated.length; i++) {
      terminated[i] = log.transitions().continues()[i] == 0;
    }
    int row = 0;
    for (int length : log.lengths()) {
      row += length;
      finished[row - 1] = true;
    }
    return Advantages.generalized(
        given, values, nextValues, terminated, finished, 1, settings.discount, decay);
  }

  private static void read(Mlp value, FloatMatrix x, Standardizer scale, double[] values) {
    FloatMatrix outputs = value.evaluator().evaluate(x);
    for (int i = 0; i < values.length; i++) {
      values[i] = scale.mean()[0] + scale.scale()[0] * (double) outputs.get(i, 0);
    }
  }
}
