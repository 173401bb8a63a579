package org.prefbench.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/** Expected values are the closed-form solutions of the problems. */
class OdeSolverTest {
  /** y' = y cos t, with y(t) = y(0) exp(sin t). */
  private static final VectorField COSINE =
      points -> {
        for (int p = 0; p < points.count; p++) {
          points.velocities[p] = points.states[p] * Math.cos(points.times[p]);
        }
      };

  /** The rotation y' = w (-y2, y1), whose frequency w = 1 + 5 row differs from row to row. */
  private static final VectorField ROTATION =
      points -> {
        for (int p = 0; p < points.count; p++) {
          double frequency = 1 + 5 * points.rows[p];
          points.velocities[2 * p] = -frequency * points.states[2 * p + 1];
          points.velocities[2 * p + 1] = frequency * points.states[2 * p];
        }
      };

  @ParameterizedTest
  @EnumSource(
      value = OdeMethod.class,
      names = {"EULER", "MIDPOINT", "RK4"})
  void convergesWithTheOrderOfTheTableau(OdeMethod method) {
    double exact = 2 * Math.exp(Math.sin(3));
    FixedStepSolver coarse = (FixedStepSolver) method.solver(256, 1);
    FixedStepSolver fine = (FixedStepSolver) method.solver(512, 1);
    double coarseError = Math.abs(solve(coarse, COSINE, 3, 2)[0] - exact);
    double fineError = Math.abs(solve(fine, COSINE, 3, 2)[0] - exact);
    double observed = Math.log(coarseError / fineError) / Math.log(2);
    assertEquals(coarse.tableau().order(), observed, 0.1);
  }

  @Test
  void dormandPrinceWithEqualStepsHasOrderFive() {
    double exact = 2 * Math.exp(Math.sin(3));
    double coarse =
        Math.abs(
            solve(new FixedStepSolver(ButcherTableau.DORMAND_PRINCE, 32), COSINE, 3, 2)[0] - exact);
    double fine =
        Math.abs(
            solve(new FixedStepSolver(ButcherTableau.DORMAND_PRINCE, 64), COSINE, 3, 2)[0] - exact);
    assertEquals(5, Math.log(coarse / fine) / Math.log(2), 0.3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-5, 1e-7, 1e-9, 1e-11})
  void errorControlKeepsTheErrorNearTheTolerance(double tolerance) {
    double[] result =
        solve(new DormandPrinceSolver(new Tolerance(tolerance, tolerance)), ROTATION, 2, 1, 0);
    double error = Math.hypot(result[0] - Math.cos(2), result[1] - Math.sin(2));
    assertTrue(error < 20 * tolerance, "error " + error);
  }

  @Test
  void costGrowsWithTheFifthRootOfTheTolerance() {
    long loose = evaluations(1e-4);
    long tight = evaluations(1e-9);
    assertEquals(Math.pow(1e5, 0.2), (double) tight / loose, 4); // 10 within the start-up cost
  }

  private static long evaluations(double tolerance) {
    long[] count = new long[1];
    VectorField counting =
        points -> {
          count[0] += points.count;
          ROTATION.evaluate(points);
        };
    new DormandPrinceSolver(new Tolerance(tolerance, tolerance))
        .solve(counting, 2, new double[] {1, 0}, 0, new double[] {20});
    return count[0];
  }

  @ParameterizedTest
  @EnumSource(OdeMethod.class)
  void integratingBackReturnsToTheStart(OdeMethod method) {
    OdeSolver solver = method.solver(200, 1e-9);
    double[] start = {1.5};
    double[] there = solver.solve(COSINE, 1, start, 0, new double[] {1})[0];
    double[] back = solver.solve(COSINE, 1, there, 1, new double[] {0})[0];
    assertEquals(1.5, back[0], method == OdeMethod.EULER ? 0.02 : 1e-4);
  }

