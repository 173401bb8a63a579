package org.prefbench.canvas;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.StepResult;
import org.prefbench.env.scene.Scene;

/**
 * What a canvas plays: what consecutive states of one environment look like. Drawn from states, so
 * it is exact at every step and a few kilobytes long.
 *
 * @param environment the environment's id
 * @param controlStep seconds per step
 * @param scenes {@code [T+1]}: the state before each step and the one after the last
 */
public record CanvasReplay(String environment, double controlStep, List<Scene> scenes) {
  /** Validates the replay and copies the list. */
  public CanvasReplay {
    Checks.positive("controlStep", controlStep);
    scenes = List.copyOf(scenes);
    Checks.atLeast("scenes of a replay", scenes.size(), 1);
  }

  /**
   * Returns the replay of a segment. States that it does not hold, the one after its last step at
   * least, are those of the simulator after the recorded actions.
   *
   * @throws InvalidInputException if the environment cannot be drawn, or the segment holds no
   *     states of this environment
   */
  public static CanvasReplay of(EnvironmentFactory factory, Segment segment) {
    EnvironmentSpec spec = factory.spec();
    DoubleMatrix states =
        segment
            .states()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "a segment of "
                            + spec.id()
                            + " has no simulator states, from which its replay is drawn"));
    Checks.require(
        states.columns() == spec.stateSize(),
        "a state of %s has %d numbers, those of the segment have %d",
        spec.id(),
        spec.stateSize(),
        states.columns());
    Environment environment = factory.create();
    StepResult result = new StepResult(spec);
    double[] action = new double[spec.actions().size()];
    List<Scene> scenes = new ArrayList<>(segment.length() + 1);
    for (int t = 0; t <= segment.length(); t++) {
      if (t < states.rows()) {
        environment.writeState(states.row(t));
      } else {
        segment.actions().copyRow(t - 1, action);
        environment.step(action, result);
      }
      scenes.add(scene(environment));
    }
    return new CanvasReplay(spec.id(), spec.controlStep(), scenes);
  }

  /**
   * Returns the replay of every n-th of consecutive states, and of the last one.
   *
   * @param states one after every step, the first before any
   * @param every at least 1
   * @throws InvalidInputException if the environment cannot be drawn
   */
  static CanvasReplay of(EnvironmentFactory factory, List<double[]> states, int every) {
    Environment environment = factory.create();
    List<Scene> scenes = new ArrayList<>();
    for (int t = 0; t < states.size(); t++) {
      if (t % every == 0 || t == states.size() - 1) {
        environment.writeState(states.get(t));
        scenes.add(scene(environment));
      }
    }
    EnvironmentSpec spec = factory.spec();
    return new CanvasReplay(spec.id(), spec.controlStep() * every, scenes);
  }

  private static Scene scene(Environment environment) {
    return environment
        .scene()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "environment '"
                        + environment.spec().id()
                        + "' cannot be drawn: it describes no scene"));
  }

  /** Returns the number of steps; there is one more scene. */
  public int steps() {
    return scenes.size() - 1;
  }

  /** Returns the replay as {@code player.js} takes it, see {@link ReplayJson}. */
  public String json() {
    return ReplayJson.of(this);
  }
}
