package org.prefbench.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.core.FloatMatrix;

/**
 * What a policy's flow does to its plans at some moments of an episode.
 *
 * @param task the task that the policy was trained for
 * @param method the label of the method that trained it
 * @param run the run
 * @param axes the numbers of a plan that are shown
 * @param times the times at which plans are known, from 0 to 1
 * @param moments at which states, as the episode went
 */
public record PlanFlow(
    String task,
    String method,
    int run,
    List<Axis> axes,
    List<Double> times,
    List<Moment> moments) {
  /** Copies the lists. */
  public PlanFlow {
    axes = List.copyOf(axes);
    times = List.copyOf(times);
    moments = List.copyOf(moments);
  }

  /**
   * A number of a plan.
   *
   * @param name what it is
   * @param low the least that the environment takes
   * @param high the most
   */
  public record Axis(String name, double low, double high) {}

  /**
   * A state of the episode.
   *
   * @param step after how many steps
   * @param plans at each time, {@code [times][plans, axes]}
   */
  public record Moment(int step, List<FloatMatrix> plans) {
    /** Copies the list. */
    public Moment {
      plans = List.copyOf(plans);
    }
  }

  /** Returns it as the script takes it, numbers to a thousandth. */
  Map<String, Object> values() {
    List<Map<String, Object>> states = new ArrayList<>();
    for (Moment moment : moments) {
      states.add(
          Map.of("step", moment.step(), "plans", moment.plans().stream().map(this::rows).toList()));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("axes", axes);
    values.put("times", times);
    values.put("moments", states);
    return values;
  }

  private List<List<Double>> rows(FloatMatrix plans) {
    List<List<Double>> rows = new ArrayList<>();
    for (int i = 0; i < plans.rows(); i++) {
      List<Double> row = new ArrayList<>();
      for (int j = 0; j < plans.columns(); j++) {
        row.add(Math.rint(1000.0 * plans.get(i, j)) / 1000);
      }
      rows.add(row);
    }
    return rows;
  }
}
