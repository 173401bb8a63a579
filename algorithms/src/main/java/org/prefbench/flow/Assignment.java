package org.prefbench.flow;

import java.util.Arrays;
import org.prefbench.core.Checks;

/**
 * The solution of a linear assignment problem with the dual prices that prove it optimal: {@code
 * rowPrices[i] + columnPrices[j] <= cost[i][j]} everywhere, with equality on the assignment. Found
 * in O(n^3) by shortest augmenting paths (Jonker and Volgenant 1987, "A shortest augmenting path
 * algorithm for dense and sparse linear assignment problems", Computing 38).
 *
 * @param columns the column assigned to each row, a permutation
 * @param rowPrices the dual variables of the rows
 * @param columnPrices the dual variables of the columns
 */
public record Assignment(int[] columns, double[] rowPrices, double[] columnPrices) {

  /**
   * Returns an assignment of least total cost.
   *
   * @param cost finite costs {@code [n, n]}, row after row
   */
  public static Assignment solve(int n, double[] cost) {
    Checks.length("cost", cost, n * n);
    for (double value : cost) {
      Checks.finite("assignment cost", value);
    }
    double[] u = new double[n];
    double[] v = new double[n];
    int[] columnOfRow = new int[n];
    int[] rowOfColumn = new int[n];
    Arrays.fill(rowOfColumn, -1);
    double[] distance = new double[n];
    int[] predecessor = new int[n];
    boolean[] settled = new boolean[n];
    for (int free = 0; free < n; free++) {
      int sink = shortestPath(n, cost, free, u, v, rowOfColumn, distance, predecessor, settled);
      double length = distance[sink];
      u[free] += length;
      for (int j = 0; j < n; j++) {
        if (settled[j] && j != sink) { // keep reduced costs non-negative and zero on the path
          u[rowOfColumn[j]] += length - distance[j];
          v[j] -= length - distance[j];
        }
      }
      for (int column = sink; column >= 0; ) {
        int row = predecessor[column];
        int given = row == free ? -1 : columnOfRow[row];
        rowOfColumn[column] = row;
        columnOfRow[row] = column;
        column = given;
      }
    }
    return new Assignment(columnOfRow, u, v);
  }

  /**
   * Dijkstra's search by reduced costs from a free row; returns the first column reached that no
   * row holds.
   */
  private static int shortestPath(
      int n,
      double[] cost,
      int free,
      double[] u,
      double[] v,
      int[] rowOfColumn,
      double[] distance,
      int[] predecessor,
      boolean[] settled) {
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    Arrays.fill(settled, false);
    int row = free;
    double travelled = 0;
    while (true) {
      int nearest = -1;
      for (int j = 0; j < n; j++) {
        if (settled[j]) {
          continue;
        }
        double reach = travelled + cost[row * n + j] - u[row] - v[j];
        if (reach < distance[j]) {
          distance[j] = reach;
          predecessor[j] = row;
        }
        if (nearest < 0 || distance[j] < distance[nearest]) {
          nearest = j;
        }
      }
      settled[nearest] = true;
      travelled = distance[nearest];
      if (rowOfColumn[nearest] < 0) {
        return nearest;
      }
      row = rowOfColumn[nearest];
    }
  }
}
