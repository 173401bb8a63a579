package org.prefbench.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.prefbench.algorithm.Family;
import org.prefbench.comparison.Families;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.comparison.Training;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Ablation;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Reporting;
import org.prefbench.study.StudyFile;

/** Made-up results of thirty methods of all families, one unknown, on the twelve tasks of D4RL. */
final class ManyMethods {
  private static final int RUNS = 2;
  private static final int MOST_DRAWS = 200;

  private static final Map<String, Optional<Family>> FAMILIES = new LinkedHashMap<>();

  static {
    add(Optional.of(Family.IMITATION), "reference", "marginal-bc", "percentile-bc", "weighted-bc");
    add(
        Optional.of(Family.DIRECT),
        "dpo",
        "ipo",
        "conservative-dpo",
        "robust-dpo",
        "simpo",
        "kto",
        "contrastive-preference-learning",
        "distilled-preferences");
    add(Optional.of(Family.REWARD), "rlhf", "rlhf-transformer", "pebble");
    add(Optional.of(Family.OFFLINE), "preference-iql", "inverse-preference-learning", "pvo");
    add(
        Optional.of(Family.FLOW),
        "pfm",
        "pfm-rejected",
        "pfm-source-corrected",
        "pfm-imagined",
        "pfm-noise",
        "flow-q-learning");
    add(Optional.of(Family.PLANNING), "reranking", "model-predictive-control");
    add(Optional.of(Family.BOUND), "best-of-two", "best-of-four", "true-reward-sac");
    add(Optional.empty(), "a-method-of-a-jar");
  }

  private ManyMethods() {}

  private static void add(Optional<Family> family, String... methods) {
    for (String method : methods) {
      FAMILIES.put(method, family);
    }
  }

  /** Returns the methods, by family. */
  static List<String> methods() {
    return List.copyOf(FAMILIES.keySet());
  }

  /** Returns the twelve tasks. */
  static List<String> tasks() {
    List<String> tasks = new ArrayList<>();
    for (String robot : List.of("hopper", "halfcheetah", "walker2d", "ant")) {
      for (String tier : List.of("random", "medium", "expert")) {
        tasks.add(robot + "-" + tier + "-v2");
      }
    }
    return tasks;
  }

  /** Returns the options of a study of these methods that varies the method. */
  static ReportOptions options() {
    StringBuilder tasks = new StringBuilder();
    tasks().forEach(task -> tasks.append("  - {dataset: ").append(task).append("}\n"));
    return options(
        tasks(),
        tasks.toString(),
        "{name: method, key: label, scale: category, guides: [reference]}");
  }

  /** Returns rows of a study of these methods that varies the number of pairs. */
  static ReportData pairs() {
    List<String> tasks = List.of("pairs-50", "pairs-500", "pairs-5000");
    StringBuilder yaml = new StringBuilder();
    List<TrialRow> rows = new ArrayList<>();
    for (String task : tasks) {
      String pairs = task.substring("pairs-".length());
      yaml.append("  - {dataset: hopper-medium-v2, label: ").append(task);
      yaml.append(", preferences: {pairs: ").append(pairs).append("}}\n");
      for (String method : methods()) {
        for (int run = 0; run < RUNS; run++) {
          RandomStream random = new Seed(31).child(task).child(method).child(run).generator();
          double score = 20 + methods().indexOf(method) * Math.log10(Double.parseDouble(pairs)) / 2;
          rows.add(Rows.row(task, method, run, score + 4 * random.nextGaussian()));
        }
      }
    }
    ReportOptions options =
        options(
            tasks,
            yaml.toString(),
            "{name: pairs, key: preferences.pairs, scale: log, guides: [reference]}");
    return new ReportData(ScoreTable.of(rows, options), rows, List.of());
  }

