package org.prefbench.env.locomotion;

import org.prefbench.core.RandomStream;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.physics.Data;
import org.prefbench.physics.Model;

/**
 * {@code walker2d-v2}, {@code walker2d-v4}: make a planar two-legged robot walk forward without
 * falling.
 *
 * <pre>
 * observation  0       height of the torso                          m
 *              1       pitch of the torso                           rad
 *              2..4    angles of right thigh, leg and foot joint    rad
 *              5..7    angles of left thigh, leg and foot joint     rad
 *              8, 9    forward and upward velocity of the torso     m/s, clipped to [-10, 10]
 *              10..16  velocities of pitch and the six joints       rad/s, clipped to [-10, 10]
 * action       0..5    torques of the six joints / 100 N m          [-1, 1]
 * reward       forward velocity (distance / 0.008 s) + 1 - 0.001 |action|^2, also in the last step
 * start        upright at height 1.25 m, each position and velocity + uniform noise of 0.005
 * end          terminates unless 0.8 &lt; height &lt; 2 m and |pitch| &lt; 1 rad; truncated after
 *              1000 steps of 0.008 s
 * state        qpos: forward position, height, pitch, six joints; qvel
 * </pre>
 *
 * <p>Version 2 has the body masses of D4RL's data, version 4 those of MuJoCo 2.1.1 and later. The
 * feet differ in friction (0.9 right, 1.9 left) in both.
 *
 * <p>Source: Walker2d-v2 of Gym (Brockman et al. 2016, arXiv 1606.01540) as D4RL uses it, with
 * clipped actions; Walker2d-v4 of Gymnasium (Towers et al. 2024, arXiv 2407.17032). The robot is
 * that of Erez, Tassa and Todorov (2011).
 */
public final class Walker2d implements Task {
  private static final double STEP = 0.008; // s

  private final Version version;
  private final EnvironmentSpec spec;

  /** Registers {@code walker2d-v2}. */
  public static final class V2 extends TaskFactory {
    /** Creates the factory. */
    public V2() {
      super(new Walker2d(Version.V2));
    }
  }

  /** Registers {@code walker2d-v4}. */
  public static final class V4 extends TaskFactory {
    /** Creates the factory. */
    public V4() {
      super(new Walker2d(Version.V4));
    }
  }

  private Walker2d(Version version) {
    this.version = version;
    spec =
        new EnvironmentSpec(
            "walker2d-" + version.suffix,
            "Make a planar two-legged robot walk forward without falling",
            Space.unbounded(17),
            Space.box(6, -1, 1),
            Task.state(9, 9),
            STEP,
            1000,
            version.scores(1.629008, 4592.3));
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public Model loadModel() {
    return Model.shipped("walker2d.xml", version.inertia);
  }

  @Override
  public int frameSkip() {
    return 4;
  }

  @Override
  public void start(RandomStream random, double[] qpos, double[] qvel) {
    Task.addUniform(random, 0.005, qpos);
    Task.addUniform(random, 0.005, qvel);
  }

  @Override
  public double reward(Data after, double[] qposBefore, double[] memoryBefore, double[] memory) {
    return (after.qpos[0] - qposBefore[0]) / STEP + 1 - 1e-3 * Task.squaredControl(after);
  }

  @Override
  public boolean terminated(Data after) {
    double height = after.qpos[1];
    double pitch = after.qpos[2];
    return !(height > 0.8 && height < 2 && pitch > -1 && pitch < 1);
  }

  @Override
  public void observe(double[] qpos, double[] qvel, double[] memory, double[] observation) {
    System.arraycopy(qpos, 1, observation, 0, 8);
    for (int i = 0; i < 9; i++) {
      observation[8 + i] = Math.max(-10, Math.min(10, qvel[i]));
    }
  }
}
