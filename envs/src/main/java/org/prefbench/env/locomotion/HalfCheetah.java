package org.prefbench.env.locomotion;

import java.util.List;
import org.prefbench.core.RandomStream;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Shape;
import org.prefbench.physics.Data;
import org.prefbench.physics.Model;

/**
 * {@code halfcheetah-v2}, {@code halfcheetah-v4}: make a planar two-legged cheetah run forward.
 *
 * <pre>
 * observation  0       height of the torso above its start          m
 *              1       pitch of the torso                           rad
 *              2..4    angles of back thigh, shin and foot joint    rad
 *              5..7    angles of front thigh, shin and foot joint   rad
 *              8, 9    forward and upward velocity of the torso     m/s
 *              10..16  velocities of pitch and the six joints       rad/s
 * action       0..5    torques of the six joints / (120, 90, 60, 120, 60, 30) N m   [-1, 1]
 * reward       forward velocity (distance / 0.05 s) - 0.1 |action|^2
 * start        standing, each position + uniform noise of 0.1, each velocity normal with
 *              standard deviation 0.1
 * end          never terminates; truncated after 1000 steps of 0.05 s
 * state        qpos: forward position, height, pitch, six joints; qvel
 * </pre>
 *
 * <p>Version 2 has the body masses of D4RL's data, version 4 those of MuJoCo 2.1.1 and later; both
 * weigh 14 kg.
 *
 * <p>Source: HalfCheetah-v2 of Gym (Brockman et al. 2016, arXiv 1606.01540) as D4RL uses it, with
 * clipped actions; HalfCheetah-v4 of Gymnasium (Towers et al. 2024, arXiv 2407.17032). The robot is
 * that of Wawrzynski (2009).
 */
public final class HalfCheetah implements Task {
  private static final double STEP = 0.05; // s

  private final Version version;
  private final EnvironmentSpec spec;

  /** Registers {@code halfcheetah-v2}. */
  public static final class V2 extends TaskFactory {
    /** Creates the factory. */
    public V2() {
      super(new HalfCheetah(Version.V2));
    }
  }

  /** Registers {@code halfcheetah-v4}. */
  public static final class V4 extends TaskFactory {
    /** Creates the factory. */
    public V4() {
      super(new HalfCheetah(Version.V4));
    }
  }

  private HalfCheetah(Version version) {
    this.version = version;
    spec =
        new EnvironmentSpec(
            "halfcheetah-" + version.suffix,
            "Make a planar two-legged cheetah run forward",
            Space.unbounded(17),
            Space.box(6, -1, 1),
            Task.state(9, 9),
            STEP,
            1000,
            version.scores(-280.178953, 12135.0));
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public Model loadModel() {
    return Model.shipped("halfcheetah.xml", version.inertia);
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
  public double reward(Data after, double[] qposBefore, double[] memoryBefore, double[] memory) {
    return (after.qpos[0] - qposBefore[0]) / STEP - 0.1 * Task.squaredControl(after);
  }

  @Override
  public boolean terminated(Data after) {
    return false;
  }

  @Override
  public void observe(double[] qpos, double[] qvel, double[] memory, double[] observation) {
    System.arraycopy(qpos, 1, observation, 0, 8);
    System.arraycopy(qvel, 0, observation, 8, 9);
  }

  @Override
  public List<Shape> surroundings(Point root) {
    return List.of(new Shape.Ground(0, 2)); // it runs fast
  }
}