  @ParameterizedTest
  @EnumSource(OdeMethod.class)
  void statesInBetweenAreThoseOfTheSolutionAndCostNoAccuracy(OdeMethod method) {
    OdeSolver solver = method.solver(400, 1e-8);
    double[] times = {0, 0.1234, 0.5, 0.77777, 1};
    double[][] path = solver.solve(COSINE, 1, new double[] {1}, 0, times);
    for (int i = 0; i < times.length; i++) {
      double exact = Math.exp(Math.sin(times[i]));
      assertEquals(exact, path[i][0], method == OdeMethod.EULER ? 0.005 : 5e-6);
    }
    assertArrayEquals(solver.transport(COSINE, 1, new double[] {1}), path[4], "the end moved");
  }

  @Test
  void interpolantOfDormandPrinceHasOrderFour() {
    // One step from y(0) = 1 of y' = y cos t, looked at in its middle: the local error is O(h^5).
    double[] errors = new double[2];
    for (int i = 0; i < 2; i++) {
      double h = 0.4 / (i + 1);
      double[][] path =
          new DormandPrinceSolver(new Tolerance(1, 1)) // so loose that h is one step
              .solve(COSINE, 1, new double[] {1}, 0, new double[] {h / 2, h});
      errors[i] = Math.abs(path[0][0] - Math.exp(Math.sin(h / 2)));
    }
    assertEquals(5, Math.log(errors[0] / errors[1]) / Math.log(2), 0.4);
  }

  @ParameterizedTest
  @EnumSource(OdeMethod.class)
  void aRowIsTheSameInAnyBatch(OdeMethod method) {
    int n = 9;
    RandomStream random = new Seed(5).generator();
    double[] initial = new double[2 * n];
    Arrays.setAll(initial, i -> random.nextGaussian());
    OdeSolver solver = method.solver(7, 1e-5);
    double[] times = {0.3, 1};
    double[][] together = solver.solve(ROTATION, 2, initial, 0, times);
    for (int row = 0; row < n; row++) {
      int number = row;
      VectorField alone =
          points -> {
            Arrays.fill(points.rows, number); // the row keeps its frequency
            ROTATION.evaluate(points);
            Arrays.fill(points.rows, 0);
          };
      double[] state = Arrays.copyOfRange(initial, 2 * row, 2 * row + 2);
      double[][] single = solver.solve(alone, 2, state, 0, times);
      for (int i = 0; i < times.length; i++) {
        assertArrayEquals(
            single[i], Arrays.copyOfRange(together[i], 2 * row, 2 * row + 2), "row " + row);
      }
    }
  }

  @Test
  void nothingMovesInNoTimeAndNoRowsAreFine() {
    for (OdeMethod method : OdeMethod.values()) {
      OdeSolver solver = method.solver(3, 1e-4);
      assertArrayEquals(
          new double[] {4}, solver.solve(COSINE, 1, new double[] {4}, 1, new double[] {1})[0]);
      assertEquals(0, solver.transport(COSINE, 1, new double[0]).length);
    }
  }

  @Test
  void aFieldThatIsNotFiniteIsAnError() {
    VectorField broken = points -> Arrays.fill(points.velocities, Double.NaN);
    assertThrows(
        ArithmeticException.class,
        () ->
            new DormandPrinceSolver(new Tolerance(1e-4, 1e-4))
                .transport(broken, 1, new double[] {1}));
  }

  @Test
  void timesMustGoOneWay() {
    OdeSolver solver = OdeMethod.RK4.solver(4, 1e-4);
    assertThrows(
        InvalidInputException.class,
        () -> solver.solve(COSINE, 1, new double[] {1}, 0, new double[] {0.5, 0.4, 1}));
    assertThrows(InvalidInputException.class, () -> OdeMethod.RK4.solver(0, 1e-4));
    assertThrows(InvalidInputException.class, () -> OdeMethod.DORMAND_PRINCE.solver(1, 0));
  }

  private static double[] solve(OdeSolver solver, VectorField field, double end, double... start) {
    return solver.solve(field, start.length, start, 0, new double[] {end})[0];
  }
}
