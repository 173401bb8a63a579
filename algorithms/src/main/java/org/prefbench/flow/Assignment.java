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
record Assignment(int[] columns, double[] rowPrices, double[] columnPrices) {

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
    Search search = new Search(n, cost);
    search.reduce();
    for (int row = 0; row < n; row++) {
      if (search.columnOfRow[row] < 0) {
        search.augment(row);
      }
    }
    return new Assignment(search.columnOfRow, search.u, search.v);
  }

  /** A partial assignment with feasible prices that is tight wherever it assigns. */
  private static final class Search {
    final int n;
    final double[] cost;
    final double[] u;
    final double[] v;
    final int[] columnOfRow;
    final int[] rowOfColumn;
    final double[] distance;
    final int[] predecessor;
    final int[] columns; // settled ones first

    Search(int n, double[] cost) {
      this.n = n;
      this.cost = cost;
      u = new double[n];
      v = new double[n];
      columnOfRow = new int[n];
      rowOfColumn = new int[n];
      distance = new double[n];
      predecessor = new int[n];
      columns = new int[n];
      Arrays.fill(columnOfRow, -1);
      Arrays.fill(rowOfColumn, -1);
    }

    /** Prices every column, then every row, at its cheapest, and assigns where that is free. */
    void reduce() {
      Arrays.fill(v, Double.POSITIVE_INFINITY);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          v[j] = Math.min(v[j], cost[i * n + j]);
        }
      }
      for (int i = 0; i < n; i++) {
        int cheapest = 0;
        for (int j = 1; j < n; j++) {
          if (cost[i * n + j] - v[j] < cost[i * n + cheapest] - v[cheapest]) {
            cheapest = j;
          }
        }
        u[i] = cost[i * n + cheapest] - v[cheapest];
        if (rowOfColumn[cheapest] < 0) {
          rowOfColumn[cheapest] = i;
          columnOfRow[i] = cheapest;
        }
      }
    }

    /** Assigns a free row by Dijkstra's search for the shortest path of reduced costs. */
    void augment(int free) {
      for (int j = 0; j < n; j++) {
        columns[j] = j;
        distance[j] = Double.POSITIVE_INFINITY;
      }
      int settled = 0;
      int row = free;
      double travelled = 0;
      int sink = -1;
      while (sink < 0) {
        double reach = travelled - u[row];
        int nearest = settled;
        double least = Double.POSITIVE_INFINITY;
        for (int k = settled; k < n; k++) {
          int j = columns[k];
          double through = reach + cost[row * n + j] - v[j];
          if (through < distance[j]) {
            distance[j] = through;
            predecessor[j] = row;
          }
          if (distance[j] < least || distance[j] == least && rowOfColumn[j] < 0) {
            least = distance[j];
            nearest = k;
          }
        }
        int column = columns[nearest];
        columns[nearest] = columns[settled];
        columns[settled++] = column;
        travelled = least;
        row = rowOfColumn[column];
        sink = row < 0 ? column : -1;
      }
      u[free] += travelled;
      for (int k = 0; k < settled - 1; k++) { // keeps reduced costs >= 0, and 0 along the path
        int j = columns[k];
        u[rowOfColumn[j]] += travelled - distance[j];
        v[j] -= travelled - distance[j];
      }
      for (int column = sink; column >= 0; ) {
        int holder = predecessor[column];
        int given = holder == free ? -1 : columnOfRow[holder];
        rowOfColumn[column] = holder;
        columnOfRow[holder] = column;
        column = given;
      }
    }
  }
}
