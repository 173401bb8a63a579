package org.prefbench.flow;

/** A velocity field that also knows its divergence, the trace of its Jacobian in y. */
public interface DivergenceField extends VectorField {
  /**
   * Writes the velocities at the first {@code points.count} points, and the divergences {@code
   * sum_j dv_j/dy_j} there into {@code divergences}, {@code [count]}.
   */
  void evaluate(Points points, double[] divergences);
}
