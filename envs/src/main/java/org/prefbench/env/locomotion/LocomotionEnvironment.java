package org.prefbench.env.locomotion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.StepResult;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Scene;
import org.prefbench.env.scene.Shape;
import org.prefbench.physics.Data;
import org.prefbench.physics.Dynamics;
import org.prefbench.physics.Model;

/**
 * A task on the physics engine. The state is positions, velocities and the task's memory; the
 * solver's warm start is forgotten at the beginning of every control step, so nothing else decides
 * how a state continues.
 */
public final class LocomotionEnvironment implements Environment {
  private final Task task;
  private final EnvironmentSpec spec;
  private final Data data;
  private final double[] initialPosition;
  private final double[] memory;
  private final double[] control;
  private final double[] qposBefore;
  private final double[] qvelBefore;
  private final double[] memoryBefore;
  private Optional<RobotScene> picture = Optional.empty(); // made when somebody looks

  LocomotionEnvironment(Task task, Model model) {
    this.task = task;
    spec = task.spec();
    data = new Data(model);
    initialPosition = model.initialPosition();
    memory = new double[spec.stateSize() - model.nq() - model.nv()];
    control = new double[model.nu()];
    qposBefore = new double[model.nq()];
    qvelBefore = new double[model.nv()];
    memoryBefore = new double[memory.length];
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  /** Returns the mechanism. */
  public Model model() {
    return data.model;
  }

  /** Returns the number of engine steps per control step. */
  public int frameSkip() {
    return task.frameSkip();
  }

  @Override
  public void reset(Seed seed, double[] observation) {
    double[] qpos = initialPosition.clone();
    double[] qvel = new double[qvelBefore.length];
    task.start(seed.generator(), qpos, qvel);
    setState(qpos, qvel);
    observe(observation);
  }

  /**
   * Sets positions and velocities and runs one forward pass without control, as {@code set_state}
   * of Gym does; a quaternion is normalised by it.
   *
   * @throws InvalidInputException if a value is not a number or exceeds 1e10 in size
   */
  public void setState(double[] qpos, double[] qvel) {
    checkSound("qpos", Checks.length(spec.id() + ": qpos", qpos, data.qpos.length), 0, qpos.length);
    checkSound("qvel", Checks.length(spec.id() + ": qvel", qvel, data.qvel.length), 0, qvel.length);
    System.arraycopy(qpos, 0, data.qpos, 0, qpos.length);
    System.arraycopy(qvel, 0, data.qvel, 0, qvel.length);
    for (int i = 0; i < control.length; i++) {
      data.control[i] = 0;
    }
    data.forgetWarmStart();
    Dynamics.forward(data);
    task.remember(data, memory);
  }

  /** Copies positions and velocities. */
  public void getState(double[] qpos, double[] qvel) {
    System.arraycopy(data.qpos, 0, qpos, 0, data.qpos.length);
    System.arraycopy(data.qvel, 0, qvel, 0, data.qvel.length);
  }

  /**
   * Advances by one control step. An action with a coordinate that is not a number or exceeds 1e10
   * in size moves the mechanism as MuJoCo does, as if all controls were zero; the reward follows
   * from the action as it was given, so it is not a number where the action is charged for.
   *
   * @throws InvalidInputException if the state leaves the range of sound numbers, where MuJoCo
   *     would restart without a word; the state is then unchanged
   */
  @Override
  public void step(double[] action, StepResult result) {
    advance(action, task.frameSkip());
    System.arraycopy(memory, 0, memoryBefore, 0, memory.length);
    task.remember(data, memory);
    result.reward = task.reward(data, qposBefore, memoryBefore, memory);
    result.terminated = task.terminated(data);
    observe(result.observation);
  }

  /**
   * Advances by one engine step, a fraction of a control step, for comparisons with other engines.
   */
  public void engineStep(double[] action) {
    advance(action, 1);
    task.remember(data, memory);
  }

  private void advance(double[] action, int engineSteps) {
    boolean bad = Dynamics.anyUnsound(action);
    for (int i = 0; i < control.length; i++) {
      control[i] = bad ? action[i] : spec.actions().clip(i, action[i]);
    }
    System.arraycopy(control, 0, data.control, 0, control.length);
    System.arraycopy(data.qpos, 0, qposBefore, 0, qposBefore.length);
    System.arraycopy(data.qvel, 0, qvelBefore, 0, qvelBefore.length);
    data.forgetWarmStart();
    for (int i = 0; i < engineSteps; i++) {
      Dynamics.step(data);
    }
    String unsound = Dynamics.findUnsound(data);
    if (!unsound.isEmpty()) {
      System.arraycopy(qposBefore, 0, data.qpos, 0, qposBefore.length);
      System.arraycopy(qvelBefore, 0, data.qvel, 0, qvelBefore.length);
      throw new InvalidInputException(
          spec.id()
              + ": a step from this state diverges: "
              + unsound
              + " must be a number of size <= 1e10");
    }
  }

  @Override
  public void observe(double[] observation) {
    task.observe(data.qpos, data.qvel, memory, observation);
  }

  @Override
  public void readState(double[] state) {
    System.arraycopy(data.qpos, 0, state, 0, data.qpos.length);
    System.arraycopy(data.qvel, 0, state, data.qpos.length, data.qvel.length);
    System.arraycopy(memory, 0, state, data.qpos.length + data.qvel.length, memory.length);
  }

  /**
   * Replaces the whole state.
   *
   * @throws InvalidInputException if a value is not a number or exceeds 1e10 in size; the state is
   *     then unchanged
   */
  @Override
  public void writeState(double[] state) {
    Checks.length("state", state, data.qpos.length + data.qvel.length + memory.length);
    int nq = data.qpos.length;
    int nv = data.qvel.length;
    checkSound("qpos", state, 0, nq);
    checkSound("qvel", state, nq, nv);
    checkSound("memory", state, nq + nv, memory.length);
    System.arraycopy(state, 0, data.qpos, 0, nq);
    System.arraycopy(state, nq, data.qvel, 0, nv);
    System.arraycopy(state, nq + nv, memory, 0, memory.length);
  }

  @Override
  public Optional<Scene> scene() {
    if (picture.isEmpty()) {
      picture = Optional.of(new RobotScene(data.model));
    }
    RobotScene robot = picture.get();
    robot.place(data.qpos);
    Point root = robot.root();
    List<Shape> shapes = new ArrayList<>(task.surroundings(root));
    shapes.addAll(robot.solids());
    return Optional.of(new Scene(task.view(root), shapes));
  }

  private void checkSound(String name, double[] values, int from, int count) {
    for (int i = 0; i < count; i++) {
      double value = values[from + i];
      if (Dynamics.isUnsound(value)) {
        throw new InvalidInputException(
            spec.id() + ": " + name + "[" + i + "] must be a number of size <= 1e10, got " + value);
      }
    }
  }
}
