package org.prefbench.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;

/**
 * A flow in the plane: the way of each point of a grid from its source (small dot) to where the
 * learned map takes it (arrow), over the reward if it was written. Drawn from probe {@code
 * transport} with the columns {@code point}, {@code time}, {@code source_0}, {@code source_1},
 * {@code position_0} and {@code position_1}; shows the first run of each task.
 */
public final class FlowChart implements ChartFactory {
  /** Points per axis; a finer grid is thinned. */
  private static final int MOST_PER_AXIS = 21;

  @Override
  public String id() {
    return "flow";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    List<Picture> pictures = new ArrayList<>();
    for (String task : data.table().options().tasks()) {
      List<Probe> flows =
          data.firstRun("transport", task).stream()
              .filter(probe -> probe.has("position_1") && !probe.has("position_2"))
              .toList();
      if (flows.isEmpty()) {
        continue;
      }
      MethodStyles styles = MethodStyles.of(data.table().options());
      List<Panel> panels = new ArrayList<>();
      for (Probe flow : flows) {
        panels.add(panel(data, task, flow, styles.color(flow.method())));
      }
      panels = List.copyOf(panels);
      pictures.add(
          new Sheet("", Math.min(3, panels.size()), 460, 480, panels)
              .picture("flow-" + task, "The learned map on " + task + ": from dot to arrow"));
    }
    return pictures;
  }

  private static Panel panel(ReportData data, String task, Probe flow, Color color) {
    Map<Integer, List<double[]>> paths = paths(flow);
    double reach =
        1.05
            * paths.values().stream()
                .flatMap(List::stream)
                .flatMapToDouble(point -> DoubleStream.of(point))
                .map(Math::abs)
                .max()
                .orElse(1);
    Plot plot = new Plot(flow.method(), -reach, reach, -reach, reach).square().withoutGrid();
    data.firstRun("density", task).stream()
        .findFirst()
        .ifPresent(reward -> plot.under(Density.of(reward).pale()));
    plot.over(
        (graphics, axes) -> {
          Shape clip = graphics.getClip();
          graphics.clip(axes.area());
          paths.values().forEach(path -> arrow(graphics, axes, path, color));
          graphics.setClip(clip);
        });
    return plot;
  }

  /** Returns the points on the way of each shown grid point: its source, then its positions. */
  private static Map<Integer, List<double[]>> paths(Probe flow) {
    double[] points = flow.column("point");
    double[][] source = {flow.column("source_0"), flow.column("source_1")};
    double[][] position = {flow.column("position_0"), flow.column("position_1")};
    double most = DoubleStream.of(points).max().orElse(0) + 1;
    int side = (int) Math.round(Math.sqrt(most));
    int stride = Math.max(1, (side + MOST_PER_AXIS - 1) / MOST_PER_AXIS);
    Map<Integer, List<double[]>> paths = new TreeMap<>();
    for (int i = 0; i < points.length; i++) {
      int point = (int) points[i];
      if (point / side % stride == 0 && point % side % stride == 0) {
        List<double[]> path = paths.computeIfAbsent(point, key -> new ArrayList<>());
        if (path.isEmpty()) {
          path.add(new double[] {source[0][i], source[1][i]});
        }
        path.add(new double[] {position[0][i], position[1][i]});
      }
    }
    return paths;
  }

  private static void arrow(Graphics2D graphics, Plot.Axes axes, List<double[]> path, Color color) {
    Path2D line = new Path2D.Double();
    double x = axes.x(path.get(0)[0]);
    double y = axes.y(path.get(0)[1]);
    line.moveTo(x, y);
    graphics.setColor(Colors.GRAY);
    graphics.fill(new Ellipse2D.Double(x - 1.6, y - 1.6, 3.2, 3.2));
    double fromX = x;
    double fromY = y;
    for (double[] point : path.subList(1, path.size())) {
      double nextX = axes.x(point[0]);
      double nextY = axes.y(point[1]);
      if (Math.hypot(nextX - x, nextY - y) > 0.5) {
        fromX = x;
        fromY = y;
        x = nextX;
        y = nextY;
        line.lineTo(x, y);
      }
    }
    graphics.setColor(color);
    graphics.setStroke(Plot.solid(1.1));
    graphics.draw(line);
    double length = Math.hypot(x - fromX, y - fromY);
    if (length > 0) {
      graphics.fill(head(x, y, (x - fromX) / length, (y - fromY) / length));
    }
  }

  private static Shape head(double x, double y, double alongX, double alongY) {
    Path2D head = new Path2D.Double();
    head.moveTo(x, y);
    head.lineTo(x - 5 * alongX + 2.4 * alongY, y - 5 * alongY - 2.4 * alongX);
    head.lineTo(x - 5 * alongX - 2.4 * alongY, y - 5 * alongY + 2.4 * alongX);
    head.closePath();
    return head;
  }
}
