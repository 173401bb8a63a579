package org.prefbench.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;

/**
 * One-dimensional maps: where a learned map takes each source point, one thin line per run, and the
 * closed form if it was written (probe {@code closed-form} with the columns {@code source_0} and
 * {@code position_0}). Drawn from probe {@code transport} with the columns {@code point}, {@code
 * time}, {@code source_0} and {@code position_0}.
 */
public final class LineComparisonChart implements ChartFactory {
  private record Line(double[] x, double[] y) {}

  @Override
  public String id() {
    return "map";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    List<Picture> pictures = new ArrayList<>();
    for (String task : data.table().options().tasks()) {
      List<Probe> maps =
          data.probes("transport").stream()
              .filter(probe -> probe.task().equals(task) && !probe.has("position_1"))
              .toList();
      if (!maps.isEmpty()) {
        Optional<Probe> exact = data.firstRun("closed-form", task).stream().findFirst();
        MethodStyles styles = MethodStyles.of(data.table().options());
        List<Panel> panels = new ArrayList<>();
        styles
            .panels(maps.stream().map(Probe::method).distinct().toList())
            .forEach(
                (family, methods) ->
                    panels.add(
                        plot(
                            styles,
                            family,
                            maps.stream().filter(map -> methods.contains(map.method())).toList(),
                            exact)));
        pictures.add(
            new Sheet("", 2, panels.size() == 1 ? 640 : 520, 480, panels)
                .picture(
                    "map-" + task,
                    "Learned map on "
                        + task
                        + ", one line per run"
                        + (exact.isPresent() ? "; black: closed form" : "")));
      }
    }
    return pictures;
  }

  private static Panel plot(
      MethodStyles styles, String family, List<Probe> maps, Optional<Probe> exact) {
    List<Line> lines = maps.stream().map(LineComparisonChart::line).toList();
    List<Line> all = new ArrayList<>(lines);
    exact.map(LineComparisonChart::line).ifPresent(all::add);
    double[] x = range(all.stream().map(Line::x).toList(), 0);
    double[] y = range(all.stream().map(Line::y).toList(), 0.05);
    Plot plot = new Plot(family, x[0], x[1], y[0], y[1]).axes("source", "moved to");
    List<String> named = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String method = maps.get(i).method();
      String name = named.contains(method) ? "" : method;
      named.add(method);
      Color color = Colors.fade(styles.color(method), 0.8);
      Line line = lines.get(i);
      plot.line(name, line.x(), line.y(), color, styles.stroke(method, 1.4));
    }
    exact
        .map(LineComparisonChart::line)
        .ifPresent(
            line -> plot.line("closed form", line.x(), line.y(), Colors.BLACK, Plot.dashed(2)));
    return plot;
  }

  /** Returns the last position of each source point, by source. */
  private static Line line(Probe probe) {
    double[] source = probe.column("source_0");
    double[] position = probe.column("position_0");
    double end =
        probe.has("time") ? DoubleStream.of(probe.column("time")).max().orElse(1) : Double.NaN;
    double[] time = probe.has("time") ? probe.column("time") : new double[0];
    int[] order =
        IntStream.range(0, source.length)
            .filter(i -> time.length == 0 || time[i] == end)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> source[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new Line(
        IntStream.of(order).mapToDouble(i -> source[i]).toArray(),
        IntStream.of(order).mapToDouble(i -> position[i]).toArray());
  }

  private static double[] range(List<double[]> arrays, double room) {
    double low = arrays.stream().flatMapToDouble(DoubleStream::of).min().orElse(0);
    double high = arrays.stream().flatMapToDouble(DoubleStream::of).max().orElse(1);
    double more = room * (high - low) + (high > low ? 0 : 1);
    return new double[] {low - more, high + more};
  }
}
