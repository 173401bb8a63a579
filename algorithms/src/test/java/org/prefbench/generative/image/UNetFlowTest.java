package org.prefbench.generative.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.flow.Coupling;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.ReferencePlans;
import org.prefbench.generative.latent.LatentVariableLine;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;

final class UNetFlowTest {
  private static final Seed SEED = new Seed(6);
  private static final Integration EULER = new Integration(OdeMethod.EULER, 5, 1e-4);

  /** Nobody asks it. */
  private static final Policy REFERENCE = LatentVariableLine.generator(1, 0, 1);

  private static UNetFlow flow(UNet field, int applied) {
    return new UNetFlow(
        new ReferencePlans(REFERENCE), 1, field, Standardizer.identity(2), EULER, applied);
  }

  private static FloatMatrix velocity(UNet field, double time, FloatMatrix points) {
    Learner learner = new Learner(Adam.of(1), new Ledger());
    Learner.Vector[] parameters = UNetFlow.declare(learner, field);
    double[] times = new double[points.rows()];
    Arrays.fill(times, time);
    FloatMatrix result = new FloatMatrix(points.rows(), points.columns());
    learner.evaluate(
        pass -> {
          var v =
              UNetFlow.velocity(
                  pass, field, parameters, times, points, new FloatMatrix(points.rows(), 2));
          System.arraycopy(v.toFloatArray(), 0, result.values(), 0, result.values().length);
          return v.sum();
        });
    return result;
  }

  @Test
  void aPlanFillsASquareWhoseSideIsAMultipleOfFour() {
    assertEquals(28, UNet.initial(16, 784, 10, SEED).side());
    assertEquals(4, UNet.initial(16, 1, 2, SEED).side());
    assertEquals(8, UNet.initial(16, 17, 2, SEED).side());
  }

  @Test
  void itStartsAsAFieldThatStandsStill() {
    FloatMatrix points = new FloatMatrix(2, 60);
    Arrays.fill(points.values(), 0.7f);
    assertArrayEquals(
        new float[120], velocity(UNet.initial(16, 60, 2, SEED), 0.5, points).values());
  }

  /** With the last bias alone the velocity is that bias, and n applications move by n of it. */
  @Test
  void theLastBiasMovesEverythingAlike() {
    UNet still = UNet.initial(16, 60, 2, SEED);
    float[] weights = still.weights().clone();
    weights[weights.length - 1] = 0.25f;
    FloatMatrix sources = new FloatMatrix(3, 60);
    FloatMatrix moved = flow(still.with(weights), 3).transport(new FloatMatrix(3, 2), sources);
    for (float value : moved.values()) {
      assertEquals(0.75f, value, 1e-6);
    }
    FloatMatrix[] way =
        flow(still.with(weights), 3)
            .paths(new FloatMatrix(3, 2), sources, new double[] {0, 0.5, 1});
    assertEquals(0, way[0].get(2, 59));
    assertEquals(0.375f, way[1].get(2, 59), 1e-6);
    assertEquals(0.75f, way[2].get(2, 59), 1e-6);
  }

  /**
   * Rejected images are grey; what is preferred is brighter by 1 or darker, as the context says.
   */
  @Test
  void itLearnsADisplacementThatDependsOnTheContext() {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      pairs.add(
          new PreferencePair(
              segment(i % 2, new float[64]), segment(i % 2, preferred(i % 2)), Label.SECOND, "t"));
    }
    Policy policy =
        new UNetMatching(
                Coupling.PAIRED,
                0,
                0.1,
                16,
                Fitting.of(3e-3, Schedule.COSINE, 32, 300, 0),
                EULER,
                1)
            .fit(pairs, REFERENCE, new TrainingContext(SEED, new Ledger(), Monitor.SILENT));
    FloatMatrix contexts = FloatMatrix.of(new float[][] {{1, 0}, {0, 1}});
    FloatMatrix moved = ((TransportPolicy) policy).transport(contexts, new FloatMatrix(2, 64));
    double error = 0;
    for (int row = 0; row < 2; row++) {
      for (int k = 0; k < 64; k++) {
        double off = moved.get(row, k) - preferred(row)[k];
        error += off * off / 128;
      }
    }
    assertEquals(0, error, 0.02, "of 1 where nothing moves");
  }

  private static float[] preferred(int context) {
    float[] image = new float[64];
    Arrays.fill(image, context == 0 ? 1 : -1);
    return image;
  }

  private static Segment segment(int context, float... image) {
    FloatMatrix observations = new FloatMatrix(2, 2);
    observations.set(0, context, 1);
    return new Segment(
        observations,
        new FloatMatrix(1, 64, image),
        new FloatMatrix(1, 1),
        End.TERMINATED,
        Optional.empty());
  }
}
