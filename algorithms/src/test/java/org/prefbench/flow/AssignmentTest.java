package org.prefbench.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

class AssignmentTest {
  @Test
  void solvesAHandWorkedProblem() {
    // Rows choose columns 2, 1, 0 for 1 + 1 + 2 = 4; every other permutation costs at least 6.
    double[] cost = {4, 3, 1, 2, 1, 6, 2, 7, 8};
    assertArrayEquals(new int[] {2, 1, 0}, Assignment.solve(3, cost).columns());
  }

  @Test
  void costsNoMoreThanTheBestOfAllPermutations() {
    RandomStream random = new Seed(1).generator();
    for (int trial = 0; trial < 200; trial++) {
      int n = 1 + random.nextInt(7);
      double[] cost = new double[n * n];
      boolean ties = trial % 2 == 0; // small integers: many optimal assignments, negative costs too
      Arrays.setAll(cost, i -> ties ? random.nextInt(5) - 2 : random.nextGaussian());
      Assignment assignment = Assignment.solve(n, cost);
      assertEquals(cheapest(n, cost, 0, new boolean[n]), total(n, cost, assignment), 1e-12);
    }
  }

  @Test
  void pricesProveTheOptimum() {
    RandomStream random = new Seed(2).generator();
    int n = 64;
    double[] cost = new double[n * n];
    double[] from = new double[n];
    double[] to = new double[n];
    Arrays.setAll(from, i -> random.nextGaussian());
    Arrays.setAll(to, i -> random.nextGaussian());
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        cost[i * n + j] = (from[i] - to[j]) * (from[i] - to[j]);
      }
    }
    Assignment assignment = Assignment.solve(n, cost);
    double dual = 0;
    for (int i = 0; i < n; i++) {
      dual += assignment.rowPrices()[i] + assignment.columnPrices()[i];
      for (int j = 0; j < n; j++) {
        double slack = cost[i * n + j] - assignment.rowPrices()[i] - assignment.columnPrices()[j];
        assertTrue(slack > -1e-9, "prices exceed the cost by " + -slack);
      }
    }
    assertEquals(dual, total(n, cost, assignment), 1e-9);
    // On the line the cheapest assignment by squared distance joins equal ranks.
    double[] sortedFrom = from.clone();
    double[] sortedTo = to.clone();
    Arrays.sort(sortedFrom);
    Arrays.sort(sortedTo);
    for (int i = 0; i < n; i++) {
      assertEquals(
          Arrays.binarySearch(sortedFrom, from[i]),
          Arrays.binarySearch(sortedTo, to[assignment.columns()[i]]));
    }
  }

  @Test
  void refusesCostsThatAreNotNumbers() {
    assertThrows(
        InvalidInputException.class, () -> Assignment.solve(2, new double[] {1, Double.NaN, 2, 3}));
    assertThrows(InvalidInputException.class, () -> Assignment.solve(2, new double[3]));
  }

  private static double total(int n, double[] cost, Assignment assignment) {
    double sum = 0;
    boolean[] taken = new boolean[n];
    for (int i = 0; i < n; i++) {
      int column = assignment.columns()[i];
      assertTrue(!taken[column], "column " + column + " is taken twice");
      taken[column] = true;
      sum += cost[i * n + column];
    }
    return sum;
  }

  private static double cheapest(int n, double[] cost, int row, boolean[] taken) {
    if (row == n) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      if (!taken[j]) {
        taken[j] = true;
        best = Math.min(best, cost[row * n + j] + cheapest(n, cost, row + 1, taken));
        taken[j] = false;
      }
    }
    return best;
  }
}
