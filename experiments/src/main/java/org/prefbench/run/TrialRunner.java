package org.prefbench.run;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.algorithm.Needs;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Annotator;
import org.prefbench.run.policy.KeptFiles;
import org.prefbench.run.policy.PolicyKeeping;
import org.prefbench.stage.BestCheckpoint.Checkpoint;
import org.prefbench.stage.DataEnvironment;
import org.prefbench.stage.DatasetStage;
import org.prefbench.stage.Evaluator;
import org.prefbench.stage.Shared;
import org.prefbench.stage.TrialStage;
import org.prefbench.store.PolicyStore;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Protocol;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * Runs one trial, see {@link TrialStage}, and writes down what happened. A method that diverges or
 * throws becomes rows with that status. Used once.
 */
final class TrialRunner {
  private final Study study;
  private final Trial trial;
  private final TrialStage stage;
  private final Seed seed;
  private final List<Annotator> annotators; // of the pairs, and of what the method asks
  private final ResultStore store;
  private final TrialFile file;
  private final Ledger training = new Ledger();
  private final TrialMonitor monitor;
  private final KeptFiles policies;
  private final List<TrialRow> rows = new ArrayList<>();
  private final List<TrialResult.Returns> returns = new ArrayList<>();
  private final Map<String, Map<String, Long>> costs = new TreeMap<>();
  private Stopwatch watch = new Stopwatch();
  private Stopwatch.Elapsed trainingTime = Stopwatch.Elapsed.NONE;
  private Stopwatch.Elapsed evaluationTime = Stopwatch.Elapsed.NONE;

  private TrialRunner(
      TrialFile file,
      Shared shared,
      ResultStore store,
      PolicyKeeping.Extent keep,
      ProgressListener progress) {
    this.file = file;
    this.store = store;
    study = file.study();
    trial = file.trial();
    List<Annotator> own = trial.method().annotators();
    annotators = own.isEmpty() ? study.preferences(trial.task()).annotators() : own;
    seed = DatasetStage.seed(study.seed(), trial.task().dataset(), trial.run());
    stage =
        new TrialStage(
            configured(trial), own.isEmpty() ? shared : shared.labeledBy(annotators, seed));
    policies = new KeptFiles(new PolicyStore(store), trial, keep);
    monitor = new TrialMonitor(study.protocol().checkpoints(), this::evaluateCheckpoint, progress);
  }

  /**
   * Returns the result of a trial and writes its probes and policies.
   *
   * @param file the trial
   * @param keep which of its policies stay
   * @param log hears the stack trace of a method's failure
   */
  static TrialResult run(
      TrialFile file,
      Shared shared,
      ResultStore store,
      PolicyKeeping.Extent keep,
      ProgressListener progress,
      PrintWriter log) {
    return new TrialRunner(file, shared, store, keep, progress).run(log);
  }

  /** Returns the trial's method with its hyperparameters. */
  static ConfiguredAlgorithm configured(Trial trial) {
    return ConfiguredAlgorithm.of(
        Algorithms.registered().get(trial.method().method()), trial.method().set());
  }

  private TrialResult run(PrintWriter log) {
    PeakMemory.mark();
    List<String> probes = List.of();
    Optional<Status> trouble = Optional.empty();
    String message = "";
    Stopwatch.Elapsed probeTime = Stopwatch.Elapsed.NONE;
    watch = new Stopwatch();
    try {
      Policy policy = train();
      trainingTime = timeOfTraining();
      evaluateFinal(Evaluation.LAST, monitor.step(), monitor.lastValidationLoss(), policy);
      policies.add(Evaluation.LAST, monitor.step(), policy);
      if (study.protocol().select().contains(Protocol.Evaluation.BEST)) {
        monitor
            .best()
            .ifPresent(
                best -> {
                  evaluateFinal(Evaluation.BEST, best.step(), best.validationLoss(), best.policy());
                  policies.add(Evaluation.BEST, best.step(), best.policy());
                });
      }
      Stopwatch probing = new Stopwatch();
      probes =
          ProbeFiles.write(
              study, trial, stage.evaluator(), stage.shared(), policy, evaluationSeed(), store);
      probeTime = probing.read();
      policies.end(file.inputs());
    } catch (DivergedException e) {
      trouble = Optional.of(Status.DIVERGED);
      message = oneLine(e);
    } catch (VirtualMachineError e) {
      throw e; // out of memory, say: nothing here can be trusted any more, the process has to end
    } catch (Throwable e) { // whatever a method throws must not vanish from the table
      trouble = Optional.of(Status.FAILED);
      message = oneLine(e);
      e.printStackTrace(log);
      log.flush();
    }
    costs.put("training", text(counts(training)));
    if (trouble.isPresent()) {
      return file.trouble(
          trouble.get(),
          message,
          counts(training),
          stage.method().hyperparameters(),
          timeOfTraining());
    }
    Map<String, Double> seconds = new TreeMap<>();
    trainingTime.addTo(seconds, "training");
    evaluationTime.addTo(seconds, "evaluation");
    probeTime.addTo(seconds, "probes");
    return new TrialResult(
        trial.key(),
        file.inputs(),
        rows,
        returns,
        monitor.metrics(),
        stage.method().hyperparameters(),
        costs,
        probes,
        seconds,
        TrialFile.provenance(study),
        file.code());
  }

