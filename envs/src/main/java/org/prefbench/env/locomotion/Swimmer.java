package org.prefbench.env.locomotion;

import java.util.List;
import java.util.Optional;
import org.prefbench.core.RandomStream;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Shape;
import org.prefbench.env.scene.View;
import org.prefbench.physics.CapsuleInertia;
import org.prefbench.physics.Data;
import org.prefbench.physics.Model;

/**
 * {@code swimmer-v4}: make a chain of three rods swim forward in a viscous fluid.
 *
 * <pre>
 * observation  0      heading of the first rod                      rad
 *              1, 2   angles of the two joints                      rad
 *              3, 4   velocity of the first rod's origin, x and y   m/s
 *              5..7   velocities of heading and joints              rad/s
 * action       0, 1   torques of the two joints / 150 N m           [-1, 1]
 * reward       forward velocity (distance / 0.04 s) - 0.0001 |action|^2
 * start        straight, each position and velocity + uniform noise of 0.1
 * end          never terminates; truncated after 1000 steps of 0.04 s
 * state        qpos: x, y, heading, two joints; qvel
 * </pre>
 *
 * <p>Source: Swimmer-v4 of Gymnasium (Towers et al. 2024, arXiv 2407.17032). The robot is that of
 * Coulom (2002).
 */
public final class Swimmer implements Task {
  private static final double STEP = 0.04; // s
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "swimmer-v4",
          "Make a chain of three rods swim forward in a viscous fluid",
          Space.unbounded(8),
          Space.box(2, -1, 1),
          Task.state(5, 5),
          STEP,
          1000,
          Optional.empty());

  /** Registers {@code swimmer-v4}. */
  public static final class V4 extends TaskFactory {
    /** Creates the factory. */
    public V4() {
      super(new Swimmer());
    }
  }

  private Swimmer() {}

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public Model loadModel() {
    return Model.shipped("swimmer.xml", CapsuleInertia.EXACT);
  }

  @Override
  public int frameSkip() {
    return 4;
  }

  @Override
  public void start(RandomStream random, double[] qpos, double[] qvel) {
    Task.addUniform(random, 0.1, qpos);
    Task.addUniform(random, 0.1, qvel);
  }

  @Override
  public double reward(Data after, double[] qposBefore, double[] memoryBefore, double[] memory) {
    return (after.qpos[0] - qposBefore[0]) / STEP - 1e-4 * Task.squaredControl(after);
  }

  @Override
  public boolean terminated(Data after) {
    return false;
  }

  @Override
  public void observe(double[] qpos, double[] qvel, double[] memory, double[] observation) {
    System.arraycopy(qpos, 2, observation, 0, 3);
    System.arraycopy(qvel, 0, observation, 3, 5);
  }

  @Override
  public View view(Point root) {
    return View.above(new Point(root.x(), root.y(), 0), 5);
  }

  @Override
  public List<Shape> surroundings(Point root) {
    return List.of(new Shape.Ground(-0.1, 1));
  }
}
