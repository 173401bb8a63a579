package org.prefbench.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.prefbench.comparison.Diagnosis;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.Training;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.plot.Text;

/**
 * How well training went by its own measure: for each method a panel with the training loss of each
 * task and, dashed, the loss on held-out pairs, both over the first training loss; for a method
 * that climbs a learned reward, the losses of the reward model and a panel of the reward. Means
 * over runs. A dashed line far above the solid one of the same colour says that the labels were
 * learned by heart. Drawn where a study has a diagnosis.
 */
public final class TrainingSignalChart implements ChartFactory {
  /** Shares of the first loss beyond which curves are cut off. */
  private static final double HIGHEST = 3;

  private static final double LOWEST = -1;

  /** The curves of a task. */
  private record Pair(String task, MeanCurve training, MeanCurve heldOut) {}

  @Override
  public String id() {
    return "training-signal";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    List<String> tasks = Diagnosis.of(data).map(Diagnosis::tasks).orElse(List.of());
    Map<String, Color> colors = Palette.categories(tasks);
    List<Panel> panels = new ArrayList<>();
    for (String method : data.table().options().methods()) {
      add(panels, method, losses(data, tasks, method, "loss", "validation-loss"), colors, true);
      add(
          panels,
          method + ": reward model",
          losses(data, tasks, method, "reward-loss", "reward-validation-loss"),
          colors,
          true);
      add(panels, method + ": learned reward", rewards(data, tasks, method), colors, false);
    }
    if (panels.isEmpty()) {
      return List.of();
    }
    panels.add((graphics, width, height) -> legend(graphics, width, height, colors));
    int high = Math.max(300, 80 + 22 * (tasks.size() + 2));
    return List.of(
        new Sheet("", panels.size() <= 4 ? 2 : 3, 400, high, panels)
            .picture(
                "training-signal",
                "Training loss (solid) and loss on held-out pairs (dashed, or a dot) over the"
                    + " first training loss, means over runs; cut off at "
                    + (int) LOWEST
                    + " and "
                    + (int) HIGHEST));
  }

  private static List<Pair> losses(
      ReportData data, List<String> tasks, String method, String training, String heldOut) {
    List<Pair> pairs = new ArrayList<>();
    for (String task : tasks) {
      List<Training> runs = runs(data, task, method);
      double[] first =
          runs.stream()
              .map(run -> run.curve(training))
              .filter(curve -> !curve.isEmpty())
              .mapToDouble(curve -> curve.get(0).value())
              .toArray();
      double unit = Arrays.stream(first).average().orElse(0);
      if (unit > 0) {
        pairs.add(
            new Pair(task, MeanCurve.of(runs, training, unit), MeanCurve.of(runs, heldOut, unit)));
      }
    }
    return pairs;
  }

  private static List<Pair> rewards(ReportData data, List<String> tasks, String method) {
    MeanCurve none = new MeanCurve(new double[0], new double[0]);
    return tasks.stream()
        .map(
            task ->
                new Pair(task, MeanCurve.of(runs(data, task, method), "learned-reward", 1), none))
        .filter(pair -> pair.training().x().length > 0)
        .toList();
  }

  private static List<Training> runs(ReportData data, String task, String method) {
    return data.trainings().stream()
        .filter(run -> run.task().equals(task) && run.method().equals(method))
        .toList();
  }

  private static void add(
      List<Panel> panels,
      String title,
      List<Pair> pairs,
      Map<String, Color> colors,
      boolean relative) {
    if (pairs.isEmpty()) {
      return;
    }
    double[] values =
        pairs.stream()
            .flatMap(pair -> Stream.of(pair.training(), pair.heldOut()))
            .flatMapToDouble(curve -> Arrays.stream(curve.y()))
            .map(value -> relative ? cut(value) : value)
            .toArray();
    double low = Math.min(0, Arrays.stream(values).min().orElse(0));
    double high = Arrays.stream(values).max().orElse(1);
    double room = high > low ? 0.05 * (high - low) : 1;
    Plot plot =
        new Plot(title, 0, 100, low < 0 ? low - room : 0, high + room)
            .axes("share of the training done (%)", relative ? "share of the first loss" : "mean");
    for (Pair pair : pairs) {
      Color color = colors.get(pair.task());
      draw(plot, pair.training(), color, Plot.solid(1.6), relative);
      draw(plot, pair.heldOut(), color, Plot.dashed(1.4), relative);
    }
    panels.add(plot);
  }

  private static void draw(
      Plot plot, MeanCurve curve, Color color, BasicStroke stroke, boolean relative) {
    double[] y = Arrays.stream(curve.y()).map(value -> relative ? cut(value) : value).toArray();
    if (y.length > 1) {
      plot.line("", curve.x(), y, color, stroke);
    } else if (y.length == 1) {
      plot.over(
          (graphics, axes) -> {
            graphics.setColor(color);
            graphics.fill(new Ellipse2D.Double(axes.x(curve.x()[0]) - 4, axes.y(y[0]) - 4, 8, 8));
          });
    }
  }

  private static double cut(double value) {
    return Math.max(LOWEST, Math.min(HIGHEST, value));
  }

  /** In a small panel lines are nearer to each other and to the edge. */
  private static void legend(
      Graphics2D graphics, int width, int height, Map<String, Color> colors) {
    double room = (height - 40.0) / (colors.size() + 1);
    double step = Math.min(22, room);
    double left = width < 300 ? 4 : 60;
    double y = step < 22 ? 24 : 60;
    for (Map.Entry<String, Color> task : colors.entrySet()) {
      graphics.setColor(task.getValue());
      graphics.setStroke(Plot.solid(2.2));
      graphics.draw(new Line2D.Double(left, y - 4.3, left + 24, y - 4.3));
      Text.draw(graphics, task.getKey(), Fonts.small(), Colors.BLACK, left + 32, y);
      y += step;
    }
    graphics.setColor(Colors.BLACK);
    graphics.setStroke(Plot.solid(1.6));
    graphics.draw(new Line2D.Double(left, y - 4.3, left + 24, y - 4.3));
    Text.draw(graphics, "training", Fonts.small(), Colors.BLACK, left + 32, y);
    graphics.setStroke(Plot.dashed(1.4));
    graphics.draw(new Line2D.Double(left + 100, y - 4.3, left + 124, y - 4.3));
    Text.draw(graphics, "held-out pairs", Fonts.small(), Colors.BLACK, left + 132, y);
  }
}
