package org.prefbench.run.capacity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.store.ResultStore;
import org.prefbench.store.StageResult;
import org.prefbench.store.StageTimes;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Preferences;
import org.prefbench.study.Protocol;
import org.prefbench.study.Reference;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * What trials and stages of studies that were run have taken, and from that what those of another
 * study will take. Times are of processors, so that a machine that was busy with other things does
 * not count.
 *
 * <p>A trial takes as long as its method took on its dataset; else in its environment; else
 * anywhere; else as other methods took on its dataset; else as trials take. Training is in
 * proportion to the hyperparameter {@code steps}, evaluation to the episodes of the protocol, a
 * dataset to its steps, pairs to their number and length.
 */
public final class CostLedger {
  private static final String STEPS = "steps";

  private final List<Past> trials = new ArrayList<>();
  private final List<PastStage> stages = new ArrayList<>();

  /** A trial that was run, with what its cost is in proportion to. */
  private record Past(
      Kind kind,
      double training,
      double trainingSteps,
      double evaluation,
      double episodes,
      double memory,
      double parameters,
      double bytes) {}

  /** What costs are looked up by. */
  private record Kind(String dataset, String method) {
    String environment() {
      return dataset.replaceFirst("-[a-z]+(-v\\d+)?$", ""); // hopper-medium-v2: hopper
    }
  }

  /** A stage that was made. */
  private record PastStage(
      Kind kind,
      Map<String, Double> seconds,
      double datasetSteps,
      double trainingSteps,
      double pairSteps) {}

  /**
   * What one trial is expected to take.
   *
   * @param seconds of one processor
   * @param memory bytes at its peak
   * @param bytes of its result
   */
  public record Cost(double seconds, double memory, double bytes) {}

