package org.prefbench.env.locomotion;

import java.util.List;
import java.util.Optional;
import org.prefbench.core.RandomStream;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Shape;
import org.prefbench.env.scene.View;
import org.prefbench.physics.CapsuleInertia;
import org.prefbench.physics.Data;
import org.prefbench.physics.Model;

/**
 * {@code reacher-v4}: bring the fingertip of a planar two-link arm to a target.
 *
 * <pre>
 * observation  0, 1   cosines of the two joint angles
 *              2, 3   sines of the two joint angles
 *              4, 5   position of the target                        m
 *              6, 7   velocities of the two joints                  rad/s
 *              8..10  fingertip minus target                        m
 * action       0, 1   torques of the two joints / 200 N m           [-1, 1]
 * reward       -|fingertip minus target| - |action|^2, with the distance before the step
 * start        each joint angle uniform in [-0.1, 0.1), target uniform in the disc of radius 0.2 m,
 *              joint velocities + uniform noise of 0.005, target at rest
 * end          never terminates; truncated after 50 steps of 0.02 s
 * state        qpos: two joints, target x and y; qvel; fingertip_to_target
 * </pre>
 *
 * <p>As in Gymnasium, the distance is that of the engine's last forward pass, which belongs to the
 * last Runge-Kutta stage of a step and not to its end; {@code fingertip_to_target} remembers it.
 *
 * <p>Source: Reacher-v4 of Gymnasium (Towers et al. 2024, arXiv 2407.17032).
 */
public final class Reacher implements Task {
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(
          "reacher-v4",
          "Bring the fingertip of a planar two-link arm to a target",
          Space.unbounded(11),
          Space.box(2, -1, 1),
          Task.state(4, 4, new StateField("fingertip_to_target", 3)),
          0.02,
          50,
          Optional.empty());
  private static final double TARGET_RADIUS = 0.2; // m

  // Numbers of bodies in the order of the model's file, the world being 0.
  private static final int FINGERTIP = 3;
  private static final int TARGET = 4;

  /** Registers {@code reacher-v4}. */
  public static final class V4 extends TaskFactory {
    /** Creates the factory. */
    public V4() {
      super(new Reacher());
    }
  }

  private Reacher() {}

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public Model loadModel() {
    return Model.shipped("reacher.xml", CapsuleInertia.EXACT);
  }

  @Override
  public int frameSkip() {
    return 2;
  }

  @Override
  public void start(RandomStream random, double[] qpos, double[] qvel) {
    Task.addUniform(random, 0.1, qpos);
    do {
      qpos[2] = random.uniform(-TARGET_RADIUS, TARGET_RADIUS);
      qpos[3] = random.uniform(-TARGET_RADIUS, TARGET_RADIUS);
    } while (qpos[2] * qpos[2] + qpos[3] * qpos[3] >= TARGET_RADIUS * TARGET_RADIUS);
    Task.addUniform(random, 0.005, qvel);
    qvel[2] = 0;
    qvel[3] = 0;
  }

  @Override
  public void remember(Data data, double[] memory) {
    for (int i = 0; i < 3; i++) {
      memory[i] = data.bodyCoordinate(FINGERTIP, i) - data.bodyCoordinate(TARGET, i);
    }
  }

  @Override
  public double reward(Data after, double[] qposBefore, double[] memoryBefore, double[] memory) {
    double x = memoryBefore[0];
    double y = memoryBefore[1];
    double z = memoryBefore[2];
    return -Math.sqrt(x * x + y * y + z * z) - Task.squaredControl(after);
  }

  @Override
  public boolean terminated(Data after) {
    return false;
  }

  @Override
  public void observe(double[] qpos, double[] qvel, double[] memory, double[] observation) {
    for (int i = 0; i < 2; i++) {
      observation[i] = StrictMath.cos(qpos[i]);
      observation[2 + i] = StrictMath.sin(qpos[i]);
      observation[4 + i] = qpos[2 + i];
      observation[6 + i] = qvel[i];
    }
    System.arraycopy(memory, 0, observation, 8, 3);
  }

  @Override
  public View view(Point root) {
    return View.above(new Point(0, 0, 0), 0.48);
  }

  @Override
  public List<Shape> surroundings(Point root) {
    return List.of(new Shape.Ground(-0.01, 0.05));
  }
}
