package org.prefbench.stage;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/**
 * Measures a trained policy beyond its return, as lines of a table.
 *
 * <pre>
 * samples    action_0, action_1, ..., reward: one line per draw in a one-step task
 * transport  point, time, source_0, ..., position_0, ...: where each point of a grid is on its way
 *            through the map of a policy that has one; time 1 is where the map takes it
 * </pre>
 */
public final class Probes {
  /** Name of the probe that draws actions. */
  public static final String SAMPLES = "samples";

  /** Name of the probe with points on their way. */
  public static final String TRANSPORT = "transport";

  private static final int BATCH = 1000;
  private static final int MOST_POINTS = 1_000_000;

  private Probes() {}

  /**
   * Returns draws of a policy in a task of one step, with their rewards, below the names of the
   * columns.
   */
  public static List<Object[]> samples(Evaluator evaluator, Policy policy, int count, Seed seed) {
    EnvironmentSpec spec = evaluator.environment().spec();
    Checks.require(
        spec.maxSteps() == 1,
        "probes.samples needs a task of one step, %s has %d",
        spec.id(),
        spec.maxSteps());
    List<Object[]> lines = new ArrayList<>();
    lines.add(sampleColumns(spec.actions().size()));
    for (int from = 0; from < count; from += BATCH) {
      int copies = Math.min(BATCH, count - from);
      VectorEnvironment environment = new VectorEnvironment(evaluator.environment(), copies);
      environment.reset(seed.children(from, copies, "reset"));
      EnvironmentAccess access =
          new EnvironmentAccess(environment, evaluator.lookAhead(), new Ledger());
      try (Actor actor = policy.start(access, seed.children(from, copies, "policy"))) {
        FloatMatrix actions = actor.act(environment.observations()).copy();
        environment.step(actions);
        for (int i = 0; i < copies; i++) {
          List<Object> line = new ArrayList<>(values(actions, i));
          line.add(environment.reward(i));
          lines.add(line.toArray());
        }
      }
    }
    return lines;
  }

  /**
   * The points that a map moves.
   *
   * @param points per axis
   * @param low lower end of the grid on every axis
   * @param high upper end
   * @param times in [0, 1] at which they are looked at
   */
  public record Grid(int points, double low, double high, List<Double> times) {}

  /**
   * Returns the way of every point of a grid through a map, from the start of an episode, below the
   * names of the columns.
   *
   * @param length steps per segment
   */
  public static List<Object[]> transport(
      Grid grid, int length, Evaluator evaluator, TransportPolicy policy, Seed seed) {
    EnvironmentSpec spec = evaluator.environment().spec();
    FloatMatrix sources =
        grid(grid.points(), grid.low(), grid.high(), length * spec.actions().size());
    VectorEnvironment environment = new VectorEnvironment(evaluator.environment(), 1);
    environment.reset(new Seed[] {seed.child(TRANSPORT)});
    FloatMatrix contexts = new FloatMatrix(sources.rows(), spec.observations().size());
    for (int i = 0; i < contexts.rows(); i++) {
      contexts.setRow(i, environment.observations().row(0));
    }
    double[] times = grid.times().stream().mapToDouble(Double::doubleValue).toArray();
    FloatMatrix[] paths = policy.paths(contexts, sources, times);
    List<Object[]> lines = new ArrayList<>();
    List<Object> header = new ArrayList<>(List.of("point", "time"));
    header.addAll(names("source", sources.columns()));
    header.addAll(names("position", sources.columns()));
    lines.add(header.toArray());
    for (int i = 0; i < sources.rows(); i++) {
      for (int k = 0; k < times.length; k++) {
        List<Object> line = new ArrayList<>(List.of(i, times[k]));
        line.addAll(values(sources, i));
        line.addAll(values(paths[k], i));
        lines.add(line.toArray());
      }
    }
    return lines;
  }

  /** Returns the names of the columns of samples. */
  public static Object[] sampleColumns(int actions) {
    List<Object> header = new ArrayList<>(names("action", actions));
    header.add("reward");
    return header.toArray();
  }

  /** Returns a regular grid, {@code [points^d, d]}; the last coordinate runs fastest. */
  public static FloatMatrix grid(int points, double low, double high, int dimensions) {
    double rows = StrictMath.pow(points, dimensions);
    Checks.require(
        rows <= MOST_POINTS,
        "probes.transport-points = %d gives %.0f points in %d dimensions, more than %d",
        points,
        rows,
        dimensions,
        MOST_POINTS);
    FloatMatrix grid = new FloatMatrix((int) rows, dimensions);
    for (int i = 0; i < grid.rows(); i++) {
      int rest = i;
      for (int j = dimensions - 1; j >= 0; j--) {
        double share = points == 1 ? 0.5 : (rest % points) / (double) (points - 1);
        grid.set(i, j, (float) (low + (high - low) * share));
        rest /= points;
      }
    }
    return grid;
  }

  /** Returns one row as a list. */
  public static List<Float> values(FloatMatrix matrix, int row) {
    List<Float> values = new ArrayList<>();
    for (float value : matrix.row(row)) {
      values.add(value);
    }
    return values;
  }

  private static List<String> names(String name, int count) {
    List<String> names = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      names.add(name + "_" + j);
    }
    return names;
  }
}
