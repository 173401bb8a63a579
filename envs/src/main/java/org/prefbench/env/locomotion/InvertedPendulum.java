package org.prefbench.env.locomotion;

import java.util.List;
import java.util.Optional;
import org.prefbench.core.RandomStream;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Role;
import org.prefbench.env.scene.Shape;
import org.prefbench.env.scene.View;
import org.prefbench.physics.CapsuleInertia;
import org.prefbench.physics.Data;
import org.prefbench.physics.Model;

/**
 * {@code inverted-pendulum-v4}: balance a pole on a cart.
 *
 * <pre>
 * observation  0  position of the cart                              m
 *              1  angle of the pole from upright                    rad
 *              2  velocity of the cart                              m/s
 *              3  angular velocity of the pole                      rad/s
 * action       0  force on the cart / 100 N                         [-3, 3]
 * reward       1 in every step
 * start        each position and velocity uniform in [-0.01, 0.01)
 * end          terminates when |angle| > 0.2 rad; truncated after 1000 steps of 0.04 s
 * state        qpos: cart, pole; qvel
 * </pre>
 *
 * <p>Source: InvertedPendulum-v4 of Gymnasium (Towers et al. 2024, arXiv 2407.17032).
 */
public final class InvertedPendulum implements Task {
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "inverted-pendulum-v4",
          "Balance a pole on a cart",
          Space.unbounded(4),
          Space.box(1, -3, 3),
          Task.state(2, 2),
          0.04,
          1000,
          Optional.empty());

  /** Registers {@code inverted-pendulum-v4}. */
  public static final class V4 extends TaskFactory {
    /** Creates the factory. */
    public V4() {
      super(new InvertedPendulum());
    }
  }

  private InvertedPendulum() {}

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public Model loadModel() {
    return Model.shipped("inverted_pendulum.xml", CapsuleInertia.EXACT);
  }

  @Override
  public int frameSkip() {
    return 2;
  }

  @Override
  public void start(RandomStream random, double[] qpos, double[] qvel) {
    Task.addUniform(random, 0.01, qpos);
    Task.addUniform(random, 0.01, qvel);
  }

  @Override
  public double reward(Data after, double[] qposBefore, double[] memoryBefore, double[] memory) {
    return 1;
  }

  @Override
  public boolean terminated(Data after) {
    return !(Math.abs(after.qpos[1]) <= 0.2);
  }

  @Override
  public void observe(double[] qpos, double[] qvel, double[] memory, double[] observation) {
    System.arraycopy(qpos, 0, observation, 0, 2);
    System.arraycopy(qvel, 0, observation, 2, 2);
  }

  @Override
  public View view(Point root) {
    return View.front(new Point(0, 0, 0.3), 1.8);
  }

  @Override
  public List<Shape> surroundings(Point root) {
    return List.of(
        new Shape.Line(List.of(new Point(-1.1, 0, 0), new Point(1.1, 0, 0)), 0.03, Role.SUPPORT));
  }
}
