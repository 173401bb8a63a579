/**
 * Continuous normalising flows without an engine: probability paths between two laws, couplings of
 * their samples, and solvers for the ordinary differential equation that carries one law into the
 * other, with the change of log-density along it. Everything here computes in double, row by row:
 * the result of a row never depends on the rows that share its batch. Knows nothing of networks; a
 * velocity is any {@link org.prefbench.flow.VectorField}.
 */
package org.prefbench.flow;
