package org.prefbench.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Prospect;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.LabelerFactory;
import org.prefbench.preference.Labelers;
import org.prefbench.stage.ReferenceStage;
import org.prefbench.study.Preferences;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

/**
 * Holds a study against what is on the class path before any work begins: datasets, methods,
 * teachers and their parameters. Errors name the line of the study file.
 */
final class StudyCheck {
  private final StudyFile.Resolved resolved;

  private StudyCheck(StudyFile.Resolved resolved) {
    this.resolved = resolved;
  }

  /**
   * Checks a study.
   *
   * @throws InvalidInputException with the place of the first thing that is unknown or breaks a
   *     rule
   */
  static void check(StudyFile.Resolved resolved) {
    new StudyCheck(resolved).check();
  }

  /** Returns all values of a study with their origins, the defaults of methods included. */
  static List<StudyFile.Value> explain(StudyFile.Resolved resolved) {
    check(resolved);
    List<StudyFile.Value> values = new ArrayList<>(resolved.values());
    Study study = resolved.study();
    if (!study.reference().behavior()) {
      addDefaults(values, "reference", study.reference().method(), study.reference().set());
    }
    addTeachers(values, study.preferences());
    for (int i = 0; i < study.methods().size(); i++) {
      Study.Method method = study.methods().get(i);
      addDefaults(values, "methods[" + i + "]", method.method(), method.set());
    }
    return List.copyOf(values);
  }

  private void check() {
    Study study = resolved.study();
    for (int i = 0; i < study.tasks().size(); i++) {
      Study.Task task = study.tasks().get(i);
      at("tasks[" + i + "].dataset", Map.of(), "", () -> checkTask(study, task));
    }
    Study.Reference reference = study.reference();
    if (!reference.behavior()) {
      at(
          "reference.method",
          reference.set(),
          "reference.set",
          () ->
              study
                  .tasks()
                  .forEach(task -> check(reference.method(), reference.set(), unrefined(task))));
    }
    at("preferences.segment-length", Map.of(), "", () -> study.tasks().forEach(this::checkCut));
    List<Annotator> annotators = study.preferences().annotators();
    for (int i = 0; i < annotators.size(); i++) {
      Annotator annotator = annotators.get(i);
      Teacher place = Teacher.of(study.preferences(), i);
      at(place.key(), annotator.parameters(), place.set(), () -> parameters(annotator));
    }
    for (int i = 0; i < study.tasks().size(); i++) {
      Study.Task task = study.tasks().get(i);
      String path = "tasks[" + i + "].preferences";
      at(
          path,
          task.preferences(),
          path,
          () -> study.preferences(task).annotators().forEach(StudyCheck::parameters));
    }
    for (int i = 0; i < study.methods().size(); i++) {
      Study.Method method = study.methods().get(i);
      at(
          "methods[" + i + "].teacher",
          Map.of(),
          "",
          () -> method.annotators().forEach(StudyCheck::parameters));
      at(
          "methods[" + i + "].method",
          method.set(),
          "methods[" + i + "].set",
          () ->
              study
                  .tasks()
                  .forEach(task -> check(method.method(), method.set(), prospect(study, task))));
    }
  }

  private static Prospect unrefined(Study.Task task) {
    return Prospect.ofReference(GeneratedDataset.find(task.dataset()).environment().spec());
  }

  private static Prospect prospect(Study study, Study.Task task) {
    GeneratedDataset dataset = GeneratedDataset.find(task.dataset());
    EnvironmentSpec environment = dataset.environment().spec();
    return new Prospect(
        environment,
        OptionalInt.of(Math.min(study.preferences(task).segmentLength(), environment.maxSteps())),
        true,
        study.reference(task).behavior()
            ? Optional.of(dataset.behavior().policy())
            : Optional.empty());
  }

