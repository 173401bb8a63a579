package org.prefbench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prefbench.chart.Divergence;
import org.prefbench.comparison.DataLevel;
import org.prefbench.comparison.Diagnosis;
import org.prefbench.comparison.HeldOut;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.comparison.Training;
import org.prefbench.comparison.ValidationChoice;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.env.Environments;
import org.prefbench.published.PublishedScores;
import org.prefbench.store.ResultStore;
import org.prefbench.store.StageResult;
import org.prefbench.store.TrialResult;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialTable;
import org.prefbench.study.Protocol;
import org.prefbench.study.Reporting;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;
import org.prefbench.theory.TheoryCheck;

/**
 * The report of a folder of results, from {@code study.yaml}, {@code trials.csv} and the probes.
 *
 * <pre>
 * trials/DATASET/LABEL/run-N.KIND.csv    what was measured on a trial
 * probes/DATASET/NAME/run-N.KIND.csv     what belongs to a task: its reward (kind density), a closed
 *                                        form (kind closed-form), draws of NAME (kind samples) ...
 * </pre>
 */
public final class StudyReport {
  private static final Pattern FILE = Pattern.compile("run-(\\d+)\\.([a-z-]+)\\.csv");

  private static final String VALIDATION_LOSS = "validation-loss"; // as Learner reports it

  private StudyReport() {}

  /**
   * Fails, before hours of work, if the report that a study asks for can never be made.
   *
   * @throws org.prefbench.core.InvalidInputException if it names checks or published numbers that
   *     do not exist
   */
  public static void check(Study study) {
    ReportOptions.of(study);
    PublishedScores.check(study.report().published());
    checks(study);
  }

  /**
   * Returns the report of the results in a folder.
   *
   * @throws org.prefbench.core.InvalidInputException if the folder holds no results or a file in it
   *     is damaged
   */
  public static Report of(ResultStore store) {
    return of(store, data(store));
  }

  /** Returns the report of what {@link #data} has returned. */
  public static Report of(ResultStore store, ReportData data) {
    return Report.of(data, complete(store.study(), data) ? checks(store.study()) : List.of());
  }

  /**
   * Returns what the report of the results in a folder is made from.
   *
   * @throws org.prefbench.core.InvalidInputException as {@link #of}
   */
  public static ReportData data(ResultStore store) {
    Study study = store.study();
    Checks.require(
        Files.exists(store.trialsFile()),
        "%s holds no results yet: there is no trials.csv in it",
        store.folder());
    List<TrialRow> rows = rows(store);
    ScoreTable table = ScoreTable.of(rows, ReportOptions.of(study));
    List<Probe> measured = probes(study, store.folder());
    List<Training> trainings = trainings(study, store, measured, HeldOut.tasks(rows));
    List<DataLevel> levels = levels(study, store);
    ReportData data = new ReportData(table, rows, measured, trainings, levels);
    if (!complete(study, data)) {
      return data;
    }
    List<Probe> probes = new ArrayList<>(data.probes());
    checks(study).forEach(check -> probes.addAll(check.closedForms(data)));
    return new ReportData(table, rows, probes, trainings, levels);
  }

  private static List<DataLevel> levels(Study study, ResultStore store) {
    List<DataLevel> levels = new ArrayList<>();
    for (Study.Task task : study.tasks()) {
      for (int run : study.runNumbers()) {
        store.stage(task.label(), run).flatMap(StudyReport::level).ifPresent(levels::add);
      }
    }
    return levels;
  }

  /** Returns the level that a run's notes tell, if its environment is known and has a scale. */
  private static Optional<DataLevel> level(StageResult stage) {
    Map<String, String> notes = stage.notes();
    String mean = notes.get("episode-return-mean");
    String environment = notes.getOrDefault("environment", "");
    return mean == null
        ? Optional.empty()
        : Environments.registered()
            .find(environment)
            .flatMap(factory -> factory.spec().scores())
            .map(scores -> scores.normalize(Double.parseDouble(mean)))
            .map(score -> new DataLevel(stage.task(), stage.run(), score));
  }

  /**
   * Returns what the trials reported while they trained, if there are probes to see it against,
   * many direct methods whose divergence is to be seen, or nothing else is known of them.
   *
   * @param withoutReturns the tasks on which nothing else is
   */
  private static List<Training> trainings(
      Study study, ResultStore store, List<Probe> probes, Set<String> withoutReturns) {
    boolean probed = probes.stream().anyMatch(probe -> probe.kind().equals(Diagnosis.SEGMENTS));
    boolean wanted = probed || Divergence.concerns(study);
    return trainings(
        study, store, trial -> wanted || withoutReturns.contains(trial.task().label()));
  }

