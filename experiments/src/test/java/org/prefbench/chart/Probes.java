package org.prefbench.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.report.Probe;

/** Measurements made up for tests. */
public final class Probes {
  private Probes() {}

  /**
   * Returns a reward of eight bumps on a circle of radius 5, and clouds that fit it ever better.
   */
  public static List<Probe> plane(String task) {
    List<Probe> probes = new ArrayList<>();
    List<double[]> grid = new ArrayList<>();
    for (int i = 0; i <= 80; i++) {
      for (int j = 0; j <= 80; j++) {
        double x = -8 + 0.2 * i;
        double y = -8 + 0.2 * j;
        grid.add(new double[] {x, y, bumps(x, y)});
      }
    }
    probes.add(
        new Probe(
            "density",
            task,
            "reward",
            0,
            List.of("x", "y", "value"),
            grid.toArray(double[][]::new)));
    List<String> methods =
        List.of("reference", "rejected", "preferred", "rlhf", "dpo", "pfm", "pfm-iterated");
    double[] spread = {2.5, 3, 1.8, 0.9, 2.2, 1.2, 0.6};
    for (int m = 0; m < spread.length; m++) {
      RandomStream random = new Seed(m).generator();
      double[][] draws = new double[2000][];
      for (int i = 0; i < draws.length; i++) {
        double angle = Math.PI / 4 * random.nextInt(8);
        double x = 5 * Math.cos(angle) + spread[m] * random.nextGaussian();
        double y = 5 * Math.sin(angle) + spread[m] * random.nextGaussian();
        draws[i] = new double[] {x, y, bumps(x, y)};
      }
      probes.add(
          new Probe(
              "samples",
              task,
              methods.get(m),
              0,
              List.of("action_0", "action_1", "reward"),
              draws));
    }
    List<double[]> flow = new ArrayList<>();
    int side = 25;
    for (int point = 0; point < side * side; point++) {
      double x = -6 + 12.0 * (point / side) / (side - 1);
      double y = -6 + 12.0 * (point % side) / (side - 1);
      double angle = Math.rint(Math.atan2(y, x) / (Math.PI / 4)) * Math.PI / 4;
      for (int k = 0; k <= 8; k++) {
        double t = 0.7 * k / 8;
        flow.add(
            new double[] {
              point,
              k / 8.0,
              x,
              y,
              x + t * (5 * Math.cos(angle) - x),
              y + t * t * (5 * Math.sin(angle) - y)
            });
      }
    }
    probes.add(
        new Probe(
            "transport",
            task,
            "pfm",
            0,
            List.of("point", "time", "source_0", "source_1", "position_0", "position_1"),
            flow.toArray(double[][]::new)));
    return probes;
  }

  /** Returns one-dimensional draws, margins, maps of three runs and a closed form. */
  public static List<Probe> line(String task) {
    List<Probe> probes = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      RandomStream random = new Seed(40 + run).generator();
      for (String method : List.of("reference", "pfm")) {
        double shift = method.equals("pfm") ? 1.17 : 0;
        double[][] draws = new double[4000][];
        Arrays.setAll(draws, i -> new double[] {shift + random.nextGaussian(), 0});
        probes.add(new Probe("samples", task, method, run, List.of("action_0", "reward"), draws));
      }
      double tilt = 0.05 * random.nextGaussian();
      double[][] map = new double[2 * 61][];
      for (int i = 0; i < 61; i++) {
        double x = -3 + 0.1 * i;
        map[2 * i] = new double[] {i, 0, x, x};
        map[2 * i + 1] = new double[] {i, 1, x, curve(x) + tilt * Math.sin(2 * x)};
      }
      probes.add(
          new Probe(
              "transport",
              task,
              "pfm",
              run,
              List.of("point", "time", "source_0", "position_0"),
              map));
    }
    double[][] exact = new double[61][];
    Arrays.setAll(exact, i -> new double[] {-3 + 0.1 * i, curve(-3 + 0.1 * i)});
    probes.add(
        new Probe("closed-form", task, "closed form", 0, List.of("source_0", "position_0"), exact));
    RandomStream random = new Seed(77).generator();
    double[][] margins = new double[1000][];
    Arrays.setAll(margins, i -> new double[] {3 * random.nextGaussian()});
    probes.add(new Probe("margins", task, "pairs", 0, List.of("margin"), margins));
    return probes;
  }

  private static double curve(double x) {
    return x + 1.1 + 0.15 * Math.sin(x);
  }

  private static double bumps(double x, double y) {
    double sum = 0;
    for (int k = 0; k < 8; k++) {
      double dx = x - 5 * Math.cos(k * Math.PI / 4);
      double dy = y - 5 * Math.sin(k * Math.PI / 4);
      sum += Math.exp(-(dx * dx + dy * dy) / (2 * 0.6));
    }
    return sum;
  }

  /** Returns a law, a divergence and an iteration. */
  public static List<Probe> theory(String task) {
    double[][] law = new double[61][];
    double[][] shares = new double[11][];
    for (int i = 0; i < law.length; i++) {
      double y = -3 + 0.1 * i;
      law[i] = new double[] {2, y, Math.exp(-y * y / 2) / 2.5};
    }
    for (int round = 0; round < shares.length; round++) {
      double share = Math.pow(0.5, round + 1);
      shares[round] = new double[] {round, share, 1 - share, 0, 1};
    }
    List<String> items = List.of("round", "share_0", "share_1", "claimed_0", "claimed_1");
    return List.of(
        new Probe("law", task, "best of 2", 0, List.of("compared", "action_0", "density"), law),
        new Probe(
            "divergence",
            task,
            "pfm",
            0,
            List.of("compared", "measured"),
            new double[][] {{2, 0.2}}),
        new Probe(
            "divergence",
            task,
            "closed form",
            0,
            List.of("compared", "closed_form"),
            new double[][] {{1, 0}, {2, 0.193}}),
        new Probe("iteration", task, "one-best", 0, items, shares));
  }
}