  /** No stretch of an episode is longer than the episode. */
  private void checkCut(Study.Task task) {
    Preferences preferences = resolved.study().preferences(task);
    EnvironmentSpec environment = GeneratedDataset.find(task.dataset()).environment().spec();
    int longest = Math.min(environment.maxSteps(), task.steps());
    Checks.require(
        preferences.sampler() != Preferences.Sampler.LOGGED
            || preferences.segmentLength() <= longest,
        "segment-length must be <= %d where sampler is logged, the steps of the longest episode that"
            + " %s can have, got %d",
        longest,
        task.label(),
        preferences.segmentLength());
  }

  private static void checkTask(Study study, Study.Task task) {
    GeneratedDataset dataset = GeneratedDataset.find(task.dataset());
    Study.Reference reference = study.reference(task);
    if (reference.behavior()) {
      dataset.behavior().only(); // else there is no policy to be the reference
      ReferenceStage.at(reference.temperature(), dataset.behavior().policy());
      ReferenceStage.at(reference.pairsTemperature(), dataset.behavior().policy());
    } else if (task.reference().isPresent()) {
      check(reference.method(), reference.set(), unrefined(task));
    }
    int steps = dataset.environment().spec().maxSteps();
    Checks.require(
        study.probes().samples() == 0 || steps == 1,
        "probes.samples needs a task of one step, %s has %d",
        task.dataset(),
        steps);
  }

  private static void check(String method, Map<String, String> set, Prospect prospect) {
    ConfiguredAlgorithm.check(Algorithms.registered().get(method), set, prospect);
  }

  /** The key paths of a teacher and of its parameters, in the short form or in a list. */
  private record Teacher(String key, String set) {
    static Teacher of(Preferences settings, int index) {
      String entry = "preferences.teachers[" + index + "]";
      return settings.teachers().isPresent()
          ? new Teacher(entry + ".teacher", entry + ".set")
          : new Teacher("preferences.teacher", "preferences.parameters");
    }
  }

  private static Map<String, String> parameters(Annotator annotator) {
    return parameters(Labelers.registered().get(annotator.teacher()), annotator.parameters());
  }

  private static <P extends Record> Map<String, String> parameters(
      LabelerFactory<P> factory, Map<String, String> overrides) {
    return Parameters.asText(Parameters.override(factory.id(), factory.defaults(), overrides));
  }

  /** Runs a check whose errors are about one key, or about one of the {@code set} values below. */
  private void at(String key, Map<String, String> set, String setPath, Runnable check) {
    try {
      check.run();
    } catch (InvalidInputException e) {
      String path =
          set.keySet().stream()
              .filter(
                  name ->
                      e.getMessage().contains("." + name + " ")
                          || e.getMessage().contains("'" + name + "'"))
              .findFirst()
              .map(name -> setPath + "." + name)
              .orElse(key);
      String origin = resolved.origin(path).orElse("study " + resolved.study().id());
      throw new InvalidInputException(origin + ": " + path + ": " + e.getMessage(), e);
    }
  }

  private static void addDefaults(
      List<StudyFile.Value> values, String path, String method, Map<String, String> set) {
    AlgorithmFactory<?> factory = Algorithms.registered().get(method);
    add(
        values,
        path + ".set.",
        "default of " + method,
        ConfiguredAlgorithm.of(factory, set).hyperparameters(),
        set);
  }

  private static void addTeachers(List<StudyFile.Value> values, Preferences settings) {
    List<Annotator> annotators = settings.annotators();
    for (int i = 0; i < annotators.size(); i++) {
      Annotator annotator = annotators.get(i);
      add(
          values,
          Teacher.of(settings, i).set() + ".",
          "default of " + annotator.teacher(),
          parameters(annotator),
          annotator.parameters());
    }
  }

  private static void add(
      List<StudyFile.Value> values,
      String prefix,
      String origin,
      Map<String, String> all,
      Map<String, String> set) {
    Map<String, String> defaults = new LinkedHashMap<>(all);
    defaults.keySet().removeAll(set.keySet());
    defaults.forEach((key, text) -> values.add(new StudyFile.Value(prefix + key, text, origin)));
  }
}
