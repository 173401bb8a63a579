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
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Ledger;
import org.prefbench.core.Parameters;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.Simulator;
import org.prefbench.policy.BlackBox;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.preference.Teacher;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Protocol;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * Runs one trial: hands the method exactly what it declared, evaluates what it learned, and writes
 * down what happened. A method that diverges or throws becomes rows with that status. Used once.
 */
final class TrialRunner {
  private final Study study;
  private final Trial trial;
  private final Shared shared;
  private final ResultStore store;
  private final ConfiguredAlgorithm method;
  private final TrialFile file;
  private final Ledger training = new Ledger();
  private final TrialMonitor monitor;
  private final List<TrialRow> rows = new ArrayList<>();
  private final List<TrialResult.Returns> returns = new ArrayList<>();
  private final Map<String, Map<String, Long>> costs = new TreeMap<>();
  private Stopwatch watch = new Stopwatch();
  private Stopwatch.Elapsed trainingTime = Stopwatch.Elapsed.NONE;
  private Stopwatch.Elapsed evaluationTime = Stopwatch.Elapsed.NONE;

  private TrialRunner(
      Study study,
      Trial trial,
      String inputs,
      Shared shared,
      ResultStore store,
      ProgressListener progress) {
    this.study = study;
    this.trial = trial;
    this.shared = shared;
    this.store = store;
    method = configured(trial);
    file = new TrialFile(study, trial, inputs, shared.stage(), needs(method.needs()));
    monitor = new TrialMonitor(study.protocol().checkpoints(), this::evaluateCheckpoint, progress);
  }

  /**
   * Returns the result of a trial and writes its probes.
   *
   * @param inputs hash of everything that the trial depends on
   * @param log hears the stack trace of a method's failure
   */
  static TrialResult run(
      Study study,
      Trial trial,
      String inputs,
      Shared shared,
      ResultStore store,
      ProgressListener progress,
      PrintWriter log) {
    return new TrialRunner(study, trial, inputs, shared, store, progress).run(log);
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
      if (study.protocol().select().contains(Protocol.Evaluation.BEST)) {
        monitor
            .best()
            .ifPresent(
                best ->
                    evaluateFinal(
                        Evaluation.BEST, best.step(), best.validationLoss(), best.policy()));
      }
      Stopwatch probing = new Stopwatch();
      probes = ProbeRunner.run(study, trial, evaluator(), shared, policy, evaluationSeed(), store);
      probeTime = probing.read();
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
          trouble.get(), message, counts(training), method.hyperparameters(), timeOfTraining());
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
        method.hyperparameters(),
        costs,
        probes,
        seconds,
        TrialFile.provenance(study));
  }

  private Policy train() {
    Set<Needs> needs = method.needs();
    boolean rewards = needs.contains(Needs.TRUE_REWARDS);
    boolean weights = needs.contains(Needs.REFERENCE_WEIGHTS);
    String before = weightsHash();
    TrainingInput input =
        new TrainingInput(
            shared.environment().spec(),
            Optional.of(weights ? shared.reference() : new BlackBox(shared.reference())),
            rewards ? shared.dataset() : shared.dataset().withoutRewards(),
            rewards ? shared.preferences() : shared.preferences().withoutRewards(),
            needs.contains(Needs.TRAINING_SIMULATOR)
                ? Optional.of(new Simulator(shared.environment(), rewards, training))
                : Optional.empty(),
            needs.contains(Needs.TEACHER)
                ? Optional.of(
                    new Teacher(
                        shared.labeler(study.preferences(trial.task())),
                        shared.environment(),
                        training))
                : Optional.empty());
    // variants of one method share the stream, so that they differ in nothing but their settings
    Seed seed =
        SharedInputs.seed(study, trial.task(), trial.run())
            .child("method")
            .child(trial.method().method());
    Policy policy = method.algorithm().train(input, new TrainingContext(seed, training, monitor));
    if (!weightsHash().equals(before)) {
      throw new IllegalStateException("the method changed the weights of the reference policy");
    }
    return policy;
  }

  /** Behaviour policies are code and cannot be changed; trained ones hold arrays. */
  private String weightsHash() {
    return study.reference().behavior() ? "" : PolicyFiles.hash(shared.reference());
  }

  private Stopwatch.Elapsed timeOfTraining() {
    return watch.read().minus(monitor.evaluating());
  }

  private void evaluateCheckpoint(TrialMonitor.Checkpoint checkpoint) {
    trainingTime = timeOfTraining();
    evaluate(
        Evaluation.CHECKPOINT,
        study.protocol().headline(),
        checkpoint.step(),
        checkpoint.validationLoss(),
        checkpoint.policy(),
        study.protocol().checkpointEpisodes(),
        evaluationSeed().child("checkpoint"));
  }

  private void evaluateFinal(
      Evaluation evaluation, long step, double validationLoss, Policy policy) {
    for (Protocol.Mode mode : study.protocol().modes()) {
      evaluate(
          evaluation,
          mode,
          step,
          validationLoss,
          policy,
          study.protocol().episodes(),
          evaluationSeed().child("final"));
    }
  }

  private void evaluate(
      Evaluation evaluation,
      Protocol.Mode mode,
      long step,
      double validationLoss,
      Policy policy,
      int episodes,
      Seed seed) {
    Ledger ledger = new Ledger();
    Stopwatch acting = new Stopwatch();
    Evaluator.Episodes result =
        evaluator()
            .evaluate(
                mode == Protocol.Mode.DETERMINISTIC ? policy.deterministic() : policy,
                episodes,
                seed,
                ledger);
    Stopwatch.Elapsed elapsed = acting.read();
    evaluationTime = evaluationTime.plus(elapsed);
    Map<Ledger.Entry, Long> used = counts(ledger);
    rows.add(
        file.row(
            Status.OK,
            "",
            new TrialRow.Evaluated(evaluation, mode, step, monitor.steps()),
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
        shared
            .environment()
            .spec()
            .scores()
            .map(anchors -> anchors.normalize(mean))
            .orElse(Double.NaN),
        episodes.meanLength(),
        validationLoss);
  }

  private Evaluator evaluator() {
    Set<Needs> needs = method.needs();
    LookAhead lookAhead =
        !needs.contains(Needs.LOOK_AHEAD)
            ? LookAhead.NONE
            : needs.contains(Needs.TRUE_REWARDS)
                ? LookAhead.WITH_REWARDS
                : LookAhead.WITHOUT_REWARDS;
    return new Evaluator(shared.environment(), lookAhead);
  }

  /** All methods of a run are evaluated on the same episodes. */
  private Seed evaluationSeed() {
    return new Seed(study.protocol().seed())
        .child("evaluation")
        .child(trial.task().dataset())
        .child(trial.run());
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

  /** Returns the first line of what happened; that it diverged is said by the status. */
  private static String oneLine(Throwable failure) {
    String name = failure instanceof DivergedException ? "" : failure.getClass().getSimpleName();
    String message = failure.getMessage() == null ? "" : failure.getMessage().strip();
    String separator = name.isEmpty() || message.isEmpty() ? "" : ": ";
    return (name + separator + message).lines().findFirst().orElse("");
  }
}