  private Policy train() {
    return stage.train(seed, () -> stage.shared().annotators(annotators), training, monitor);
  }

  private Stopwatch.Elapsed timeOfTraining() {
    return watch.read().minus(monitor.evaluating());
  }

  private void evaluateCheckpoint(Checkpoint checkpoint) {
    trainingTime = timeOfTraining();
    evaluate(
        Evaluation.CHECKPOINT,
        study.protocol().headline(),
        checkpoint.step(),
        checkpoint.validationLoss(),
        checkpoint.policy());
  }

  private void evaluateFinal(
      Evaluation evaluation, long step, double validationLoss, Policy policy) {
    List<Protocol.Mode> modes =
        simulated() ? study.protocol().modes() : List.of(study.protocol().headline());
    for (Protocol.Mode mode : modes) {
      evaluate(evaluation, mode, step, validationLoss, policy);
    }
  }

  /** Where there is no simulator, a row tells the held-out loss and no return. */
  private boolean simulated() {
    return !(stage.shared().environment() instanceof DataEnvironment);
  }

  private void evaluate(
      Evaluation evaluation, Protocol.Mode mode, long step, double validationLoss, Policy policy) {
    TrialRow.Evaluated evaluated = new TrialRow.Evaluated(evaluation, mode, step, monitor.steps());
    if (!simulated()) {
      rows.add(
          file.row(
              Status.OK,
              "",
              evaluated,
              TrialRow.Outcome.none(validationLoss),
              counts(training),
              Map.of(),
              new TrialRow.Resources(trainingTime.wall(), 0, PeakMemory.bytes())));
      return;
    }
    Ledger ledger = new Ledger();
    boolean deterministic = mode == Protocol.Mode.DETERMINISTIC;
    Protocol protocol = study.protocol();
    Stopwatch acting = new Stopwatch();
    Evaluator.Episodes result =
        evaluation == Evaluation.CHECKPOINT
            ? stage.evaluateCheckpoint(
                policy, deterministic, protocol.checkpointEpisodes(), evaluationSeed(), ledger)
            : stage.evaluateFinal(
                policy, deterministic, protocol.episodes(), evaluationSeed(), ledger);
    Stopwatch.Elapsed elapsed = acting.read();
    evaluationTime = evaluationTime.plus(elapsed);
    Map<Ledger.Entry, Long> used = counts(ledger);
    rows.add(
        file.row(
            Status.OK,
            "",
            evaluated,
            outcome(result, validationLoss),
            counts(training),
            used,
            new TrialRow.Resources(trainingTime.wall(), elapsed.wall(), PeakMemory.bytes())));
    returns.add(
        new TrialResult.Returns(
            evaluation,
            mode,
            step,
            Arrays.stream(result.returns()).boxed().toList(),
            Arrays.stream(result.lengths()).boxed().toList()));
    costs.put(
        String.format(Locale.ROOT, "%s-%s-%d", evaluation, mode, step).toLowerCase(Locale.ROOT),
        text(used));
  }

  private TrialRow.Outcome outcome(Evaluator.Episodes episodes, double validationLoss) {
    double mean = episodes.mean();
    return new TrialRow.Outcome(
        episodes.returns().length,
        mean,
        episodes.standardDeviation(),
        stage
            .shared()
            .environment()
            .spec()
            .scores()
            .map(anchors -> anchors.normalize(mean))
            .orElse(Double.NaN),
        episodes.meanLength(),
        validationLoss);
  }

  private Seed evaluationSeed() {
    return TrialStage.evaluationSeed(study.protocol().seed(), trial.task().dataset(), trial.run());
  }

  /** Returns the needs as tables show them. */
  static String needs(Set<Needs> needs) {
    return needs.stream().sorted().map(Parameters::word).collect(Collectors.joining("+"));
  }

  private static Map<Ledger.Entry, Long> counts(Ledger ledger) {
    Map<Ledger.Entry, Long> counts = new EnumMap<>(Ledger.Entry.class);
    for (Ledger.Entry entry : Ledger.Entry.values()) {
      counts.put(entry, ledger.count(entry));
    }
    return counts;
  }

  private static Map<String, Long> text(Map<Ledger.Entry, Long> counts) {
    Map<String, Long> text = new TreeMap<>();
    counts.forEach((entry, count) -> text.put(Parameters.word(entry), count));
    return text;
  }

  /** Returns the first line of what happened; that it diverged or failed is said by the status. */
  private static String oneLine(Throwable failure) {
    boolean told = failure instanceof DivergedException || failure instanceof InvalidInputException;
    String name = told ? "" : failure.getClass().getSimpleName(); // else the message says it all
    String message = failure.getMessage() == null ? "" : failure.getMessage().strip();
    String separator = name.isEmpty() || message.isEmpty() ? "" : ": ";
    return (name + separator + message).lines().findFirst().orElse("");
  }
}
