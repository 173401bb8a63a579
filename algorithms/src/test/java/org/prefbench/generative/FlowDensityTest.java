package org.prefbench.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.PlanDensity;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Standardizer;

/** Flows whose way back and whose laws are known. */
class FlowDensityTest {
  private static final Standardizer UNITS =
      new Standardizer(new float[] {1, -1}, new float[] {2, 0.5f});

  /** dy/dt = (y_1, -y_2 / 2) + x in scaled units. */
  private static final FlowMap LINEAR =
      new FlowMap(
          new Mlp(
              List.of(4, 2),
              Activation.IDENTITY,
              Activation.IDENTITY,
              new float[] {1, 0, 0, -0.5f, 0, 0, 1, 1, 0, 0}),
          UNITS,
          Standardizer.identity(1),
          new Integration(OdeMethod.DORMAND_PRINCE, 1, 1e-8));

  private static FlowPolicy fromNoise(FlowMap... maps) {
    return new FlowPolicy(new NoisePlans(UNITS, true), 2, List.of(maps), 1);
  }

  /**
   * In scaled units y(1) is N(x (e - 1), e^2) and N(2 x (1 - e^-1/2), e^-1), independently; the
   * units multiply the deviations by 2 and 1/2.
   */
  @Test
  void plansOfALinearFlowFromNoiseAreNormal() {
    FloatMatrix plans = FloatMatrix.of(new float[] {2, -1.2f}, new float[] {-3, 0.4f});
    FloatMatrix contexts = FloatMatrix.of(new float[] {0.5f}, new float[] {-1});
    PlanDensity.Origin origin = new FlowDensity().origin(fromNoise(LINEAR), contexts, plans);
    for (int i = 0; i < 2; i++) {
      double x = contexts.get(i, 0);
      double first = normal(plans.get(i, 0), 1 + 2 * x * (Math.E - 1), 2 * Math.E);
      double half = Math.exp(-0.5);
      double second = normal(plans.get(i, 1), -1 + 0.5 * 2 * x * (1 - half), 0.5 * half);
      assertEquals(
          first + second, origin.logDensities().orElseThrow()[i] + origin.change()[i], 1e-4);
      assertEquals(-0.5, origin.change()[i], 1e-5, "minus the trace");
    }
  }

  private static double normal(double y, double mean, double deviation) {
    double z = (y - mean) / deviation;
    return -0.5 * z * z - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
  }

  /** The way back is that of the way forth, through several maps of any network. */
  @Test
  void theWayBackUndoesTheWayForth() {
    FlowMap curved =
        new FlowMap(
            Mlp.initial(Mlp.sizes(4, 8, 2, 2), Activation.TANH, new Seed(2)),
            UNITS,
            Standardizer.identity(1),
            new Integration(OdeMethod.DORMAND_PRINCE, 1, 1e-8));
    FlowPolicy policy = fromNoise(curved, LINEAR, curved);
    FloatMatrix sources = FloatMatrix.of(new float[] {1.5f, -0.7f}, new float[] {-2, -1.1f});
    FloatMatrix contexts = FloatMatrix.of(new float[] {0.3f}, new float[] {-0.2f});
    PlanDensity.Origin origin =
        new FlowDensity().origin(policy, contexts, policy.transport(contexts, sources));
    assertArrayEquals(sources.values(), origin.sources().values(), 1e-4f);
    assertArrayEquals(policy.logDensityChange(contexts, sources), origin.change(), 1e-4);
  }

  @Test
  void whatHasNoDensityIsNotKnown() {
    assertTrue(PlanDensity.of(fromNoise(LINEAR)).isPresent(), "registered");
    FlowPolicy mean = new FlowPolicy(new NoisePlans(UNITS, false), 2, List.of(LINEAR), 1);
    assertFalse(PlanDensity.of(mean).isPresent());
  }
}
