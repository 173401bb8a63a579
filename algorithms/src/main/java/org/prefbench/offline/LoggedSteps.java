package org.prefbench.offline;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.rl.Transitions;

/**
 * The steps of segments one after another, as offline learners read them. Actions are those that
 * the environment executed: those of the log moved into their bounds.
 *
 * @param segments in their order; whole episodes, or stretches of some
 * @param transitions of all their steps; only an end of the task is one, not an end of the time or
 *     of the stretch
 * @param actions the space of the actions
 */
public record LoggedSteps(List<Segment> segments, Transitions transitions, Space actions) {
  /** Returns the steps behind the reference. */
  public static LoggedSteps of(TrainingInput input) {
    return of(input.trajectories().episodes(), input.environment().actions());
  }

  /** Returns the steps of {@code segments}, of which there must be one. */
  public static LoggedSteps of(List<Segment> segments, Space actions) {
    Checks.require(!segments.isEmpty(), "no segments to learn from");
    int rows = segments.stream().mapToInt(Segment::length).reduce(0, Math::addExact);
    Segment any = segments.get(0);
    FloatMatrix observations = new FloatMatrix(rows, any.observations().columns());
    FloatMatrix next = new FloatMatrix(rows, any.observations().columns());
    FloatMatrix taken = new FloatMatrix(rows, any.actions().columns());
    float[] continues = new float[rows];
    int row = 0;
    for (Segment segment : segments) {
      for (int t = 0; t < segment.length(); t++, row++) {
        observations.setRow(row, segment.observations().row(t));
        next.setRow(row, segment.observations().row(t + 1));
        for (int j = 0; j < taken.columns(); j++) {
          taken.set(row, j, (float) actions.clip(j, segment.actions().get(t, j)));
        }
        boolean over = segment.end() == End.TERMINATED && t == segment.length() - 1;
        continues[row] = over ? 0 : 1;
      }
    }
    return new LoggedSteps(
        List.copyOf(segments), new Transitions(observations, taken, next, continues), actions);
  }

  /** Returns the number of steps of each segment, {@code [segments]}. */
  public int[] lengths() {
    return segments.stream().mapToInt(Segment::length).toArray();
  }

  /**
   * Returns what somebody gives the steps, {@code [steps]}.
   *
   * @param rewards of the steps of a segment
   */
  public double[] rewards(Function<Segment, double[]> rewards) {
    return segments.stream()
        .flatMapToDouble(segment -> Arrays.stream(rewards.apply(segment)))
        .toArray();
  }
}