  /**
   * Reads the results in all folders directly within {@code folder}.
   *
   * @throws org.prefbench.core.InvalidInputException if there are none, or some are damaged
   */
  public static CostLedger of(Path folder) {
    CostLedger ledger = new CostLedger();
    List<Path> inside = List.of();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> list = Files.list(folder)) {
        inside = list.sorted().toList();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot list " + folder + ": " + FileErrors.reason(e), e);
      }
    }
    inside.stream().map(ResultStore::new).filter(ResultStore::holdsResults).forEach(ledger::add);
    Checks.require(
        !ledger.trials.isEmpty() && !ledger.stages.isEmpty(),
        "%s: has no results of other studies, from which a plan could be learnt",
        folder);
    return ledger;
  }

  /** Returns the number of trials that it knows of. */
  public int size() {
    return trials.size();
  }

  private void add(ResultStore store) {
    Study study = store.study();
    for (Trial trial : study.trials()) {
      store
          .trial(trial)
          .filter(result -> result.status() == TrialRow.Status.OK)
          .ifPresent(result -> trials.add(past(store, study, trial, result)));
    }
    for (Study.Task task : study.tasks()) {
      for (int run : study.runNumbers()) {
        store
            .stage(task.label(), run)
            .filter(stage -> stage.failure().isEmpty())
            .ifPresent(stage -> stages.add(past(study, task, stage)));
      }
    }
  }

  private static Past past(ResultStore store, Study study, Trial trial, TrialResult result) {
    double bytes = size(store.file(trial));
    for (String probe : result.probes()) {
      bytes += size(store.probeFile(trial, probe));
    }
    return new Past(
        kind(trial),
        seconds(result.seconds(), "training"),
        steps(result.hyperparameters()),
        seconds(result.seconds(), "evaluation") + seconds(result.seconds(), "probes"),
        episodes(study.protocol()),
        result.rows().stream().mapToDouble(row -> row.resources().peakBytes()).max().orElse(0),
        result.rows().get(0).costs().parameters(),
        bytes);
  }

  private static PastStage past(Study study, Study.Task task, StageResult stage) {
    Reference reference = study.reference(task);
    return new PastStage(
        new Kind(task.dataset(), referenceMethod(reference)),
        stage.seconds(),
        task.steps(),
        steps(reference),
        pairSteps(study.preferences(task)));
  }

  private static Kind kind(Trial trial) {
    return new Kind(trial.task().dataset(), trial.method().method());
  }

  /** References that are not trained take no time, whatever they are called. */
  private static String referenceMethod(Reference reference) {
    return reference.trained() ? reference.method() : "";
  }

  private static double size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + FileErrors.reason(e), e);
    }
  }

  /** Returns the seconds of processors, or, where they were not measured, on the clock. */
  private static double seconds(Map<String, Double> seconds, String stage) {
    double wall = seconds.getOrDefault(stage, 0.0);
    double processor = seconds.getOrDefault(stage + StageTimes.PROCESSOR, wall);
    return Double.isFinite(processor) ? processor : wall;
  }

  // ---- what costs are in proportion to; 0 where that is not known

  private static double steps(Map<String, String> hyperparameters) {
    return Double.parseDouble(hyperparameters.getOrDefault(STEPS, "0"));
  }

  private static double steps(Reference reference) {
    return reference.trained() ? steps(configured(reference.method(), reference.set())) : 0;
  }

  private static Map<String, String> configured(String method, Map<String, String> set) {
    return ConfiguredAlgorithm.of(Algorithms.registered().get(method), set).hyperparameters();
  }

  private static double episodes(Protocol protocol) {
    return (double) protocol.episodes() * protocol.modes().size() * protocol.select().size()
        + (double) protocol.checkpoints() * protocol.checkpointEpisodes();
  }

  private static double pairSteps(Preferences preferences) {
    return (double) preferences.pairs() * preferences.segmentLength();
  }

  /** Returns what {@code seconds} become with {@code planned} units in place of {@code units}. */
  private static double scaled(double seconds, double planned, double units) {
    return planned > 0 && units > 0 ? seconds * planned / units : seconds;
  }

  // ---- what is expected

  /** Returns what a trial is expected to take. */
  public Cost trial(Study study, Trial trial) {
    List<Past> like = like(trials, Past::kind, kind(trial));
    double steps = steps(configured(trial.method().method(), trial.method().set()));
    double episodes = episodes(study.protocol());
    return new Cost(
        mean(like, past -> scaled(past.training(), steps, past.trainingSteps()))
            + mean(like, past -> scaled(past.evaluation(), episodes, past.episodes())),
        like.stream().mapToDouble(Past::memory).max().orElseThrow(),
        mean(like, Past::bytes));
  }

  /** Returns the processor seconds that what trials share is expected to take. */
  public double stage(Study study, Study.Task task) {
    Reference reference = study.reference(task);
    Kind kind = new Kind(task.dataset(), referenceMethod(reference));
    List<PastStage> like = like(stages, PastStage::kind, kind);
    double trained = reference.trained() ? 1 : 0;
    double steps = steps(reference);
    double pairs = pairSteps(study.preferences(task));
    return mean(like, past -> scaled(of(past, "dataset"), task.steps(), past.datasetSteps()))
        + trained * mean(like, past -> scaled(of(past, "reference"), steps, past.trainingSteps()))
        + mean(like, past -> scaled(of(past, "pairs"), pairs, past.pairSteps()));
  }

  private static double of(PastStage past, String stage) {
    return seconds(past.seconds(), stage);
  }

  /** Returns the number of weights that the trained reference of a task is expected to have. */
  double parameters(Study study, Study.Task task) {
    Reference reference = study.reference(task);
    return reference.trained()
        ? mean(
            like(trials, Past::kind, new Kind(task.dataset(), reference.method())),
            Past::parameters)
        : 0;
  }

  private static <P> List<P> like(List<P> all, Function<P, Kind> kindOf, Kind kind) {
    Predicate<Kind> sameMethod = past -> past.method().equals(kind.method());
    Predicate<Kind> sameDataset = past -> past.dataset().equals(kind.dataset());
    Predicate<Kind> sameWorld = past -> past.environment().equals(kind.environment());
    return Stream.of(
            sameMethod.and(sameDataset), sameMethod.and(sameWorld), sameMethod, sameDataset)
        .map(alike -> all.stream().filter(past -> alike.test(kindOf.apply(past))).toList())
        .filter(some -> !some.isEmpty())
        .findFirst()
        .orElse(all);
  }

  private static <P> double mean(List<P> past, ToDoubleFunction<P> number) {
    return past.stream().mapToDouble(number).average().orElseThrow();
  }
}
