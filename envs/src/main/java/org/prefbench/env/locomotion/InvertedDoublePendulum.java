package org.prefbench.env.locomotion;

import java.util.List;
import java.util.Optional;
import org.prefbench.core.RandomStream;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Role;
import org.prefbench.env.scene.Shape;
import org.prefbench.env.scene.View;
import org.prefbench.physics.CapsuleInertia;
import org.prefbench.physics.Data;
import org.prefbench.physics.Model;

/**
 * {@code inverted-double-pendulum-v4}: balance two poles, one on top of the other, on a cart.
 *
 * <pre>
 * observation  0      position of the cart                          m
 *              1, 2   sines of the joint angles of lower and upper pole
 *              3, 4   cosines of these angles
 *              5      velocity of the cart                          m/s, clipped to [-10, 10]
 *              6, 7   velocities of the joints                      rad/s, clipped to [-10, 10]
 *              8..10  constraint forces on cart and joints          N, N m, clipped to [-10, 10]
 * action       0      force on the cart / 500 N                     [-1, 1]
 * reward       10 - 0.01 x^2 - (z - 2)^2 - 0.001 v1^2 - 0.005 v2^2, where (x, z) is the tip of the upper
 *              pole and v1, v2 are the velocities of the joints; also in the last step
 * start        upright, each position + uniform noise of 0.1, velocities normal with standard deviation 0.1
 * end          terminates when z &lt;= 1 m; truncated after 1000 steps of 0.05 s
 * state        qpos: cart, lower joint, upper joint; qvel; constraint_force
 * </pre>
 *
 * <p>As in Gymnasium, tip and constraint forces are those of the engine's last forward pass, which
 * belongs to the last Runge-Kutta stage of a step and not to its end.
 *
 * <p>Source: InvertedDoublePendulum-v4 of Gymnasium (Towers et al. 2024, arXiv 2407.17032).
 */
public final class InvertedDoublePendulum implements Task {
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "inverted-double-pendulum-v4",
          "Balance two poles, one on top of the other, on a cart",
          Space.unbounded(11),
          Space.box(1, -1, 1),
          Task.state(3, 3, new StateField("constraint_force", 3)),
          0.05,
          1000,
          Optional.empty());
  private static final int TIP = 0; // the only site

  /** Registers {@code inverted-double-pendulum-v4}. */
  public static final class V4 extends TaskFactory {
    /** Creates the factory. */
    public V4() {
      super(new InvertedDoublePendulum());
    }
  }

  private InvertedDoublePendulum() {}

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public Model loadModel() {
    return Model.shipped("inverted_double_pendulum.xml", CapsuleInertia.EXACT);
  }

  @Override
  public int frameSkip() {
    return 5;
  }

  @Override
  public void start(RandomStream random, double[] qpos, double[] qvel) {
    Task.addUniform(random, 0.1, qpos);
    Task.addNormal(random, 0.1, qvel);
  }

  @Override
  public void remember(Data data, double[] memory) {
    data.constraintForce(memory);
  }

  @Override
  public double reward(Data after, double[] qposBefore, double[] memoryBefore, double[] memory) {
    double x = after.siteCoordinate(TIP, 0);
    double z = after.siteCoordinate(TIP, 2);
    double v1 = after.qvel[1];
    double v2 = after.qvel[2];
    return 10 - (0.01 * x * x + (z - 2) * (z - 2)) - (1e-3 * v1 * v1 + 5e-3 * v2 * v2);
  }

  @Override
  public boolean terminated(Data after) {
    return after.siteCoordinate(TIP, 2) <= 1;
  }

  @Override
  public void observe(double[] qpos, double[] qvel, double[] memory, double[] observation) {
    observation[0] = qpos[0];
    for (int i = 1; i < 3; i++) {
      observation[i] = StrictMath.sin(qpos[i]);
      observation[2 + i] = StrictMath.cos(qpos[i]);
    }
    for (int i = 0; i < 3; i++) {
      observation[5 + i] = Math.max(-10, Math.min(10, qvel[i]));
      observation[8 + i] = Math.max(-10, Math.min(10, memory[i]));
    }
  }

  @Override
  public View view(Point root) {
    return View.front(new Point(0, 0, 0.55), 2.4);
  }

  @Override
  public List<Shape> surroundings(Point root) {
    return List.of(
        new Shape.Line(List.of(new Point(-1.1, 0, 0), new Point(1.1, 0, 0)), 0.03, Role.SUPPORT));
  }
}
