package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.prefbench.core.Seed;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

/** Made-up results of studies that vary the noise of the reference over twelve sets. */
public final class Doses {
  private static final List<String> TEMPERATURES = List.of("0.03", "0.1", "0.3", "1");

  private Doses() {}

  /** Returns the twelve sets of D4RL. */
  public static List<String> sets() {
    List<String> sets = new ArrayList<>();
    for (String robot : List.of("hopper", "halfcheetah", "walker2d", "ant")) {
      for (String tier : List.of("random", "medium", "expert")) {
        sets.add(robot + "-" + tier + "-v2");
      }
    }
    return sets;
  }

  /** Returns a study of methods on sets, each at four temperatures. */
  public static Study study(List<String> sets, List<String> methods) {
    StringBuilder yaml = new StringBuilder("id: doses\nruns: 5\ntasks:\n");
    for (String set : sets) {
      for (String temperature : TEMPERATURES) {
        yaml.append("  - {dataset: %s, label: %s-t%s, ".formatted(set, set, temperature));
        yaml.append("reference: {temperature: %s}}\n".formatted(temperature));
      }
    }
    yaml.append("methods:\n");
    methods.forEach(
        method -> yaml.append("  - {method: %s, label: %s}\n".formatted(id(method), method)));
    yaml.append("report:\n  against: [reference]\n  bootstrap: 200\n");
    yaml.append("  axis: {name: noise of the reference, key: reference.temperature, scale: log}\n");
    return StudyFile.parse("doses.yaml", yaml.toString(), Map.of()).study();
  }

  private static String id(String label) {
    return label.equals("best-of-two") ? "best-of-n" : label;
  }

  /** Returns what a report shows of rows of a study. */
  public static ReportData data(Study study, List<TrialRow> rows) {
    return new ReportData(ScoreTable.of(rows, ReportOptions.of(study)), rows, List.of());
  }

  /**
   * Returns rows in which a method gains less with more noise, the first most and the last least,
   * and best-of-two gains where there is noise.
   */
  public static ReportData falling(List<String> methods) {
    Study study = study(sets(), methods);
    List<TrialRow> rows = new ArrayList<>();
    for (Study.Task task : study.tasks()) {
      double noise = Math.log10(Double.parseDouble(study.reference(task).temperature().get() + ""));
      for (int run = 0; run < study.runs(); run++) {
        Seed seed = new Seed(8).child(task.label()).child(run);
        double level = 40 - 10 * noise + 5 * seed.generator().nextGaussian();
        for (String method : methods) {
          double rank = methods.indexOf(method);
          double gain =
              method.equals("reference")
                  ? 0
                  : method.equals("best-of-two")
                      ? 3 + 2 * noise
                      : -(3 + rank) * (noise + 0.2 * rank) - 4;
          for (Mode mode : Mode.values()) {
            double score =
                level
                    + (mode == Mode.SAMPLED ? gain : gain / 2)
                    + 2 * seed.child(method).child(mode.name()).generator().nextGaussian();
            rows.add(row(task.label(), method, run, mode, score));
          }
        }
      }
    }
    return data(study, rows);
  }

  /** Returns a scored row of a last policy. */
  public static TrialRow row(String task, String method, int run, Mode mode, double score) {
    return Rows.row(
        task, method, run, Status.OK, Evaluation.LAST, mode, 1000, 10 * score, score, "");
  }
}
