package org.prefbench.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.plot.Ticks;

/**
 * The theorems of preference flow matching on one sheet. Above, the law of the best of N (probe
 * {@code law}) behind histograms of the draws that should follow it, and the divergences (probe
 * {@code divergence}) over their closed form; below, the shares of items by round when the
 * iteration is done without error (probe {@code iteration}).
 */
public final class TheoryChart implements ChartFactory {
  private static final List<Color> ITEMS =
      List.of(Colors.BLUE, Colors.GREEN, Colors.ORANGE, Colors.VERMILLION);

  @Override
  public String id() {
    return "theory";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    List<Picture> pictures = new ArrayList<>();
    for (String task : data.table().options().tasks()) {
      List<Probe> laws = data.firstRun("law", task);
      List<Probe> divergences = data.firstRun("divergence", task);
      List<Probe> iterations = data.firstRun("iteration", task);
      if (laws.isEmpty() || divergences.isEmpty() || iterations.isEmpty()) {
        continue;
      }
      MethodStyles styles = MethodStyles.of(data.table().options());
      List<Panel> panels = new ArrayList<>();
      for (Probe law : laws) {
        styles
            .panels(compared(law, divergences))
            .forEach((family, methods) -> panels.add(law(data, law, family, methods, styles)));
      }
      panels.add(divergences(divergences, styles));
      iterations.forEach(iteration -> panels.add(iteration(iteration)));
      pictures.add(
          new Sheet("", 4, 400, 380, panels)
              .picture(
                  "theory-" + task,
                  "Above: draws and their divergences, closed form dashed. Below: shares of items by"
                      + " round of the iteration without error, dotted where theorem 4.2 has it end"));
    }
    return pictures;
  }

  /** Returns the methods whose divergence to the reference is compared with that of a law. */
  private static List<String> compared(Probe law, List<Probe> divergences) {
    return divergences.stream()
        .filter(probe -> probe.has("measured"))
        .filter(probe -> probe.column("compared")[0] == law.column("compared")[0])
        .map(Probe::method)
        .distinct()
        .toList();
  }

  private static Panel law(
      ReportData data, Probe law, String family, List<String> methods, MethodStyles styles) {
    double[] x = law.column("action_0");
    double[] density = law.column("density");
    double low = x[0];
    double high = x[x.length - 1];
    double most = Arrays.stream(density).max().orElse(1);
    String title = family.isEmpty() ? law.method() : law.method() + ", " + family;
    Plot plot = new Plot(title, low, high, 0, 1.2 * most).axes("action", "density");
    for (String method : methods) {
      data.probes("samples").stream()
          .filter(probe -> probe.method().equals(method))
          .findFirst()
          .ifPresent(
              draws -> {
                double[] heights = HistogramChart.heights(draws.column("action_0"), low, high);
                outline(plot, method, heights, low, high, styles);
              });
    }
    return plot.line("closed form", x, density, Colors.BLACK, Plot.dashed(1.8));
  }

  /** Draws the tops of a histogram's bars as one line. */
  private static void outline(
      Plot plot, String name, double[] heights, double low, double high, MethodStyles styles) {
    double width = (high - low) / heights.length;
    double[] x =
        IntStream.range(0, 2 * heights.length)
            .mapToDouble(i -> low + (i + 1) / 2 * width)
            .toArray();
    double[] y = IntStream.range(0, x.length).mapToDouble(i -> heights[i / 2]).toArray();
    plot.line(name, x, y, styles.color(name), styles.stroke(name, 1.4));
  }

  /** Draws measured divergences as points, those with a column {@code closed_form} as a line. */
  private static Panel divergences(List<Probe> divergences, MethodStyles styles) {
    Map<Double, String> ticks = new TreeMap<>(Map.of(0.0, "1"));
    double most = 0;
    for (Probe probe : divergences) {
      String column = probe.has("measured") ? "measured" : "closed_form";
      most = Math.max(most, Arrays.stream(probe.column(column)).max().orElse(0));
      if (probe.has("measured")) {
        double compared = probe.column("compared")[0];
        ticks.put(rounds(compared), Ticks.label(compared));
      }
    }
    double last = ticks.keySet().stream().mapToDouble(Double::doubleValue).max().orElse(1);
    Plot plot =
        new Plot("divergence from the reference", -0.3, last + 0.4, 0, 1.15 * most)
            .axes("best of", "KL (nats)")
            .ticks(ticks)
            .markerSize(8);
    List<String> methods = new ArrayList<>();
    Map<Double, Long> together =
        divergences.stream()
            .filter(probe -> probe.has("measured"))
            .collect(
                Collectors.groupingBy(p -> rounds(p.column("compared")[0]), Collectors.counting()));
    Map<Double, Integer> beside = new TreeMap<>();
    for (Probe probe : divergences) {
      double[] x = Arrays.stream(probe.column("compared")).map(TheoryChart::rounds).toArray();
      if (probe.has("measured")) {
        // side by side, because they would cover each other
        long all = together.get(x[0]);
        double step = Math.min(0.09, 0.6 / all);
        double aside = step * (beside.merge(x[0], 1, Integer::sum) - (all + 1) / 2.0);
        methods.add(probe.method());
        Color color = styles.color(probe.method());
        plot.points(new double[] {x[0] + aside}, probe.column("measured"), color);
      } else {
        double[] y = probe.column("closed_form");
        plot.line(probe.method(), x, y, Colors.BLACK, Plot.dashed(1.8));
      }
    }
    return styles.addLegend(plot, methods);
  }

  private static double rounds(double compared) {
    return Math.log(compared) / Math.log(2);
  }

  private static Panel iteration(Probe iteration) {
    double[] rounds = iteration.column("round");
    double last = rounds[rounds.length - 1];
    Plot plot =
        new Plot(iteration.method().replace('-', ' '), 0, last, -0.03, 1.03).axes("round", "share");
    for (int item = 0; iteration.has("share_" + item); item++) {
      Color color = ITEMS.get(item % ITEMS.size());
      double claimed = iteration.column("claimed_" + item)[0];
      if (claimed > 0) {
        double[] level = {claimed, claimed};
        plot.line("", new double[] {0, last}, level, Colors.fade(color, 0.8), Plot.dotted(2.4));
      }
      double[] shares = iteration.column("share_" + item);
      plot.line("item " + (item + 1), rounds, shares, color, Plot.solid(2));
    }
    plot.entry("theorem 4.2", Colors.BLACK, Plot.dotted(2.4));
    return plot;
  }
}
