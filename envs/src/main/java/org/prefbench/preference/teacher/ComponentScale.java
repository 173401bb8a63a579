package org.prefbench.preference.teacher;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.prefbench.core.Checks;
import org.prefbench.dataset.Segment;

/**
 * {@link Component}s in standard deviations from their means, so that they can be weighed against
 * each other. One that is the same in all segments it was fitted to has the value 0 throughout.
 */
public final class ComponentScale {
  private final Map<Component, double[]> scales = new EnumMap<>(Component.class); // mean, deviation

  /**
   * Takes means and deviations from segments.
   *
   * @param owner who needs them, for messages
   * @throws org.prefbench.core.InvalidInputException if there are fewer than two
   */
  public ComponentScale(String owner, List<Segment> segments) {
    Checks.require(
        segments.size() >= 2,
        "teacher '%s' needs at least 2 calibration segments, got %d",
        owner,
        segments.size());
    for (Component component : Component.values()) {
      double[] values = segments.stream().mapToDouble(component::of).toArray();
      double mean = 0;
      for (double value : values) {
        mean += value / values.length;
      }
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      scales.put(component, new double[] {mean, Math.sqrt(squares / (values.length - 1))});
    }
  }

  /** Returns a component of a segment, in standard deviations above the mean. */
  public double of(Component component, Segment segment) {
    double[] scale = scales.get(component);
    return scale[1] == 0 ? 0 : (component.of(segment) - scale[0]) / scale[1];
  }
}
