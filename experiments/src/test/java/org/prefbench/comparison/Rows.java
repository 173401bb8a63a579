package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/** Rows of results made up for tests. */
public final class Rows {
  private Rows() {}

  /** Returns a scored row of a last, sampled policy whose return is 10 times its score. */
  public static TrialRow row(String task, String method, int run, double score) {
    return row(
        task, method, run, Status.OK, Evaluation.LAST, Mode.SAMPLED, 1000, 10 * score, score, "");
  }

  /** Returns rows of last policies, run by run, whose returns are 10 times their scores. */
  public static List<TrialRow> runs(String task, String method, Mode mode, double... scores) {
    List<TrialRow> rows = new ArrayList<>();
    for (int run = 0; run < scores.length; run++) {
      double score = scores[run];
      rows.add(
          row(task, method, run, Status.OK, Evaluation.LAST, mode, 1000, 10 * score, score, ""));
    }
    return rows;
  }

  /** Returns what the rows suggest, with few replicates where intervals do not matter. */
  public static ReportOptions options(List<TrialRow> rows) {
    return options(rows, ReportOptions.Extras.NONE);
  }

  /** Returns the same, with more to show. */
  public static ReportOptions options(List<TrialRow> rows, ReportOptions.Extras extras) {
    ReportOptions all = ReportOptions.of(rows);
    return new ReportOptions(
        all.title(),
        all.tasks(),
        all.methods(),
        all.families(),
        all.runs(),
        all.against(),
        all.headline(),
        500,
        extras);
  }

  /** Writes results as a run leaves them: each trial's file, and the table of their rows. */
  public static void write(ResultStore store, Study study, List<TrialRow> rows) {
    store.begin(study);
    List<TrialResult> results = new ArrayList<>();
    for (Trial trial : ResultStore.order(study)) {
      List<TrialRow> own =
          rows.stream()
              .filter(row -> row.trial().equals(trial.key()))
              .map(row -> of(row, study))
              .toList();
      if (!own.isEmpty()) {
        TrialResult result =
            new TrialResult(
                trial.key(),
                "inputs",
                own,
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of());
        store.put(trial, result);
        results.add(result);
      }
    }
    store.assemble(results);
  }

  private static TrialRow of(TrialRow row, Study study) {
    TrialRow.Inputs inputs = row.inputs();
    return new TrialRow(
        new TrialRow.Key(study.id(), row.task(), row.method(), row.run()),
        row.status(),
        row.policy(),
        row.outcome(),
        row.costs(),
        new TrialRow.Inputs(
            inputs.datasetHash(),
            inputs.referenceHash(),
            inputs.preferencesHash(),
            study.protocol().hash()),
        row.message(),
        row.resources());
  }

  /** Returns the row with another reference policy. */
  public static TrialRow withReference(TrialRow row, String hash) {
    TrialRow.Inputs inputs = row.inputs();
    return new TrialRow(
        row.key(),
        row.status(),
        row.policy(),
        row.outcome(),
        row.costs(),
        new TrialRow.Inputs(
            inputs.datasetHash(), hash, inputs.preferencesHash(), inputs.protocolHash()),
        row.message(),
        row.resources());
  }

  /** Returns a row. */
  public static TrialRow row(
      String task,
      String method,
      int run,
      Status status,
      Evaluation evaluation,
      Mode mode,
      long step,
      double returnMean,
      double score,
      String message) {
    boolean lookAhead = method.startsWith("pfm") || method.startsWith("planner");
    return new TrialRow(
        new TrialRow.Key("made-up", task, method, run),
        status,
        new TrialRow.Evaluated(evaluation, mode, step, 1000),
        new TrialRow.Outcome(20, returnMean, 3.5, score, 200, Double.NaN),
        new TrialRow.Costs(
            method.equals("planner") ? "look-ahead+true-rewards" : lookAhead ? "look-ahead" : "",
            method.equals("reference") ? 0 : 5000,
            0,
            lookAhead ? 400_000 : 0,
            0,
            40_000 + run,
            method.equals("reference") ? 0 : 17_666),
        new TrialRow.Inputs("data" + run, "reference" + run, "pairs" + run, "protocol-1"),
        message,
        new TrialRow.Resources(1.5, 0.5, 1L << 20));
  }

  /**
   * Returns a study of {@code tasks} tasks, seven methods and five runs with learning curves, both
   * modes and both selections; one run of {@code rlhf} diverged.
   */
  public static List<TrialRow> study(int tasks) {
    List<String> methods =
        List.of("reference", "bc", "marginal-bc", "pfm", "rlhf", "dpo", "planner");
    double[] levels = {41, 40, 47, 58, 52, 46, 63};
    List<TrialRow> rows = new ArrayList<>();
    Seed root = new Seed(5);
    for (int run = 0; run < 5; run++) {
      for (int task = 0; task < tasks; task++) {
        String name =
            List.of("pendulum-medium", "acrobot-expert", "point-mass-medium", "cart-pole-medium")
                    .get(task)
                + "-v1";
        double shift = 6 * root.child(name).child(run).generator().nextGaussian();
        for (int m = 0; m < methods.size(); m++) {
          String method = methods.get(m);
          RandomStream random = root.child(name).child(method).child(run).generator();
          if (method.equals("rlhf") && run == 3 && task == 0) {
            rows.add(
                row(
                    name,
                    method,
                    run,
                    Status.DIVERGED,
                    Evaluation.LAST,
                    Mode.SAMPLED,
                    640,
                    Double.NaN,
                    Double.NaN,
                    "loss is NaN at step 640"));
            continue;
          }
          double level = levels[m] + shift - 5 * task;
          for (int point = 1; point <= 5 && m > 0; point++) {
            double score =
                41 + shift + (level - 41 - shift) * (1 - Math.exp(-point)) + random.nextGaussian();
            rows.add(
                row(
                    name,
                    method,
                    run,
                    Status.OK,
                    Evaluation.CHECKPOINT,
                    Mode.SAMPLED,
                    200 * point,
                    10 * score,
                    score,
                    ""));
          }
          for (Evaluation evaluation : List.of(Evaluation.LAST, Evaluation.BEST)) {
            for (Mode mode : Mode.values()) {
              if (mode == Mode.SAMPLED || !method.startsWith("p")) {
                double score = level + 2 * random.nextGaussian();
                rows.add(
                    row(
                        name,
                        method,
                        run,
                        Status.OK,
                        evaluation,
                        mode,
                        1000,
                        10 * score,
                        score,
                        ""));
              }
            }
          }
        }
      }
    }
    return rows;
  }
}
