package org.prefbench.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * Where the time of a study went, stage by stage, and an estimate of what is left. Times are sums
 * over worker processes: with two of them, half as much passes on the clock.
 *
 * <p>The estimate: a trial that is missing takes as long as its method took on its task in other
 * runs, else as its method took on other tasks, else as other methods took on its task, else as
 * trials take; dataset, reference and pairs take as long as those of the task's other runs, else as
 * those of other tasks. What may lie in the cache already is not known and counts in full.
 *
 * @param stages one entry each for dataset, reference, pairs, training, evaluation and probes
 * @param methods training, evaluation and probes together, one entry for each method
 */
public record StageTimes(List<Entry> stages, List<Entry> methods) {
  /** Behind the name of a stage: its processor time; the name alone stands for its wall time. */
  public static final String PROCESSOR = "-processor";

  private static final List<String> SHARED = List.of("dataset", "reference", "pairs");
  private static final List<String> OWN = List.of("training", "evaluation", "probes");

  /** Copies the lists. */
  public StageTimes {
    stages = List.copyOf(stages);
    methods = List.copyOf(methods);
  }

  /**
   * What one stage or one method took.
   *
   * @param name its name
   * @param done how many of its pieces are done
   * @param planned how many there are: runs on tasks for what methods share, else trials
   * @param wall seconds that were spent, pieces that have to be made again included
   * @param processor processor seconds that were spent; NaN if they were not measured for all
   * @param reused seconds that making the pieces took which were found in the cache
   * @param left estimate of the seconds that the missing pieces will take; NaN if there is nothing
   *     to learn it from
   */
  public record Entry(
      String name,
      int done,
      int planned,
      double wall,
      double processor,
      double reused,
      double left) {

    private Entry plus(Entry other) {
      return new Entry(
          name,
          done,
          planned,
          wall + other.wall,
          processor + other.processor,
          reused + other.reused,
          left + other.left);
    }
  }

  /** One piece of work: a stage of one run on one task, by one method or by none. */
  private record Piece(String task, String method, Optional<Time> time, boolean done) {}

  /** How long a piece took. */
  private record Time(double wall, double processor, boolean cached) {}

  /**
   * Returns the times of a study.
   *
   * @param shared what is known of its shared inputs
   * @param results the results that are there
   * @param done whether the trial with a key has a result that will stay
   */
  public static StageTimes of(
      Study study,
      Collection<StageResult> shared,
      Collection<TrialResult> results,
      Predicate<String> done) {
    Map<String, TrialResult> trials = new HashMap<>();
    results.forEach(result -> trials.put(result.key(), result));
    List<Entry> stages = new ArrayList<>();
    for (String stage : SHARED) {
      stages.add(entry(stage, shared(study, shared, stage)));
    }
    Map<String, Entry> methods = new LinkedHashMap<>();
    for (String stage : OWN) {
      List<Piece> pieces = trials(study, trials, done, stage);
      stages.add(entry(stage, pieces));
      byMethod(study, pieces).forEach((label, entry) -> methods.merge(label, entry, Entry::plus));
    }
    return new StageTimes(stages, List.copyOf(methods.values()));
  }

  /** Returns the sum of all stages; its pieces are the trials. */
  public Entry total() {
    Entry first = stages.get(0);
    Entry sum = stages.subList(1, stages.size()).stream().reduce(first, Entry::plus);
    Entry trials = stages.get(SHARED.size());
    return new Entry(
        "total",
        trials.done(),
        trials.planned(),
        sum.wall(),
        sum.processor(),
        sum.reused(),
        sum.left());
  }

  private static List<Piece> shared(Study study, Collection<StageResult> results, String stage) {
    Map<String, StageResult> known = new HashMap<>();
    results.forEach(result -> known.put(result.task() + "/" + result.run(), result));
    List<Piece> pieces = new ArrayList<>();
    for (Study.Task task : study.tasks()) {
      for (int run : study.runNumbers()) {
        Optional<StageResult> result = Optional.ofNullable(known.get(task.label() + "/" + run));
        boolean made = result.filter(one -> one.failure().isEmpty()).isPresent();
        pieces.add(
            new Piece(
                task.label(),
                "",
                result.flatMap(one -> time(one.seconds(), stage, one.cached().contains(stage))),
                made));
      }
    }
    return pieces;
  }

  private static List<Piece> trials(
      Study study, Map<String, TrialResult> results, Predicate<String> done, String stage) {
    List<Piece> pieces = new ArrayList<>();
    for (Trial trial : study.trials()) {
      Optional<TrialResult> result = Optional.ofNullable(results.get(trial.key()));
      pieces.add(
          new Piece(
              trial.task().label(),
              trial.method().label(),
              result.flatMap(one -> time(one.seconds(), stage, false)),
              result.isPresent() && done.test(trial.key())));
    }
    return pieces;
  }

  private static Optional<Time> time(Map<String, Double> seconds, String stage, boolean cached) {
    double processor = seconds.getOrDefault(stage + PROCESSOR, Double.NaN);
    return Optional.ofNullable(seconds.get(stage)).map(wall -> new Time(wall, processor, cached));
  }

  private static Map<String, Entry> byMethod(Study study, List<Piece> pieces) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Study.Method method : study.methods()) {
      String label = method.label();
      List<Piece> own = pieces.stream().filter(piece -> piece.method().equals(label)).toList();
      entries.put(label, entry(label, own, pieces));
    }
    return entries;
  }

  private static Entry entry(String name, List<Piece> pieces) {
    return entry(name, pieces, pieces);
  }

  /** Returns the sum of {@code pieces}; what is left of them is learnt from {@code all}. */
  private static Entry entry(String name, List<Piece> pieces, List<Piece> all) {
    List<Time> spent =
        pieces.stream().flatMap(piece -> piece.time().stream()).filter(t -> !t.cached()).toList();
    return new Entry(
        name,
        (int) pieces.stream().filter(Piece::done).count(),
        pieces.size(),
        spent.stream().mapToDouble(Time::wall).sum(),
        spent.stream().mapToDouble(Time::processor).sum(),
        pieces.stream()
            .flatMap(piece -> piece.time().stream())
            .filter(Time::cached)
            .mapToDouble(Time::wall)
            .sum(),
        pieces.stream()
            .filter(piece -> !piece.done())
            .mapToDouble(piece -> expected(piece, all))
            .sum());
  }

  /** Returns how long a missing piece will take. */
  private static double expected(Piece missing, List<Piece> all) {
    Predicate<Piece> sameTask = piece -> piece.task().equals(missing.task());
    Predicate<Piece> sameMethod = piece -> piece.method().equals(missing.method());
    return Stream.of(sameTask.and(sameMethod), sameMethod, sameTask, (Predicate<Piece>) any -> true)
        .map(like -> mean(all, like))
        .filter(OptionalDouble::isPresent)
        .findFirst()
        .orElse(OptionalDouble.of(Double.NaN))
        .getAsDouble();
  }

  private static OptionalDouble mean(List<Piece> pieces, Predicate<Piece> like) {
    return pieces.stream()
        .filter(like)
        .flatMap(piece -> piece.time().stream())
        .mapToDouble(Time::wall)
        .average();
  }
}
