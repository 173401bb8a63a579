package org.prefbench.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.Training;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.store.TrialResult.Metric;

/** Measurements made up for tests. */
public final class Probes {
  private Probes() {}

  /**
   * Returns images of the first digits with two latents (or times) each; that of digit d and latent
   * l has pixel 10 d + l alone.
   *
   * @param told as which digit each image is told; none: it is not
   */
  public static Probe sheet(String kind, String task, String across, int digits, double... told) {
    List<String> columns = new ArrayList<>(List.of("digit", across));
    if (told.length > 0) {
      columns.add("told");
    }
    for (int k = 0; k < 784; k++) {
      columns.add("pixel_" + k);
    }
    double[][] rows = new double[2 * digits][columns.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = i / 2;
      rows[i][1] = i % 2;
      if (told.length > 0) {
        rows[i][2] = told[i];
      }
      rows[i][columns.indexOf("pixel_" + (10 * (i / 2) + i % 2))] = 255;
    }
    return new Probe(kind, task, "reference", 0, columns, rows);
  }

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

  /** Returns what five methods gain on segments, in three runs; only one has a flow. */
  public static List<Probe> segments(String task) {
    List<String> columns =
        List.of(
            "starts",
            "reference",
            "planner_gain",
            "policy_gain",
            "flow_gain",
            "flow_gain_rejected",
            "preferred_gain",
            "alignment_rejected",
            "alignment_preferred",
            "label_accuracy");
    List<String> methods = List.of("reference", "marginal-bc", "pfm", "rlhf", "dpo");
    double[] shares = {0, -0.3, 0.2, 2.6, 0.5};
    List<Probe> probes = new ArrayList<>();
    for (int m = 0; m < shares.length; m++) {
      boolean flow = methods.get(m).equals("pfm");
      for (int run = 0; run < 3; run++) {
        RandomStream random = new Seed(90 + m).child(task).child(run).generator();
        double planner = 4 + 0.3 * random.nextGaussian();
        double policy = m == 0 ? 0 : planner * shares[m] + 0.8 * random.nextGaussian();
        double[] row = {
          200,
          30,
          planner,
          policy,
          flow ? 0.35 * planner : Double.NaN,
          flow ? 1.4 * planner : Double.NaN,
          2 * planner,
          flow ? 0.4 + 0.02 * random.nextGaussian() : Double.NaN,
          flow ? 0.31 : Double.NaN,
          methods.get(m).equals("dpo") ? 0.81 : Double.NaN
        };
        probes.add(new Probe("segments", task, methods.get(m), run, columns, new double[][] {row}));
      }
    }
    return probes;
  }

  /** Returns what the methods of {@link #segments} reported while they trained. */
  public static List<Training> trainings(String task) {
    List<Training> trainings = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      double slow = 0.02 + 0.005 * run;
      List<Metric> direct = new ArrayList<>(losses("loss", "validation-loss", 0.69, slow, 0.4));
      for (int step = 0; step <= 1000; step += 10) {
        direct.add(new Metric("validation-kl", step, slow * step * step / 1000));
      }
      direct.add(new Metric("kept-step", 1000, 500 + 100 * run));
      trainings.add(new Training(task, "dpo", run, direct));
      trainings.add(
          new Training(task, "pfm", run, losses("loss", "validation-loss", 1.9, slow, 1.6)));
      List<Metric> metrics =
          new ArrayList<>(losses("reward-loss", "reward-validation-loss", 0.6, slow, 0.5));
      for (int update = 1; update <= 60; update++) {
        metrics.add(new Metric("learned-reward", update, 0.01 * update));
      }
      trainings.add(new Training(task, "rlhf", run, metrics));
    }
    return trainings;
  }

  private static List<Metric> losses(
      String training, String heldOut, double first, double rate, double level) {
    List<Metric> metrics = new ArrayList<>();
    for (int step = 10; step <= 1000; step += 10) {
      double decay = Math.exp(-rate * step / 10);
      metrics.add(new Metric(training, step, first * (0.2 + 0.8 * decay)));
      if (step % 200 == 0) {
        metrics.add(new Metric(heldOut, step, level + (first - level) * decay));
      }
    }
    return metrics;
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
