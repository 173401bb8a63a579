package org.prefbench.env.locomotion;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.RandomStream;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.StateField;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Shape;
import org.prefbench.env.scene.View;
import org.prefbench.physics.Data;
import org.prefbench.physics.Model;

/**
 * What makes a mechanism a task. Implementations hold no state of an episode and are shared by all
 * copies.
 *
 * <p>Some tasks look at quantities that the engine's last forward pass left behind and that lag
 * behind the positions by a fraction of a step, as Gym's tasks do. They keep them in {@code
 * memory}, which is part of the environment's state after positions and velocities.
 */
interface Task {
  /** Returns what is fixed about the environment. */
  EnvironmentSpec spec();

  /** Returns a new model of the mechanism. */
  Model loadModel();

  /** Returns the number of engine steps per control step. */
  int frameSkip();

  /** Changes the model's initial positions and zero velocities into the start of an episode. */
  void start(RandomStream random, double[] qpos, double[] qvel);

  /** Writes what later observations and rewards need of the last forward pass. */
  default void remember(Data data, double[] memory) {}

  /**
   * Returns the reward of a step.
   *
   * @param after the simulation at the end of the step; its controls are the clipped action, or the
   *     action as it was given where one of its coordinates is unsound
   * @param qposBefore positions at its beginning
   * @param memoryBefore memory at its beginning
   * @param memory memory at its end
   */
  double reward(Data after, double[] qposBefore, double[] memoryBefore, double[] memory);

  /** Returns whether the task is over at the end of a step. */
  boolean terminated(Data after);

  /** Writes the observation of a state. */
  void observe(double[] qpos, double[] qvel, double[] memory, double[] observation);

  /** Returns from where to look at a mechanism whose root is at {@code root}. */
  default View view(Point root) {
    return new View(new Point(root.x(), root.y(), 0.75), 90, -9, 2.1, 7);
  }

  /** Returns what is around the mechanism: level ground, unless the task says otherwise. */
  default List<Shape> surroundings(Point root) {
    return List.of(new Shape.Ground(0, 1));
  }

  /** Returns the fields of the state vector, those of {@code memory} last. */
  static List<StateField> state(int nq, int nv, StateField... memory) {
    List<StateField> fields = new ArrayList<>();
    fields.add(new StateField("qpos", nq));
    fields.add(new StateField("qvel", nv));
    fields.addAll(List.of(memory));
    return fields;
  }

  /** Returns the sum of the squared controls. */
  static double squaredControl(Data data) {
    double sum = 0;
    for (double control : data.control) {
      sum += control * control;
    }
    return sum;
  }

  /** Adds independent uniform noise from {@code [-range, range)} to each value. */
  static void addUniform(RandomStream random, double range, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += random.uniform(-range, range);
    }
  }

  /** Adds independent normal noise to each value. */
  static void addNormal(RandomStream random, double standardDeviation, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += standardDeviation * random.nextGaussian();
    }
  }
}
