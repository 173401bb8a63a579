package org.prefbench.env.locomotion;

import java.util.Arrays;
import java.util.List;
import org.prefbench.core.RandomStream;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Shape;
import org.prefbench.env.scene.View;
import org.prefbench.physics.Data;
import org.prefbench.physics.Model;

/**
 * {@code ant-v2}, {@code ant-v4}: make a four-legged robot walk forward without leaving a band of
 * heights.
 *
 * <pre>
 * observation  0        height of the torso                         m
 *              1..4     orientation of the torso, quaternion (w, x, y, z)
 *              5..12    angles of hip and ankle 1, 2, 3, 4          rad
 *              13..15   velocity of the torso, world axes           m/s
 *              16..18   angular velocity of the torso, body axes    rad/s
 *              19..26   velocities of hip and ankle 1, 2, 3, 4      rad/s
 *              27..110  version 2 only: contact forces, which are all 0 in D4RL's data (MuJoCo 2.0
 *                       with mujoco-py did not compute them) and therefore here
 * action       0..7     torques of hip and ankle 4, 1, 2, 3 / 150 N m   [-1, 1]
 * reward       forward velocity (distance / 0.05 s) + 1 - 0.5 |action|^2, also in the last step
 * start        all 15 positions, the quaternion's too, + uniform noise of 0.1 (then normalised),
 *              velocities normal with standard deviation 0.1
 * end          terminates unless 0.2 &lt;= height &lt;= 1 m; truncated after 1000 steps of 0.05 s
 * state        qpos: position, quaternion, eight joints; qvel; torso_x
 * </pre>
 *
 * <p>As in Gym, distance is measured between the torso positions of the engine's last forward
 * passes, which belong to the last Runge-Kutta stage of a step and not to its end; {@code torso_x}
 * remembers it.
 *
 * <p>Version 2 has the body masses of D4RL's data, version 4 those of MuJoCo 2.1.1 and later and no
 * contact forces in its observation.
 *
 * <p>Source: Ant-v2 of Gym (Brockman et al. 2016, arXiv 1606.01540) as D4RL uses it, with clipped
 * actions; Ant-v4 of Gymnasium (Towers et al. 2024, arXiv 2407.17032). The robot is that of
 * Schulman et al. (2016, arXiv 1506.02438).
 */
public final class Ant implements Task {
  private static final double STEP = 0.05; // s
  private static final int TORSO = 1; // the first body after the world

  private final Version version;
  private final EnvironmentSpec spec;

  /** Registers {@code ant-v2}. */
  public static final class V2 extends TaskFactory {
    /** Creates the factory. */
    public V2() {
      super(new Ant(Version.V2));
    }
  }

  /** Registers {@code ant-v4}. */
  public static final class V4 extends TaskFactory {
    /** Creates the factory. */
    public V4() {
      super(new Ant(Version.V4));
    }
  }

  private Ant(Version version) {
    this.version = version;
    spec =
        new EnvironmentSpec(
            "ant-" + version.suffix,
            "Make a four-legged robot walk forward without jumping or falling",
            Space.unbounded(version == Version.V2 ? 111 : 27),
            Space.box(8, -1, 1),
            Task.state(15, 14, new StateField("torso_x", 1)),
            STEP,
            1000,
            version.scores(-325.6, 3879.7));
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public Model loadModel() {
    return Model.shipped("ant.xml", version.inertia);
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
    memory[0] = data.bodyCoordinate(TORSO, 0);
  }

  @Override
  public double reward(Data after, double[] qposBefore, double[] memoryBefore, double[] memory) {
    return (memory[0] - memoryBefore[0]) / STEP + 1 - 0.5 * Task.squaredControl(after);
  }

  @Override
  public boolean terminated(Data after) {
    return !(after.qpos[2] >= 0.2 && after.qpos[2] <= 1);
  }

  @Override
  public void observe(double[] qpos, double[] qvel, double[] memory, double[] observation) {
    System.arraycopy(qpos, 2, observation, 0, 13);
    System.arraycopy(qvel, 0, observation, 13, 14);
    Arrays.fill(observation, 27, observation.length, 0);
  }

  @Override
  public View view(Point root) {
    return new View(new Point(root.x(), root.y(), 0.4), 60, -25, 2.8, 8);
  }

  @Override
  public List<Shape> surroundings(Point root) {
    return List.of(new Shape.Ground(0, 2));
  }
}
