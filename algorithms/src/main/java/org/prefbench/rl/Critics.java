package org.prefbench.rl;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Function;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;

/**
 * Critics Q_k(s, a) that learn side by side, each with a target that follows it slowly (Lillicrap
 * et al. 2016, arXiv 1509.02971). What is built on them takes the smallest, because the largest of
 * several estimates is too large on average (Fujimoto et al. 2018, arXiv 1802.09477). Not
 * thread-safe.
 */
public final class Critics {
  private final Learner learner;
  private final Learner.Ensemble networks;
  private final Learner.Target target;
  private final int count;
  private final boolean normalized;

  /**
   * Creates critics with targets equal to them.
   *
   * @param initial networks of one shape, from (s, a) to a value
   * @param normalized whether every hidden layer is normalised before its activation (Ba et al.
   *     2016, arXiv 1607.06450)
   */
  public Critics(List<Mlp> initial, boolean normalized, Adam adam, Ledger ledger) {
    this.normalized = normalized;
    count = initial.size();
    learner = new Learner(adam, ledger);
    networks = learner.ensemble(initial);
    target = learner.target();
  }

  /**
   * Returns all critics {@code [critics, n]} with their derivatives.
   *
   * @param pass of {@link #learner}
   * @param inputs (s, a), {@code [n, obs + act]}
   */
  public NDArray values(Pass pass, NDArray inputs) {
    return all(pass, inputs).reshape(count, inputs.getShape().get(0));
  }

  /**
   * Returns the smallest critic {@code [n]} in the pass of another learner, for which the critics
   * are constant functions.
   *
   * @param inputs (s, a), {@code [n, obs + act]}
   */
  public NDArray smallest(Pass pass, NDArray inputs) {
    return smallestOf(all(pass.constants(learner), inputs));
  }

  /** Returns the smallest target {@code [n]}, like {@link #smallest}. */
  public NDArray smallestTarget(Pass pass, NDArray inputs) {
    return smallestOf(all(pass.constants(target), inputs));
  }

  private NDArray all(Pass pass, NDArray inputs) {
    return normalized ? pass.forwardNormalized(networks, inputs) : pass.forward(networks, inputs);
  }

  private NDArray smallestOf(NDArray values) {
    NDArray smallest = values.get(0);
    for (int k = 1; k < count; k++) {
      smallest = smallest.minimum(values.get(k));
    }
    return smallest.reshape(smallest.getShape().get(0));
  }

  /**
   * Takes one step of all critics towards y.
   *
   * <pre>
   * L = sum_k E (Q_k(s, a) - y)^2
   * </pre>
   *
   * @param y {@code [n]}, worked out without derivatives
   * @return L before the step
   */
  public double step(FloatMatrix observations, FloatMatrix actions, Function<Pass, NDArray> y) {
    return learner.step(
        pass -> {
          NDArray wanted = pass.fixed(() -> y.apply(pass));
          NDArray inputs = pass.array(observations.beside(actions));
          return values(pass, inputs).sub(wanted).square().mean().mul(pass.scalar(count));
        });
  }

  /** Moves the targets by a share of the way to the critics. */
  public void follow(double rate) {
    target.follow(rate);
  }

  /** Returns the learner of the critics. */
  public Learner learner() {
    return learner;
  }

  /** Returns the values of the targets. */
  public Learner.Target target() {
    return target;
  }
}
