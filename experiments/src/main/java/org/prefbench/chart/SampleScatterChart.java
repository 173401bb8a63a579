package org.prefbench.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.statistics.Statistics;

/**
 * Clouds of two-dimensional actions: a sheet with a panel for every method whose draws were written
 * (probe {@code samples} with the columns {@code action_0}, {@code action_1} and {@code reward}),
 * over the reward (probe {@code density} with the columns {@code x}, {@code y} and {@code value}),
 * which has the first panel. Shows the first run of each task.
 */
public final class SampleScatterChart implements ChartFactory {
  /** More points would make a cloud a blot. */
  private static final int MOST_POINTS = 1_500;

  private static final int COLUMNS = 4;
  private static final int WIDTH = 260;
  private static final int HEIGHT = 300;

  @Override
  public String id() {
    return "samples";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    List<Picture> pictures = new ArrayList<>();
    for (String task : data.table().options().tasks()) {
      List<Probe> clouds =
          data.firstRun("samples", task).stream().filter(probe -> probe.has("action_1")).toList();
      if (!clouds.isEmpty()) {
        pictures.add(sheet(data, task, clouds));
      }
    }
    return pictures;
  }

  private static Picture sheet(ReportData data, String task, List<Probe> clouds) {
    Optional<Probe> reward = data.firstRun("density", task).stream().findFirst();
    double reach = reach(clouds, reward);
    MethodStyles styles = MethodStyles.of(data.table().options());
    List<Panel> panels = new ArrayList<>();
    reward.ifPresent(
        probe -> panels.add(frame("reward", reach).axes(" ", "").under(Density.of(probe))));
    for (Probe cloud : clouds) {
      Plot plot = frame(cloud.method(), reach);
      if (cloud.has("reward")) {
        double mean = Statistics.mean(cloud.column("reward"));
        plot.axes(String.format(Locale.ROOT, "mean reward %.3f", mean), "");
      }
      reward.ifPresent(probe -> plot.under(Density.of(probe).pale()));
      panels.add(
          plot.markerSize(3)
              .points(
                  first(cloud.column("action_0")),
                  first(cloud.column("action_1")),
                  Colors.fade(styles.color(cloud.method()), 0.55)));
    }
    String caption =
        "Actions drawn by each policy on "
            + task
            + (reward.isPresent() ? ", over the reward (dark is high)" : "");
    return new Sheet("", COLUMNS, WIDTH, HEIGHT, panels).picture("samples-" + task, caption);
  }

  private static Plot frame(String title, double reach) {
    return new Plot(title, -reach, reach, -reach, reach).square().withoutGrid();
  }

  /** Returns half the side of a square about the origin: the reward's, or what holds the points. */
  private static double reach(List<Probe> clouds, Optional<Probe> reward) {
    if (reward.isPresent()) {
      return largest(reward.get().column("x"), reward.get().column("y"));
    }
    double[] sizes =
        clouds.stream()
            .flatMapToDouble(
                probe ->
                    Arrays.stream(
                        new double[] {
                          Statistics.quantile(absolute(probe.column("action_0")), 0.995),
                          Statistics.quantile(absolute(probe.column("action_1")), 0.995)
                        }))
            .toArray();
    return 1.1 * largest(sizes);
  }

  private static double largest(double[]... arrays) {
    return Arrays.stream(arrays).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(1);
  }

  private static double[] absolute(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  private static double[] first(double[] values) {
    return Arrays.copyOf(values, Math.min(values.length, MOST_POINTS));
  }
}
