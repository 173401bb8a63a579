package org.prefbench.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.FlowMap;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.ReferencePlans;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.Policy;

class PlanMotionTest {
  private static final EnvironmentFactory PENDULUM = Environments.registered().get("pendulum-v1");
  private static final double[] STATE = {1, 0.5}; // rad, rad/s
  private static final int LENGTH = 2;

  /** dy/dt = y on plans of two steps of one action, given three observations. */
  private static FlowPolicy growing(Policy reference) {
    int inputs = LENGTH + 1 + PENDULUM.spec().observations().size();
    float[] weights = new float[(inputs + 1) * LENGTH];
    weights[0] = 1; // from the first number of y to its velocity
    weights[LENGTH + 1] = 1; // and from the second, input after input
    FlowMap map =
        new FlowMap(
            new Mlp(List.of(inputs, LENGTH), Activation.IDENTITY, Activation.IDENTITY, weights),
            Standardizer.identity(LENGTH),
            Standardizer.identity(PENDULUM.spec().observations().size()),
            new Integration(OdeMethod.RK4, 20, 1e-6));
    return new FlowPolicy(new ReferencePlans(reference), LENGTH, List.of(map), 1);
  }

  /** The solution at time t is exp(t) times where it starts. */
  @Test
  void plansGoAsTheSolutionOfTheOdeDoes() {
    Policy reference = Behaviors.find("pendulum-v1", "medium").policy();
    PlanMotion motion =
        PlanMotion.of(
                growing(reference), PENDULUM, LookAhead.WITHOUT_REWARDS, STATE, 5, 4, new Seed(3))
            .orElseThrow();
    assertEquals(List.of(0.0, 0.25, 0.5, 0.75, 1.0), motion.times());
    FloatMatrix sources = motion.plans().get(0);
    assertEquals(5, sources.rows());
    assertEquals(LENGTH, sources.columns());
    for (int k = 0; k <= 4; k++) {
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < LENGTH; j++) {
          double expected = Math.exp(k / 4.0) * sources.get(i, j);
          assertEquals(expected, motion.plans().get(k).get(i, j), 1e-4 * Math.abs(expected) + 1e-6);
        }
      }
    }
    assertTrue(sources.get(0, 0) != sources.get(1, 0), "plans have noise of their own");
  }

  @Test
  void otherPoliciesMoveNoPlans() {
    Policy reference = Behaviors.find("pendulum-v1", "medium").policy();
    FlowPolicy unmoved = new FlowPolicy(new ReferencePlans(reference), LENGTH, List.of(), 1);
    for (Policy policy : List.of(reference, unmoved)) {
      assertTrue(
          PlanMotion.of(policy, PENDULUM, LookAhead.WITHOUT_REWARDS, STATE, 2, 1, new Seed(3))
              .isEmpty());
    }
  }
}
