package org.prefbench.env.locomotion;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;
import org.prefbench.physics.GoldenModels;
import org.prefbench.physics.GoldenTable;

/** Compares a task's steps, rewards, ends and observations with those of libmujoco 2.2.2. */
final class TaskParity {
  private final LocomotionEnvironment environment;
  private final StepResult result;
  private final int nq;
  private final int nv;
  private final int nu;
  private final double[] qpos;
  private final double[] qvel;

  TaskParity(String golden) {
    environment =
        (LocomotionEnvironment)
            Environments.registered().get(GoldenModels.environment(golden)).create();
    result = new StepResult(environment.spec());
    nq = environment.model().nq();
    nv = environment.model().nv();
    nu = environment.model().nu();
    qpos = new double[nq];
    qvel = new double[nv];
  }

  /**
   * Returns the largest relative errors by category: after one engine step in positions and
   * velocities, after one control step in both, in the reward, and infinity in the last entry if an
   * end differs.
   */
  Map<String, double[]> steps(GoldenTable table) {
    Map<String, double[]> errors = new TreeMap<>();
    for (int r = 0; r < table.rows(); r++) {
      double[] error = errors.computeIfAbsent(table.text(r, "cat"), category -> new double[6]);
      double[] action = table.vector(r, "act", nu);
      set(table, r);
      environment.engineStep(action);
      environment.getState(qpos, qvel);
      raise(error, 0, GoldenTable.error(table.vector(r, "s1_qpos", nq), qpos));
      raise(error, 1, GoldenTable.error(table.vector(r, "s1_qvel", nv), qvel));
      set(table, r);
      environment.step(action, result);
      environment.getState(qpos, qvel);
      raise(error, 2, GoldenTable.error(table.vector(r, "en_qpos", nq), qpos));
      raise(error, 3, GoldenTable.error(table.vector(r, "en_qvel", nv), qvel));
      raise(error, 4, GoldenTable.error(table.number(r, "reward"), result.reward));
      raise(error, 5, same(table.number(r, "terminated"), result.terminated));
    }
    return errors;
  }

  /**
   * Returns the largest relative error of state, reward and end over an episode's rows when each
   * step starts from MuJoCo's state.
   */
  double teacherForced(GoldenTable table) {
    double error = 0;
    double[] state = new double[environment.spec().stateSize()];
    for (int r = 0; r + 1 < table.rows(); r++) {
      if (!table.text(r, "ep").equals(table.text(r + 1, "ep"))) {
        continue;
      }
      set(table, r);
      if (table.has("xtorso")) { // the position that lags behind is part of the state
        environment.readState(state);
        state[nq + nv] = table.number(r, "xtorso");
        environment.writeState(state);
      }
      environment.step(table.vector(r, "act", nu), result);
      environment.getState(qpos, qvel);
      error = Math.max(error, GoldenTable.error(table.vector(r + 1, "qpos", nq), qpos));
      error = Math.max(error, GoldenTable.error(table.vector(r + 1, "qvel", nv), qvel));
      boolean lagging = environment.spec().id().startsWith("reacher");
      if (!lagging || table.number(r, "t") == 0) {
        error = Math.max(error, GoldenTable.error(table.number(r, "reward"), result.reward));
      }
      error = Math.max(error, same(table.number(r, "terminated"), result.terminated));
    }
    return error;
  }

  /**
   * Plays each episode open loop from its first state. Returns for each step, of at most {@code
   * steps}, the largest error over the episodes of positions, velocities (relative) and rewards so
   * far.
   */
  double[] openLoop(GoldenTable table, int steps) {
    double[] errors = new double[steps];
    int step = steps;
    int longest = 0;
    for (int r = 0; r + 1 < table.rows(); r++) {
      if (table.number(r, "t") == 0) {
        set(table, r);
        step = 0;
      }
      if (step >= steps || !table.text(r, "ep").equals(table.text(r + 1, "ep"))) {
        continue;
      }
      environment.step(table.vector(r, "act", nu), result);
      environment.getState(qpos, qvel);
      raise(errors, step, GoldenTable.error(table.vector(r + 1, "qpos", nq), qpos));
      raise(errors, step, GoldenTable.error(table.vector(r + 1, "qvel", nv), qvel));
      raise(errors, step, GoldenTable.error(table.number(r, "reward"), result.reward));
      raise(errors, step, same(table.number(r, "terminated"), result.terminated));
      longest = Math.max(longest, ++step);
    }
    for (int i = 1; i < longest; i++) {
      raise(errors, i, errors[i - 1]);
    }
    return Arrays.copyOf(errors, longest);
  }

  /** Returns the largest relative error of observations at MuJoCo's states. */
  double observations(GoldenTable table) {
    double error = 0;
    int size = environment.spec().observations().size();
    double[] state = new double[environment.spec().stateSize()];
    double[] observation = new double[size];
    for (int r = 0; r < table.rows(); r++) {
      boolean start = table.number(r, "t") == 0;
      // An episode's first state passes through set_state, which normalises the quaternion.
      double[] position = table.vector(r, start ? "raw_qpos" : "qpos", nq);
      environment.setState(position, table.vector(r, "qvel", nv));
      if (!start) {
        environment.readState(state);
        System.arraycopy(position, 0, state, 0, nq);
        environment.writeState(state);
      }
      environment.observe(observation);
      error = Math.max(error, GoldenTable.error(table.vector(r, "obs", size), observation));
    }
    return error;
  }

  private void set(GoldenTable table, int row) {
    environment.setState(table.vector(row, "qpos", nq), table.vector(row, "qvel", nv));
  }

  private static void raise(double[] errors, int index, double error) {
    errors[index] = Math.max(errors[index], error);
  }

  private static double same(double expected, boolean actual) {
    return expected == (actual ? 1 : 0) ? 0 : Double.POSITIVE_INFINITY;
  }
}
