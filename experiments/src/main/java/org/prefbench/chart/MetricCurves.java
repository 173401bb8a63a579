package org.prefbench.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.Training;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;

/**
 * What methods reported while they trained: a panel for each number, a line for each method that
 * reports it, the mean over tasks and runs. Losses of different methods are in different units; the
 * shape is what tells. For a page, which has room for all of them.
 */
public final class MetricCurves {
  private MetricCurves() {}

  /** Returns the picture, none if no training reported anything twice. */
  public static List<Picture> draw(ReportData data) {
    MethodStyles styles = MethodStyles.of(data.table().options());
    Map<String, List<Training>> byMethod =
        data.trainings().stream()
            .collect(
                Collectors.groupingBy(
                    Training::method, LinkedHashMap::new, Collectors.toUnmodifiableList()));
    List<Panel> panels = new ArrayList<>();
    for (String name : names(data.trainings())) {
      Map<String, MeanCurve> curves = new LinkedHashMap<>();
      byMethod.forEach(
          (method, trainings) -> {
            MeanCurve curve = MeanCurve.of(trainings, name, 1);
            if (curve.x().length > 1) {
              curves.put(method, curve);
            }
          });
      if (!curves.isEmpty()) {
        panels.add(panel(styles, name, curves));
      }
    }
    return panels.isEmpty()
        ? List.of()
        : List.of(
            new Sheet("", 3, 440, 330, panels)
                .picture(
                    "training",
                    "What methods reported while they trained, means over tasks and runs; losses of"
                        + " different methods are in different units"));
  }

  /** A loss first, for it is the one that most methods report. */
  private static List<String> names(List<Training> trainings) {
    TreeSet<String> names = new TreeSet<>();
    trainings.forEach(training -> training.metrics().forEach(metric -> names.add(metric.name())));
    List<String> ordered = new ArrayList<>(List.of("loss", "validation-loss"));
    ordered.retainAll(names);
    names.removeAll(ordered);
    ordered.addAll(names);
    return ordered;
  }

  private static Plot panel(MethodStyles styles, String name, Map<String, MeanCurve> curves) {
    double[] values =
        curves.values().stream()
            .flatMapToDouble(curve -> Arrays.stream(curve.y()))
            .sorted()
            .toArray();
    double low = values[0];
    double high = values[values.length - 1];
    double room = high > low ? 0.05 * (high - low) : 1;
    Plot plot =
        new Plot(name, 0, 100, low - room, high + room).axes("share of the training done (%)", "");
    curves.forEach(
        (method, curve) ->
            plot.line(
                method, curve.x(), curve.y(), styles.color(method), styles.stroke(method, 1.8)));
    return plot;
  }
}
