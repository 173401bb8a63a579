package org.prefbench.chart;

import java.util.List;
import java.util.Set;
import org.prefbench.comparison.ReportData;
import org.prefbench.plot.Picture;

/**
 * Draws pictures of one kind from a study's results. Members are registered by a line in {@code
 * META-INF/services/org.prefbench.chart.ChartFactory}; a report shows what all of them draw.
 */
public interface ChartFactory {
  /** Returns the chart's id, such as {@code scores}. */
  String id();

  /** Returns with what the names of its pictures begin, before a hyphen if there is more. */
  default Set<String> stems() {
    return Set.of(id());
  }

  /**
   * Returns the pictures that the results allow, none if there is nothing to show. The same data
   * give the same bytes.
   */
  List<Picture> draw(ReportData data);
}