  private static ReportOptions options(List<String> labels, String tasks, String axis) {
    StringBuilder yaml = new StringBuilder("id: thirty\ntasks:\n").append(tasks);
    yaml.append("methods:\n");
    methods().forEach(method -> yaml.append("  - {method: ").append(method).append("}\n"));
    yaml.append("report:\n  axis: ").append(axis).append('\n');
    Map<String, Family> known = new LinkedHashMap<>();
    FAMILIES.forEach((method, family) -> family.ifPresent(some -> known.put(method, some)));
    return new ReportOptions(
        "Thirty methods",
        labels,
        methods(),
        new Families(known),
        RUNS,
        List.of("reference", "dpo"),
        Mode.SAMPLED,
        200,
        new ReportOptions.Extras(
            List.of(),
            List.of(),
            Reporting.Published.NONE,
            Ablation.of(StudyFile.parse("thirty.yaml", yaml.toString(), Map.of()).study())));
  }

  /** Returns rows of every kind, and probes of every kind on one or two of the tasks. */
  static ReportData data() {
    List<TrialRow> rows = new ArrayList<>();
    List<Probe> probes = new ArrayList<>();
    List<Training> trainings = new ArrayList<>();
    Seed root = new Seed(30);
    for (String task : tasks()) {
      for (String method : methods()) {
        int rank = methods().indexOf(method);
        for (int run = 0; run < RUNS; run++) {
          RandomStream random = root.child(task).child(method).child(run).generator();
          double level = 20 + 2 * rank + 8 * random.nextGaussian();
          for (int point = 1; point <= 2 && rank > 0; point++) {
            double score = level * (1 - Math.exp(-point)) + random.nextGaussian();
            rows.add(
                row(task, method, run, Evaluation.CHECKPOINT, Mode.SAMPLED, 400 * point, score));
          }
          for (Mode mode : Mode.values()) {
            double score = level + random.nextGaussian();
            rows.add(row(task, method, run, Evaluation.LAST, mode, 1000, score));
          }
        }
        rename(probes, Probes.segments(task), "pfm", method);
        trainings.addAll(
            Probes.trainings(task).stream()
                .filter(training -> training.method().equals("dpo"))
                .map(t -> new Training(t.task(), method, t.run(), t.metrics()))
                .toList());
      }
    }
    List<Probe> plane = Probes.plane(tasks().get(0));
    List<Probe> line = Probes.line(tasks().get(1));
    List<Probe> theory = Probes.theory(tasks().get(1));
    double[] told = IntStream.range(0, 20).mapToDouble(image -> image / 2).toArray();
    List<Probe> sheet =
        List.of(
            Probes.sheet("sheet", tasks().get(2), "latent", 10, told),
            Probes.sheet("film", tasks().get(2), "time", 10));
    for (String method : methods()) {
      rename(probes, plane, "pfm", method);
      rename(probes, line, "pfm", method);
      rename(probes, theory, "pfm", method);
      rename(probes, sheet, "reference", method);
    }
    for (List<Probe> shared : List.of(plane, line, theory)) {
      shared.stream().filter(probe -> !known(probe.method())).forEach(probes::add);
    }
    ReportOptions options = options();
    return new ReportData(ScoreTable.of(rows, options), rows, probes, trainings, List.of());
  }

  private static boolean known(String method) {
    return FAMILIES.containsKey(method) || method.equals("pfm-iterated");
  }

  private static TrialRow row(
      String task,
      String method,
      int run,
      Evaluation evaluation,
      Mode mode,
      long step,
      double score) {
    return Rows.row(task, method, run, Status.OK, evaluation, mode, step, 10 * score, score, "");
  }

  /** Adds the probes of one method as those of another, thinned where many points tell no more. */
  private static void rename(List<Probe> to, List<Probe> from, String old, String method) {
    for (Probe probe : from) {
      if (probe.method().equals(old)) {
        long most = probe.kind().equals("samples") ? MOST_DRAWS : Long.MAX_VALUE;
        double[][] values = Arrays.stream(probe.values()).limit(most).toArray(double[][]::new);
        to.add(new Probe(probe.kind(), probe.task(), method, probe.run(), probe.columns(), values));
      }
    }
  }
}
