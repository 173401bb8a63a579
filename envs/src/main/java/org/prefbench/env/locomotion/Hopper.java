package org.prefbench.env.locomotion;

import org.prefbench.core.RandomStream;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.physics.Data;
import org.prefbench.physics.Model;

/**
 * {@code hopper-v2}, {@code hopper-v4}: make a planar one-legged robot hop forward without falling.
 *
 * <pre>
 * observation  0      height of the torso                           m
 *              1      pitch of the torso                            rad
 *              2..4   angles of thigh, leg and foot joint           rad
 *              5, 6   forward and upward velocity of the torso      m/s, clipped to [-10, 10]
 *              7..10  velocities of pitch, thigh, leg, foot         rad/s, clipped to [-10, 10]
 * action       0..2   torques of thigh, leg and foot joint / 200 N m  [-1, 1]
 * reward       forward velocity (distance / 0.008 s) + 1 - 0.001 |action|^2, also in the last step
 * start        upright at height 1.25 m, each position and velocity + uniform noise of 0.005
 * end          terminates unless height > 0.7 m, |pitch| &lt; 0.2 rad and every angle and velocity is
 *              below 100 in size; truncated after 1000 steps of 0.008 s
 * state        qpos: forward position, height, pitch, three joints; qvel
 * </pre>
 *
 * <p>Version 2 has the body masses of D4RL's data, version 4 those of MuJoCo 2.1.1 and later.
 *
 * <p>Source: Hopper-v2 of Gym (Brockman et al. 2016, arXiv 1606.01540) as D4RL uses it, with
 * clipped actions; Hopper-v4 of Gymnasium (Towers et al. 2024, arXiv 2407.17032). The robot is that
 * of Erez, Tassa and Todorov (2011).
 */
public final class Hopper implements Task {
  private static final double STEP = 0.008; // s

  private final Version version;
  private final EnvironmentSpec spec;

  /** Registers {@code hopper-v2}. */
  public static final class V2 extends TaskFactory {
    /** Creates the factory. */
    public V2() {
      super(new Hopper(Version.V2));
    }
  }

  /** Registers {@code hopper-v4}. */
  public static final class V4 extends TaskFactory {
    /** Creates the factory. */
    public V4() {
      super(new Hopper(Version.V4));
    }
  }

  private Hopper(Version version) {
    this.version = version;
    spec =
        new EnvironmentSpec(
            "hopper-" + version.suffix,
            "Make a planar one-legged robot hop forward without falling",
            Space.unbounded(11),
            Space.box(3, -1, 1),
            Task.state(6, 6),
            STEP,
            1000,
            version.scores(-20.272305, 3234.3));
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public Model loadModel() {
    return Model.shipped("hopper.xml", version.inertia);
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
    boolean healthy = after.qpos[1] > 0.7 && Math.abs(after.qpos[2]) < 0.2;
    for (int i = 2; i < after.qpos.length; i++) {
      healthy &= Math.abs(after.qpos[i]) < 100;
    }
    for (double velocity : after.qvel) {
      healthy &= Math.abs(velocity) < 100;
    }
    return !healthy;
  }

  @Override
  public void observe(double[] qpos, double[] qvel, double[] memory, double[] observation) {
    System.arraycopy(qpos, 1, observation, 0, 5);
    for (int i = 0; i < 6; i++) {
      observation[5 + i] = Math.max(-10, Math.min(10, qvel[i]));
    }
  }
}
