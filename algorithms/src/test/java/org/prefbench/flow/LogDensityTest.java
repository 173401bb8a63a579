package org.prefbench.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fields whose flow is known in closed form. */
class LogDensityTest {
  /** y' = A y with A = [[0.5, 1], [-2, -0.2]] and trace 0.3. */
  private static final DivergenceField LINEAR =
      new DivergenceField() {
        @Override
        public void evaluate(Points points) {
          for (int p = 0; p < points.count; p++) {
            double a = points.states[2 * p];
            double b = points.states[2 * p + 1];
            points.velocities[2 * p] = 0.5 * a + b;
            points.velocities[2 * p + 1] = -2 * a - 0.2 * b;
          }
        }

        @Override
        public void evaluate(Points points, double[] divergences) {
          evaluate(points);
          Arrays.fill(divergences, 0.3);
        }
      };

  /** y' = sin y, with tan(y(t)/2) = exp(t) tan(y(0)/2). */
  private static final DivergenceField SINE =
      new DivergenceField() {
        @Override
        public void evaluate(Points points) {
          for (int p = 0; p < points.count; p++) {
            points.velocities[p] = Math.sin(points.states[p]);
          }
        }

        @Override
        public void evaluate(Points points, double[] divergences) {
          evaluate(points);
          for (int p = 0; p < points.count; p++) {
            divergences[p] = Math.cos(points.states[p]);
          }
        }
      };

  @Test
  void linearFlowChangesTheDensityByTheTrace() {
    double[] start = {1, 2, -0.5, 3};
    LogDensity.Transported moved =
        LogDensity.transport(
            new DormandPrinceSolver(new Tolerance(1e-9, 1e-9)), LINEAR, 2, start, 0, 1.5);
    assertEquals(-0.45, moved.change()[0], 1e-8);
    assertEquals(-0.45, moved.change()[1], 1e-8);
    double[] plain =
        new DormandPrinceSolver(new Tolerance(1e-9, 1e-9))
            .solve(LINEAR, 2, start, 0, new double[] {1.5})[0];
    for (int i = 0; i < 4; i++) {
      assertEquals(plain[i], moved.points()[i], 1e-7);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = OdeMethod.class,
      names = {"RK4", "DORMAND_PRINCE"})
  void nonlinearFlowChangesTheDensityByItsDerivative(OdeMethod method) {
    double[] start = {0.3, -1.2, 2.5};
    LogDensity.Transported moved =
        LogDensity.transport(method.solver(200, 1e-9), SINE, 1, start, 0, 1);
    for (int i = 0; i < start.length; i++) {
      double half = Math.tan(start[i] / 2);
      double end = 2 * Math.atan(Math.E * half);
      // dy(1)/dy(0) = e (1 + half^2) / (1 + e^2 half^2)
      double slope = Math.E * (1 + half * half) / (1 + Math.E * Math.E * half * half);
      assertEquals(end, moved.points()[i], 1e-7);
      assertEquals(-Math.log(slope), moved.change()[i], 1e-7);
    }
  }
}
