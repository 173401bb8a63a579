package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.function.Function;
import org.prefbench.core.Ledger;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;
import org.prefbench.segment.PairBatch;
import org.prefbench.segment.Side;
import org.prefbench.segment.WinnerLoss;

/**
 * A bench for losses of pairs: one state, K actions, and for every pair of them how often it is
 * drawn and how often its first wins. Losses are linear in the label, so a label of P is the mean
 * over labels that are right with probability P: no chance is left in what is minimised.
 *
 * <p>What is minimised over is a table of log-densities: free numbers, a softmax of them, or any
 * other function of parameters.
 */
final class Arms {
  private final int arms;
  private final int[] first;
  private final int[] second;
  private final float[] weights; // mean 1
  private final float[] probabilityFirst;

  private Arms(int arms, int[] first, int[] second, double[] weights, double[] probabilityFirst) {
    this.arms = arms;
    this.first = first;
    this.second = second;
    double mean = Arrays.stream(weights).average().orElseThrow();
    this.weights = floats(Arrays.stream(weights).map(w -> w / mean).toArray());
    this.probabilityFirst = floats(probabilityFirst);
  }

  /** Two arms, of which the first wins with probability {@code p}; never one against itself. */
  static Arms two(double p) {
    return new Arms(2, new int[] {0}, new int[] {1}, new double[] {1}, new double[] {p});
  }

  /**
   * Pairs of independent draws, an arm with itself included, by a table of probabilities.
   *
   * @param shares how often each arm is drawn, of any sum
   */
  static Arms drawn(double[] shares, double[][] wins) {
    int k = shares.length;
    int[] first = new int[k * k];
    int[] second = new int[k * k];
    double[] weights = new double[k * k];
    double[] probabilities = new double[k * k];
    for (int i = 0; i < k * k; i++) {
      first[i] = i / k;
      second[i] = i % k;
      weights[i] = shares[i / k] * shares[i % k];
      probabilities[i] = wins[i / k][i % k];
    }
    return new Arms(k, first, second, weights, probabilities);
  }

  /** Pairs of different arms, each as often, labelled by Bradley and Terry. */
  static Arms rewards(double... rewards) {
    int k = rewards.length;
    double[][] wins = new double[k][k];
    for (int i = 0; i < k * k; i++) {
      wins[i / k][i % k] = sigmoid(rewards[i / k] - rewards[i % k]);
    }
    return drawn(ones(k), wins);
  }

  /** Rock, paper and scissors: each beats the next with probability 0.9. */
  static Arms cycle() {
    return drawn(ones(3), new double[][] {{0.5, 0.9, 0.1}, {0.1, 0.5, 0.9}, {0.9, 0.1, 0.5}});
  }

  /** Returns the same pairs with their sides, and so their labels, exchanged. */
  Arms exchanged() {
    double[] losing = new double[probabilityFirst.length];
    for (int i = 0; i < losing.length; i++) {
      losing[i] = 1 - probabilityFirst[i];
    }
    return new Arms(arms, second, first, doubles(weights), losing);
  }

  /** Returns the same pairs in the opposite order. */
  Arms reversed() {
    int count = first.length;
    int[] firsts = new int[count];
    int[] seconds = new int[count];
    double[] shares = new double[count];
    double[] wins = new double[count];
    for (int i = 0; i < count; i++) {
      firsts[i] = first[count - 1 - i];
      seconds[i] = second[count - 1 - i];
      shares[i] = weights[count - 1 - i];
      wins[i] = probabilityFirst[count - 1 - i];
    }
    return new Arms(arms, firsts, seconds, shares, wins);
  }

  /** What becomes of parameters. */
  @FunctionalInterface
  interface Table {
    /** Returns log-densities {@code [arms]} up to a constant that all of them share. */
    NDArray of(Pass pass, NDArray parameters);
  }

  /** Log-densities are free numbers. */
  static final Table FREE = (pass, parameters) -> parameters;

  /** Log-densities are those of a softmax. */
  static final Table SOFTMAX = (pass, parameters) -> parameters.sub(parameters.exp().sum().log());

  /** What minimises a loss: parameters and, in the same order, the table of log-densities. */
  record Optimum(double[] parameters, double[] logs) {
    double[] densities() {
      return Arrays.stream(logs).map(Math::exp).toArray();
    }
  }

  /** Minimises over a table that starts at 0, or uniform, against a reference at the same. */
  Optimum minimise(WinnerLoss loss, Table table) {
    return minimise(loss, table, new float[arms], 2_000);
  }

  /** Minimises by that many steps of Adam from the given parameters; the reference stays there. */
  Optimum minimise(WinnerLoss loss, Table table, float[] start, int steps) {
    Learner learner = new Learner(Adam.of(0.05).withCosine(steps), new Ledger());
    Learner.Vector parameters = learner.vector(start);
    float[] reference = values(learner, pass -> table.of(pass, pass.value(parameters)));
    for (int step = 0; step < steps; step++) {
      learner.step(pass -> mean(pass, loss, table.of(pass, pass.value(parameters)), reference));
    }
    return new Optimum(
        doubles(learner.read(parameters)),
        doubles(values(learner, pass -> table.of(pass, pass.value(parameters)))));
  }

  /** Returns the loss and then its derivatives by a table of log-densities, at {@code logs}. */
  double[] lossAndGradient(WinnerLoss loss, float[] logs, float[] reference) {
    Learner learner = new Learner(Adam.of(1), new Ledger());
    Learner.Vector parameters = learner.vector(logs);
    Function<Pass, NDArray> mean = pass -> mean(pass, loss, pass.value(parameters), reference);
    double value = learner.evaluate(mean);
    float[] gradient = learner.gradient(mean);
    double[] all = new double[1 + gradient.length];
    all[0] = value;
    for (int i = 0; i < gradient.length; i++) {
      all[1 + i] = gradient[i];
    }
    return all;
  }

  private NDArray mean(Pass pass, WinnerLoss loss, NDArray logs, float[] reference) {
    NDArray ratios = logs.sub(pass.array(reference, arms));
    PairBatch batch =
        new PairBatch(
            pass.array(probabilityFirst, first.length),
            side(pass, first, logs, ratios),
            side(pass, second, logs, ratios),
            () -> divergence(logs, ratios));
    return batch.loss(pass, loss).mul(pass.array(weights, first.length)).mean();
  }

  /** KL of a table that is a distribution. */
  private static double divergence(NDArray logs, NDArray ratios) {
    float[] log = logs.toFloatArray();
    float[] ratio = ratios.toFloatArray();
    double sum = 0;
    for (int i = 0; i < log.length; i++) {
      sum += Math.exp(log[i]) * ratio[i];
    }
    return sum;
  }

  /** Arms as segments of one step: a sum is a mean. */
  private Side side(Pass pass, int[] of, NDArray logs, NDArray ratios) {
    float[] chosen = new float[of.length * arms];
    for (int i = 0; i < of.length; i++) {
      chosen[i * arms + of[i]] = 1;
    }
    NDArray selection = pass.array(chosen, of.length, arms);
    NDArray ratio = selection.matMul(ratios.reshape(arms, 1)).reshape(of.length);
    return new Side(ratio, selection.matMul(logs.reshape(arms, 1)).reshape(of.length), ratio);
  }

  private float[] values(Learner learner, Function<Pass, NDArray> of) {
    float[] values = new float[arms];
    learner.evaluate(
        pass -> {
          NDArray result = of.apply(pass);
          System.arraycopy(result.toFloatArray(), 0, values, 0, arms);
          return result.sum();
        });
    return values;
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
