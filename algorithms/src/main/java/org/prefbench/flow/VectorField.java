package org.prefbench.flow;

/**
 * A time-dependent velocity v(t, y) on R^d, evaluated at many points at once. The velocity at a
 * point depends on that point (and on the number of its row) alone, never on the others, so that
 * batching changes no byte.
 */
@FunctionalInterface
public interface VectorField {
  /** Writes the velocities at the first {@code points.count} points. */
  void evaluate(Points points);

  /**
   * Points at which a field is evaluated and the velocities there: buffers that a solver allocates
   * once and reuses for every evaluation.
   */
  final class Points {
    /** The number of coordinates d of a point. */
    public final int dimension;

    /** How many points are asked for; the arrays may be longer. */
    public int count;

    /**
     * Which row of the initial states each point belongs to, {@code [count]}; a conditional field
     * finds its context by it.
     */
    public final int[] rows;

    /** The time of each point, {@code [count]}. */
    public final double[] times;

    /** The coordinates, {@code [count, dimension]} row after row. */
    public final double[] states;

    /** The answer, {@code [count, dimension]} row after row. */
    public final double[] velocities;

    /** Creates buffers for {@code capacity} points in R^{@code dimension}. */
    public Points(int capacity, int dimension) {
      this.dimension = dimension;
      rows = new int[capacity];
      times = new double[capacity];
      states = new double[capacity * dimension];
      velocities = new double[capacity * dimension];
    }
  }
}
