package org.prefbench.generative;

import ai.djl.ndarray.NDArray;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.flow.ProbabilityPath;
import org.prefbench.flow.StraightPath;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Pass;

/**
 * A map of noise into plans while a learner trains it, from where it stands. With noise e ~ N(0,
 * I), a time t in [0, 1] and a plan y in the map's scales, its error there is
 *
 * <pre>
 * l(y | x; t, e) = || v(t, (1 - t) e + t y | x) - (y - e) ||^2 / d
 * </pre>
 *
 * <p>whose mean over t and e conditional flow matching minimises (Lipman et al. 2023, arXiv
 * 2210.02747).
 */
public final class NoiseFlow {
  private static final ProbabilityPath PATH = new StraightPath(0);

  private final FlowMap start;
  private final Learner learner;
  private final Learner.Network network;

  /** Declares a copy of the map's network in {@code learner}; the map itself stays. */
  public NoiseFlow(Learner learner, FlowMap start) {
    this.learner = learner;
    this.start = start;
    network = learner.network(start.field());
  }

  /**
   * Where errors are looked at.
   *
   * @param times t, {@code [n]}
   * @param noise e, {@code [n, d]}
   */
  public record Draws(double[] times, FloatMatrix noise) {
    /** Draws {@code n} times, uniformly, and as much noise. */
    public static Draws of(int n, int d, RandomStream random) {
      double[] times = new double[n];
      FloatMatrix noise = new FloatMatrix(n, d);
      for (int i = 0; i < n; i++) {
        times[i] = random.nextDouble();
        for (int j = 0; j < d; j++) {
          noise.set(i, j, (float) random.nextGaussian());
        }
      }
      return new Draws(times, noise);
    }
  }

  /**
   * Returns the errors of the map in training, {@code [n]}.
   *
   * @param plans y, {@code [n, d]}
   * @param contexts x, {@code [n, context]}
   */
  public NDArray errors(Pass pass, Draws draws, FloatMatrix plans, FloatMatrix contexts) {
    ProbabilityPath.Draws way = way(draws, plans);
    return squares(pass, pass.forward(network, inputs(pass, way, contexts)), way);
  }

  /** Returns the errors of the map that it started from, as constants. */
  public NDArray startErrors(Pass pass, Draws draws, FloatMatrix plans, FloatMatrix contexts) {
    Mlp field = start.field();
    ProbabilityPath.Draws way = way(draws, plans);
    return pass.fixed(() -> squares(pass, pass.forward(field, inputs(pass, way, contexts)), way));
  }

  /** Returns the map as it stands. */
  public FlowMap map() {
    return new FlowMap(
        learner.read(network), start.segments(), start.contexts(), start.integration());
  }

  private static ProbabilityPath.Draws way(Draws draws, FloatMatrix plans) {
    return PATH.draw(draws.times, draws.noise, plans, null);
  }

  private static NDArray squares(Pass pass, NDArray learned, ProbabilityPath.Draws way) {
    return learned.sub(pass.array(way.velocities())).square().mean(new int[] {1});
  }

  private static NDArray inputs(Pass pass, ProbabilityPath.Draws way, FloatMatrix contexts) {
    FloatMatrix times = new FloatMatrix(way.times().length, 1);
    for (int i = 0; i < times.rows(); i++) {
      times.set(i, 0, (float) way.times()[i]);
    }
    return pass.array(way.points().beside(times).beside(contexts));
  }
}
