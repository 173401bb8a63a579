package org.prefbench.method.direct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.prefbench.core.Ledger;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;
import org.prefbench.segment.GapLoss;

/** Log-ratios of arms that are regressed on log-odds which are known. */
class GeneralPreferencesTest {
  private static final float LOGIT = (float) Math.log(9);

  /**
   * The pairs of rock, paper and scissors, each against each: every arm wins as much as it loses,
   * so a softmax stays where it starts.
   */
  @Test
  void aCycleMovesNeitherGpmNorGpo() {
    int[] first = {0, 0, 0, 1, 1, 1, 2, 2, 2};
    int[] second = {0, 1, 2, 0, 1, 2, 0, 1, 2};
    float[] logOdds = {0, LOGIT, -LOGIT, -LOGIT, 0, LOGIT, LOGIT, -LOGIT, 0};
    for (GapLoss method : new GapLoss[] {gpm(2), gpo(2)}) {
      double[] logs = minimise(method, 3, first, second, true, logOdds);
      for (double log : logs) {
        assertEquals(-Math.log(3), log, 1e-4);
      }
    }
  }

  /** Free numbers end at eta (P - 1/2) and at eta log-odds: P = 0.9, eta = 2. */
  @Test
  void freeNumbersEndAtTheTarget() {
    int[] first = {0};
    int[] second = {1};
    assertArrayEquals(
        new double[] {0.8, -0.8}, minimise(gpm(2), 2, first, second, false, LOGIT), 1e-4);
    assertArrayEquals(
        new double[] {2 * Math.log(9), -2 * Math.log(9)},
        minimise(gpo(2), 2, first, second, false, LOGIT),
        1e-3);
  }

  private static GapLoss gpm(double eta) {
    Gpm method = new Gpm();
    return method.loss(new Gpm.Hyper(eta, method.defaults().loss().preference()));
  }

  private static GapLoss gpo(double eta) {
    Gpo method = new Gpo();
    return method.loss(new Gpo.Hyper(eta, method.defaults().loss().preference()));
  }

  /** Near even odds a unit of log-odds is a quarter of probability. */
  @Test
  void gpoIsGpmWithFourTimesTheStepWhereOddsAreEven() {
    int[] first = {0};
    int[] second = {1};
    double probability = minimise(gpm(8), 2, first, second, false, 0.01f)[0];
    assertEquals(0.02, minimise(gpo(2), 2, first, second, false, 0.01f)[0], 1e-5);
    assertEquals(0.02, probability, 1e-5);
    assertEquals(new Gpm().defaults().loss().eta(), 4 * new Gpo().defaults().loss().eta());
  }

  /** Minimises over a table that starts even, of log-ratios; the reference stays there. */
  private static double[] minimise(
      GapLoss method, int arms, int[] first, int[] second, boolean softmax, float... logOdds) {
    Learner learner = new Learner(Adam.of(0.05).withCosine(2_000), new Ledger());
    Learner.Vector table = learner.vector(new float[arms]);
    float start = softmax ? (float) -Math.log(arms) : 0;
    double[] logs = new double[arms];
    for (int step = 0; step <= 2_000; step++) {
      learner.step(
          pass -> {
            NDArray values = pass.value(table);
            NDArray log = softmax ? values.sub(values.exp().sum().log()) : values;
            float[] now = log.toFloatArray();
            for (int i = 0; i < arms; i++) {
              logs[i] = now[i];
            }
            NDArray ratios = log.sub(start);
            NDArray sides =
                chosen(pass, ratios, first, arms).stack(chosen(pass, ratios, second, arms), 1);
            return method.of(pass, sides, pass.array(logOdds, 1, logOdds.length)).mean();
          });
    }
    return logs;
  }

  private static NDArray chosen(Pass pass, NDArray ratios, int[] of, int arms) {
    float[] selection = new float[of.length * arms];
    for (int i = 0; i < of.length; i++) {
      selection[i * arms + of[i]] = 1;
    }
    return pass.array(selection, of.length, arms)
        .matMul(ratios.reshape(arms, 1))
        .reshape(of.length);
  }
}
