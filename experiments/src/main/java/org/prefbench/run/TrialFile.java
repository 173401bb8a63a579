package org.prefbench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prefbench.core.Ledger;
import org.prefbench.core.Sha256;
import org.prefbench.numeric.Machine;
import org.prefbench.store.Provenance;
import org.prefbench.store.StageResult;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * Writes the rows of one trial.
 *
 * @param inputs hash of everything that the trial depends on, see {@link #inputs}
 * @param code ids of what the stages behind it are made of
 * @param stage hashes of what the trial shares with others
 * @param needs the method's declared privileges, as tables show them
 */
record TrialFile(
    Study study,
    Trial trial,
    String inputs,
    Map<String, String> code,
    StageResult stage,
    String needs) {

  /** Creates the file of a trial that is about to run with the code of this process. */
  static TrialFile of(Study study, Trial trial, StageCode code, StageResult stage) {
    return new TrialFile(
        study,
        trial,
        inputs(study, trial, code),
        SharedInputs.ids(code.of(study, trial)),
        stage,
        TrialRunner.needs(TrialRunner.configured(trial).needs()));
  }

  /**
   * Returns the hash of everything that a trial depends on: the parts of the study that concern it
   * and the code. A study with another title, with more methods or with another report has the same
   * trials.
   */
  static String inputs(Study study, Trial trial, StageCode code) {
    Sha256 hash =
        new Sha256()
            .add(study.id())
            .add(String.valueOf(study.seed()))
            .add(code.hash(trial.task().withPaths(path -> Study.FILE)))
            .add(code.hash(study.reference().withPaths(path -> Study.FILE)))
            .add(code.hash(study.preferences().withPath(path -> Study.FILE)))
            .add(code.hash(study.protocol()))
            .add(code.hash(trial.method()))
            .add(code.hash(study.probes()))
            .add(String.valueOf(trial.run()))
            .add(code.source(trial.task()).hash());
    code.labels(study.preferences(trial.task())).ifPresent(hash::add);
    code.outside(study.reference(trial.task())).ifPresent(hash::add);
    code.of(study, trial).forEach((stage, closure) -> hash.add(stage).add(closure.hash()));
    return hash.hex();
  }

  /** Returns where and how this process runs a trial of {@code study}. */
  static Map<String, String> provenance(Study study) {
    Map<String, String> provenance = new TreeMap<>(Provenance.thisMachine(Machine.kernel()));
    provenance.put("study", study.hash());
    provenance.put("protocol", study.protocol().hash());
    return provenance;
  }

  /**
   * Returns one row.
   *
   * @param training what the training used
   * @param acting what this evaluation used
   */
  TrialRow row(
      TrialRow.Status status,
      String message,
      TrialRow.Evaluated policy,
      TrialRow.Outcome outcome,
      Map<Ledger.Entry, Long> training,
      Map<Ledger.Entry, Long> acting,
      TrialRow.Resources resources) {
    return new TrialRow(
        new TrialRow.Key(study.id(), trial.task().label(), trial.method().label(), trial.run()),
        status,
        policy,
        outcome,
        costs(training, acting),
        new TrialRow.Inputs(
            stage.datasetHash(),
            stage.referenceHash(),
            stage.preferencesHash(),
            study.protocol().hash()),
        message,
        resources);
  }

  private TrialRow.Costs costs(Map<Ledger.Entry, Long> training, Map<Ledger.Entry, Long> acting) {
    return new TrialRow.Costs(
        needs,
        count(training, Ledger.Entry.GRADIENT_STEPS),
        // forks that are used while training are simulator steps like any other
        count(training, Ledger.Entry.SIMULATOR_STEPS)
            + count(training, Ledger.Entry.LOOK_AHEAD_STEPS),
        count(acting, Ledger.Entry.LOOK_AHEAD_STEPS),
        count(training, Ledger.Entry.TEACHER_QUERIES) + count(acting, Ledger.Entry.TEACHER_QUERIES),
        count(acting, Ledger.Entry.NETWORK_EVALUATIONS),
        count(training, Ledger.Entry.PARAMETERS));
  }

  /**
   * Returns the result of a trial without a policy: one row per mode, so that no table misses it.
   */
  TrialResult trouble(
      TrialRow.Status status,
      String message,
      Map<Ledger.Entry, Long> training,
      Map<String, String> hyperparameters,
      Stopwatch.Elapsed elapsed) {
    Map<String, Double> seconds = new TreeMap<>();
    elapsed.addTo(seconds, "training");
    List<TrialRow> rows = new ArrayList<>();
    for (Protocol.Mode mode : study.protocol().modes()) {
      rows.add(
          row(
              status,
              message,
              new TrialRow.Evaluated(Protocol.Evaluation.LAST, mode, 0, 0),
              TrialRow.Outcome.none(Double.NaN),
              training,
              Map.of(),
              new TrialRow.Resources(elapsed.wall(), 0, PeakMemory.bytes())));
    }
    return new TrialResult(
        trial.key(),
        inputs,
        rows,
        List.of(),
        List.of(),
        hyperparameters,
        Map.of(),
        List.of(),
        seconds,
        provenance(study),
        code);
  }

  /** Returns the result of a trial that could not be run at all. */
  TrialResult failed(String reason) {
    return trouble(
        TrialRow.Status.FAILED,
        reason,
        Map.of(),
        TrialRunner.configured(trial).hyperparameters(),
        Stopwatch.Elapsed.NONE);
  }

  private static long count(Map<Ledger.Entry, Long> counts, Ledger.Entry entry) {
    return counts.getOrDefault(entry, 0L);
  }
}
