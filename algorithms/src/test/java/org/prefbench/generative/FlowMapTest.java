package org.prefbench.generative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.core.FloatMatrix;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Standardizer;

/** A flow that leaves the finite numbers has diverged, whatever solves it. */
class FlowMapTest {
  private static final FloatMatrix CONTEXT = FloatMatrix.of(new float[] {0});
  private static final FloatMatrix ONE = FloatMatrix.of(new float[] {1});

  /** dy/dt = rate y, whose solution at time 1 is exp(rate) times the start. */
  private static FlowMap growing(float rate, OdeMethod solver) {
    return new FlowMap(
        new Mlp(
            List.of(3, 1), Activation.IDENTITY, Activation.IDENTITY, new float[] {rate, 0, 0, 0}),
        Standardizer.identity(1),
        Standardizer.identity(1),
        new Integration(solver, 50, 1e-6));
  }

  @Test
  void aTameFlowEndsWhereItsSolutionDoes() {
    for (OdeMethod solver : List.of(OdeMethod.RK4, OdeMethod.DORMAND_PRINCE)) {
      assertEquals(
          Math.E, growing(1, solver).runner().transport(CONTEXT, ONE).get(0, 0), 1e-5, "" + solver);
    }
  }

  @Test
  void aFlowThatBlowsUpHasDiverged() {
    for (OdeMethod solver : OdeMethod.values()) {
      FlowMap.Runner runner = growing(1e4f, solver).runner(); // exp(10000) is no number
      String message =
          assertThrows(DivergedException.class, () -> runner.transport(CONTEXT, ONE), "" + solver)
              .getMessage();
      assertTrue(message.startsWith("the flow"), message);
      assertThrows(
          DivergedException.class,
          () -> runner.transport(CONTEXT, ONE, new double[1]),
          "" + solver);
    }
  }

  @Test
  void aFieldThatIsNoNumberHasDiverged() {
    for (OdeMethod solver : OdeMethod.values()) {
      assertThrows(
          DivergedException.class,
          () -> growing(Float.NaN, solver).runner().transport(CONTEXT, ONE),
          "" + solver);
    }
  }
}
