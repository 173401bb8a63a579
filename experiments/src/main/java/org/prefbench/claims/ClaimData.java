package org.prefbench.claims;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.claims.ClaimEvaluation.Acting;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.Training;
import org.prefbench.report.StudyReport;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Claim;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Study;

/**
 * The results of one study, as claims ask for them.
 *
 * @param store where they are
 * @param study the study as it ran
 * @param mode how the policies act whose scores are asked for
 * @param rows its rows, with those chosen by validation loss
 * @param samples what its policies drew, probes of kind {@code samples}
 */
record ClaimData(
    ResultStore store, Study study, Mode mode, List<TrialRow> rows, List<Probe> samples) {
  /** Returns the results in a folder, of policies that act in the headline mode. */
  static ClaimData read(ResultStore store) {
    Study study = store.study();
    List<Probe> samples =
        StudyReport.probes(study, store.folder()).stream()
            .filter(probe -> probe.kind().equals("samples"))
            .toList();
    return new ClaimData(
        store, study, study.protocol().headline(), StudyReport.rows(store), samples);
  }

  /** Returns the same results of policies that act in a mode. */
  ClaimData acting(Mode other) {
    return new ClaimData(store, study, other, rows, samples);
  }

  /** Returns the same results of policies that act in the study's headline mode or the other. */
  ClaimData acting(Acting acting) {
    boolean headlineSampled = study.protocol().headline() == Mode.SAMPLED;
    boolean sampled = headlineSampled == (acting == Acting.HEADLINE);
    return acting(sampled ? Mode.SAMPLED : Mode.DETERMINISTIC);
  }

  /** Returns the tasks that patterns name, in the order of the study. */
  List<Study.Task> tasks(List<String> patterns) {
    return study.tasks().stream().filter(task -> Claim.names(patterns, task.label())).toList();
  }

  /** Returns the scored last policies of a method on a task, by run. */
  Map<Integer, TrialRow> trials(String task, String method) {
    Map<Integer, TrialRow> trials = new TreeMap<>();
    scored(task).stream()
        .filter(row -> row.method().equals(method))
        .forEach(row -> trials.put(row.run(), row));
    return trials;
  }

  /** Returns the scored last policies of all methods on a task. */
  List<TrialRow> scored(String task) {
    return rows.stream()
        .filter(row -> row.task().equals(task) && row.status() == Status.OK)
        .filter(row -> row.evaluation() == Evaluation.LAST && row.mode() == mode)
        .filter(row -> Double.isFinite(row.score()))
        .toList();
  }

  /** Returns the rewards of what a method, or another source of samples, drew on a task, by run. */
  Map<Integer, double[]> rewards(String task, String method) {
    Map<Integer, double[]> rewards = new TreeMap<>();
    for (Probe probe : samples) {
      if (probe.task().equals(task) && probe.method().equals(method)) {
        rewards.put(probe.run(), probe.column("reward"));
      }
    }
    return rewards;
  }

  /** Returns the shares of held-out labels that a method predicts on a task, by run. */
  Map<Integer, Double> labelAccuracies(String task, String method) {
    Map<Integer, Double> accuracies = new TreeMap<>();
    List<Training> trainings =
        StudyReport.trainings(
            store,
            trial -> trial.task().label().equals(task) && trial.method().label().equals(method));
    for (Training training : trainings) {
      if (Double.isFinite(training.labelAccuracy())) {
        accuracies.put(training.run(), training.labelAccuracy());
      }
    }
    return accuracies;
  }
}
