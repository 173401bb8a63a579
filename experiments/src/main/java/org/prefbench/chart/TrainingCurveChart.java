package org.prefbench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.prefbench.core.Checks;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.store.LearningCurve;
import org.prefbench.store.LearningCurve.Point;

/**
 * How behaviour policies came about: a panel per training, the normalised score at every evaluation
 * against the updates of the critics, sampled and by the mean.
 */
public final class TrainingCurveChart {
  private TrainingCurveChart() {}

  /**
   * Draws the curves.
   *
   * @param curves by the title of their panel, in the order of the panels; at least one
   */
  public static Picture draw(Map<String, LearningCurve> curves) {
    Checks.require(!curves.isEmpty(), "no learning curves to draw");
    List<Panel> panels = new ArrayList<>();
    curves.forEach((title, curve) -> panels.add(panel(title, curve.points())));
    return new Sheet("", panels.size() == 1 ? 1 : 2, 520, 330, panels)
        .picture(
            "training-curves",
            "Normalised score at each evaluation of the training of behaviour policies");
  }

  private static Panel panel(String title, List<Point> points) {
    double most = points.stream().mapToDouble(point -> point.updates() / 1000.0).max().orElse(1);
    double[] updates = points.stream().mapToDouble(point -> point.updates() / 1000.0).toArray();
    double[] sampled = points.stream().mapToDouble(Point::sampledScore).toArray();
    double[] byMean = points.stream().mapToDouble(Point::deterministicScore).toArray();
    double high = 115;
    for (Point point : points) {
      high = Math.max(high, 5 + Math.max(point.sampledScore(), point.deterministicScore()));
    }
    return new Plot(title, 0, Math.max(most, 1), -5, high)
        .axes("updates of the critics (thousands)", "normalised score")
        .line("by its mean", updates, byMean, Colors.SKY, Plot.solid(1.4))
        .line("sampled", updates, sampled, Colors.BLUE, Plot.solid(2.2));
  }
}