  /**
   * Returns what all trials reported while they trained.
   *
   * @param data what {@link #data} says of the results, whose trainings are not read again
   */
  public static List<Training> trainings(ResultStore store, ReportData data) {
    Map<String, Training> known = new HashMap<>();
    data.trainings().forEach(one -> known.put(key(one), one));
    List<Training> missing =
        trainings(store.study(), store, trial -> !known.containsKey(trial.key()));
    missing.forEach(one -> known.put(key(one), one));
    return ResultStore.order(store.study()).stream()
        .map(trial -> known.get(trial.key()))
        .filter(Objects::nonNull)
        .toList();
  }

  private static String key(Training training) {
    return training.task() + "/" + training.method() + "/" + training.run();
  }

  /** Returns what the wanted trials reported while they trained. */
  public static List<Training> trainings(ResultStore store, Predicate<Trial> wanted) {
    return trainings(store.study(), store, wanted);
  }

  private static List<Training> trainings(Study study, ResultStore store, Predicate<Trial> wanted) {
    List<Training> trainings = new ArrayList<>();
    for (Trial trial : ResultStore.order(study)) {
      if (wanted.test(trial)) {
        store
            .trial(trial)
            .filter(result -> result.status() == TrialRow.Status.OK)
            .ifPresent(result -> trainings.add(training(trial, result)));
      }
    }
    return trainings;
  }

  private static Training training(Trial trial, TrialResult result) {
    return new Training(
        trial.task().label(), trial.method().label(), trial.run(), result.metrics());
  }

  /**
   * Returns the rows of all trials and, after them, those that the report chooses by validation
   * loss, which {@code trials.csv} does not hold.
   */
  public static List<TrialRow> rows(ResultStore store) {
    Study study = store.study();
    List<TrialRow> rows = TrialTable.read(store.trialsFile());
    List<Reporting.Choice> choices = study.report().chosenByValidationLoss();
    if (choices.isEmpty()) {
      return rows;
    }
    Set<String> members =
        choices.stream().flatMap(choice -> choice.of().stream()).collect(Collectors.toSet());
    Map<String, Trial> trials = new HashMap<>();
    study.trials().forEach(trial -> trials.put(trial.key(), trial));
    return ValidationChoice.addTo(
        rows.stream()
            .map(
                row ->
                    members.contains(row.method()) ? withValidationLoss(row, trials, store) : row)
            .toList(),
        choices,
        study.protocol().headline());
  }

  /**
   * Rows made before trainings told the loss of the state that they keep have that of the last
   * checkpoint, and none under a protocol without checkpoints; what the method reported at the end
   * stands in the trial's file.
   */
  private static TrialRow withValidationLoss(
      TrialRow row, Map<String, Trial> trials, ResultStore store) {
    Trial trial = trials.get(row.task() + "/" + row.method() + "/" + row.run());
    boolean lacks =
        row.status() == TrialRow.Status.OK
            && row.evaluation() == Protocol.Evaluation.LAST
            && Double.isNaN(row.outcome().validationLoss());
    if (!lacks || trial == null) {
      return row;
    }
    return store.trial(trial).stream()
        .flatMap(result -> result.metrics().stream())
        .filter(metric -> metric.name().equals(VALIDATION_LOSS) && metric.step() == row.step())
        .findFirst()
        .map(metric -> row.withValidationLoss(metric.value()))
        .orElse(row);
  }

  private static List<TheoryCheck> checks(Study study) {
    return study.report().checks().stream().map(TheoryCheck.registered()::get).toList();
  }

  /** Returns whether every trial has a score: checks say nothing of a study that is not done. */
  private static boolean complete(Study study, ReportData data) {
    Set<String> trained =
        study.methods().stream().map(Study.Method::label).collect(Collectors.toSet());
    long scored =
        data.rows().stream()
            .filter(row -> row.status() == TrialRow.Status.OK && trained.contains(row.method()))
            .map(row -> List.of(row.task(), row.method(), row.run()))
            .distinct()
            .count();
    return scored >= study.trials().size();
  }

  /** Returns all probes: of each task those of the first method, of the task, of the others. */
  public static List<Probe> probes(Study study, Path folder) {
    List<Probe> probes = new ArrayList<>();
    for (Study.Task task : study.tasks()) {
      String name = task.label();
      List<String> labels = study.methods().stream().map(Study.Method::label).toList();
      Path trials = folder.resolve("trials").resolve(name);
      Path shared = folder.resolve("probes").resolve(name);
      addProbes(probes, trials.resolve(labels.get(0)), name, labels.get(0));
      for (Path named : list(shared)) {
        addProbes(probes, named, name, named.getFileName().toString());
      }
      for (String label : labels.subList(1, labels.size())) {
        addProbes(probes, trials.resolve(label), name, label);
      }
    }
    return probes;
  }

  private static void addProbes(List<Probe> probes, Path folder, String task, String method) {
    for (Path file : list(folder)) {
      Matcher name = FILE.matcher(file.getFileName().toString());
      if (name.matches()) {
        int run = Integer.parseInt(name.group(1));
        probes.add(Probe.read(file, name.group(2), task, method, run));
      }
    }
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder + ": " + FileErrors.reason(e), e);
    }
  }
}
