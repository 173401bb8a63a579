package org.prefbench.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.prefbench.code.Closure;
import org.prefbench.core.Parameters;
import org.prefbench.store.CodeTable;
import org.prefbench.store.ResultStore;
import org.prefbench.store.StageResult;
import org.prefbench.store.StageTimes;
import org.prefbench.store.TrialResult;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * How far a study is.
 *
 * @param trials number of trials by state: ok, diverged, failed, missing; outdated, made from
 *     another study or other classes; unrecorded, made before results recorded their classes
 * @param shared for each of datasets, references and pairs the number of them, one per task and
 *     run, by state
 * @param outdated what is outdated and why
 * @param times where the time went and what is left
 */
public record Status(
    Study study,
    Map<String, Integer> trials,
    Map<String, Map<String, Integer>> shared,
    List<Outdated> outdated,
    StageTimes times) {
  private static final String OK = "ok";
  private static final String MISSING = "missing";
  private static final String FAILED = "failed";
  private static final String OUTDATED = "outdated";

  /** The state of what was made before results recorded their classes. */
  public static final String UNRECORDED = "unrecorded";

  private static final String TRIALS = "trials";
  private static final Map<String, String> PLURALS =
      Map.of(
          StageCode.DATASET, "datasets",
          StageCode.REFERENCE, "references",
          StageCode.PAIRS, "pairs");

  /**
   * Things that are outdated for the same reason.
   *
   * @param what datasets, references, pairs or trials
   * @param count how many
   * @param by the classes, resources and libraries that have changed since, sorted; none if the
   *     study itself has
   */
  public record Outdated(String what, int count, List<String> by) {
    /** Copies the list. */
    public Outdated {
      by = List.copyOf(by);
    }
  }

  /** Copies the maps and lists. */
  public Status {
    trials = Collections.unmodifiableMap(new TreeMap<>(trials));
    shared = Collections.unmodifiableMap(new TreeMap<>(shared));
    outdated = List.copyOf(outdated);
  }

  /**
   * Returns the status of the results in a folder.
   *
   * @param code the classes of today
   * @throws org.prefbench.core.InvalidInputException if there are none, or a file is damaged
   */
  static Status of(ResultStore store, StageCode code) {
    return new Reader(store, code).read();
  }

  /** Counts. */
  private static final class Reader {
    private final ResultStore store;
    private final StageCode code;
    private final Study study;
    private final CodeTable table;
    private final Map<String, Integer> trials = new TreeMap<>();
    private final Map<String, Map<String, Integer>> shared = new TreeMap<>();
    private final Map<String, Map<Set<String>, Integer>> reasons = new LinkedHashMap<>();

    Reader(ResultStore store, StageCode code) {
      this.store = store;
      this.code = code;
      study = store.study();
      table = store.code();
    }

    Status read() {
      for (Study.Task task : study.tasks()) {
        for (int run : study.runNumbers()) {
          count(new StageInputs(study, task, run, code), task, store.stage(task.label(), run));
        }
      }
      List<TrialResult> results = new ArrayList<>();
      List<TrialResult> current = new ArrayList<>();
      for (Trial trial : study.trials()) {
        Optional<TrialResult> result = store.trial(trial);
        result.ifPresent(results::add);
        String state = result.map(one -> state(trial, one)).orElse(MISSING);
        trials.merge(state, 1, Integer::sum);
        if (!Set.of(MISSING, OUTDATED, UNRECORDED).contains(state)) {
          current.add(result.orElseThrow());
        }
      }
      List<Outdated> outdated = new ArrayList<>();
      reasons.forEach(
          (what, by) ->
              by.forEach(
                  (names, number) -> outdated.add(new Outdated(what, number, List.copyOf(names)))));
      return new Status(
          study,
          trials,
          shared,
          outdated,
          StageTimes.of(study, Runs.stages(study, store), results, Runs.done(current)));
    }

    private String state(Trial trial, TrialResult result) {
      if (result.inputs().equals(TrialFile.inputs(study, trial, code))) {
        return Parameters.word(result.status());
      }
      return outdated(TRIALS, result.code(), code.of(study, trial));
    }

    /** Counts the stages that the methods of one run on one task share. */
    private void count(StageInputs inputs, Study.Task task, Optional<StageResult> result) {
      Map<String, Closure> now = inputs.code();
      Map<String, Closure> behind = new TreeMap<>(); // a stage depends on those before it
      for (String stage : List.of(StageCode.DATASET, StageCode.REFERENCE, StageCode.PAIRS)) {
        if (now.containsKey(stage)) {
          behind.put(stage, now.get(stage));
          String state = result.map(one -> state(stage, inputs, task, one, behind)).orElse(MISSING);
          shared
              .computeIfAbsent(PLURALS.get(stage), any -> new TreeMap<>())
              .merge(state, 1, Integer::sum);
        }
      }
    }

    private String state(
        String stage,
        StageInputs inputs,
        Study.Task task,
        StageResult result,
        Map<String, Closure> behind) {
      if (!result.failure().isEmpty()) {
        return FAILED;
      }
      String expected =
          switch (stage) {
            case StageCode.DATASET -> inputs.dataset();
            case StageCode.REFERENCE -> inputs.reference(result.datasetHash());
            default ->
                inputs.pairs(
                    stage, study.preferences(task), result.datasetHash(), result.referenceHash());
          };
      if (expected.equals(result.inputs().get(stage))) {
        return OK;
      }
      return outdated(PLURALS.get(stage), result.code(), behind);
    }

    /** Finds out why something that was made of {@code old} is outdated, and counts it. */
    private String outdated(String what, Map<String, String> old, Map<String, Closure> now) {
      Set<String> names = new TreeSet<>();
      for (Map.Entry<String, Closure> stage : now.entrySet()) {
        String id = old.getOrDefault(stage.getKey(), stage.getValue().id());
        if (old.isEmpty() || !id.equals(stage.getValue().id()) && table.get(id).isEmpty()) {
          return UNRECORDED;
        }
        table.get(id).ifPresent(known -> names.addAll(known.differences(stage.getValue())));
      }
      reasons.computeIfAbsent(what, any -> new LinkedHashMap<>()).merge(names, 1, Integer::sum);
      return OUTDATED;
    }
  }
}
