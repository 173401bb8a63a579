package org.prefbench.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.policy.Policy;
import org.prefbench.policy.process.ProcessPolicy;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.LabelerFactory;
import org.prefbench.preference.Labelers;
import org.prefbench.run.source.DataSource;
import org.prefbench.run.source.FileSource;
import org.prefbench.run.source.OutsideReference;
import org.prefbench.run.source.PairFiles;
import org.prefbench.run.source.TaskSetting;
import org.prefbench.stage.DatasetStage;
import org.prefbench.stage.ReferenceStage;
import org.prefbench.study.Preferences;
import org.prefbench.study.Reference;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

/**
 * Holds a study against what is on the class path before any work begins: datasets, methods,
 * teachers and their parameters. Errors name the line of the study file.
 */
final class StudyCheck {
  private final StudyFile.Resolved resolved;
  private final boolean start; // processes
  private final StageCode code = new StageCode();
  private final Map<Study.Task, TaskSetting> settings = new LinkedHashMap<>();
  private final Map<Study.Task, TrajectoryDataset> data = new HashMap<>(); // of the task looked at
  private final Map<Study.Task, Integer> lengths = new HashMap<>(); // of the segments of pairs

  private StudyCheck(StudyFile.Resolved resolved, boolean start) {
    this.resolved = resolved;
    this.start = start;
  }

  /**
   * Checks a study.
   *
   * @throws InvalidInputException with the place of the first thing that is unknown or breaks a
   *     rule
   */
  static void check(StudyFile.Resolved resolved) {
    new StudyCheck(resolved, false).checkAndEnd();
  }

  /**
   * Checks a study that is about to run: references and environments that are processes are started
   * and have to act once.
   *
   * @throws InvalidInputException as {@link #check(StudyFile.Resolved)}
   */
  static void checkRunnable(StudyFile.Resolved resolved) {
    new StudyCheck(resolved, true).checkAndEnd();
  }

  /** Returns all values of a study with their origins, the defaults of methods included. */
  static List<StudyFile.Value> explain(StudyFile.Resolved resolved) {
    check(resolved);
    List<StudyFile.Value> values = new ArrayList<>(resolved.values());
    Study study = resolved.study();
    if (study.reference().trained()) {
      addDefaults(values, "reference", study.reference().method(), study.reference().set());
    }
    addTeachers(values, study.preferences());
    for (int i = 0; i < study.methods().size(); i++) {
      Study.Method method = study.methods().get(i);
      addDefaults(values, "methods[" + i + "]", method.method(), method.set());
    }
    return List.copyOf(values);
  }

  /** Checks the study, and ends what it started. */
  private void checkAndEnd() {
    try {
      check();
    } finally {
      settings.values().forEach(TaskSetting::close);
    }
  }

  private void check() {
    Study study = resolved.study();
    for (int i = 0; i < study.tasks().size(); i++) {
      Study.Task task = study.tasks().get(i);
      String path = "tasks[" + i + "].";
      String key = path + (task.file().isPresent() ? Study.FILE : "dataset");
      at(key, Map.of(), "", () -> look(task));
      at(path + "environment.command", Map.of(), "", () -> begin(task));
      at(key, Map.of(), "", () -> checkTask(task));
      if (study.preferences(task).file().isPresent()) {
        at("preferences.file", Map.of(), "", () -> lengths.put(task, lengthOfFile(task)));
      }
      data.clear(); // one file at a time is enough to hold
    }
    for (int i = 0; i < study.tasks().size(); i++) {
      checkOutside(i, study.tasks().get(i));
    }
    Reference reference = study.reference();
    if (reference.trained()) {
      at(
          "reference.method",
          reference.set(),
          "reference.set",
          () ->
              settings.forEach(
                  (task, setting) -> checkReference(task, reference.method(), reference.set())));
    }
    settings.forEach(this::checkPairs);
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
          () -> settings.keySet().forEach(task -> checkMethod(task, method)));
    }
  }

  /** Reads a task's data, if they lie in a file. */
  private void look(Study.Task task) {
    Study study = resolved.study();
    DataSource source = code.source(task);
    if (source instanceof FileSource file) {
      data.put(task, file.read(DatasetStage.seed(study.seed(), task.dataset(), 0)));
    }
    settings.put(task, TaskSetting.of(study, task, source, Optional.ofNullable(data.get(task))));
  }

  /** Starts the process that a task's environment is, if it is one and the study is to run. */
  private void begin(Study.Task task) {
    if (start && code.source(task) instanceof FileSource file && file.process().isPresent()) {
      settings.put(task, settings.get(task).started(file));
    }
  }

  /** Looks at a task and its reference. */
  private void checkTask(Study.Task task) {
    Study study = resolved.study();
    DataSource source = code.source(task);
    TaskSetting setting = settings.get(task);
    Reference reference = study.reference(task);
    if (reference.behavior()) {
      ReferenceStage.at(reference.temperature(), source.behavior());
      ReferenceStage.at(reference.pairsTemperature(), source.behavior());
    }
    if (reference.trained() && task.reference().isPresent()) {
      checkReference(task, reference.method(), reference.set());
    }
    setting.requireProbed(study.probes());
  }

  /** Looks at a reference that a task takes from outside. */
  private void checkOutside(int i, Study.Task task) {
    Study study = resolved.study();
    Reference reference = study.reference(task);
    if (!reference.outside()) {
      return;
    }
    boolean own = task.reference().filter(keys -> keys.containsKey(Study.FILE)).isPresent();
    String key =
        (own ? "tasks[" + i + "]." : "")
            + (reference.file().isPresent() ? "reference.file" : "reference.command");
    at(
        key,
        Map.of(),
        "",
        () -> {
          Policy policy = OutsideReference.policy(reference, settings.get(task).environment());
          ReferenceStage.at(reference.temperature(), policy);
          ReferenceStage.at(reference.pairsTemperature(), policy);
          settings.computeIfPresent(task, (any, setting) -> setting.withReference(policy));
          settings.get(task).requireNoise(study.preferences(task), study.probes());
          if (start && policy instanceof ProcessPolicy process) {
            try (process) {
              process.check();
            }
          }
        });
  }

  private void checkReference(Study.Task task, String method, Map<String, String> set) {
    TaskSetting setting = settings.get(task);
    check(method, set, setting.unrefined());
    setting.requireGranted(method, needs(method, set));
  }

  private void checkMethod(Study.Task task, Study.Method method) {
    TaskSetting setting = settings.get(task);
    Preferences preferences = resolved.study().preferences(task);
    check(method.method(), method.set(), setting.prospect(lengths.get(task)));
    setting.requireGranted(method.label(), needs(method.method(), method.set()));
    setting.requireAskable(
        method.label(), needs(method.method(), method.set()), preferences, method.annotators());
  }

  private static Set<Needs> needs(String method, Map<String, String> set) {
    return ConfiguredAlgorithm.of(Algorithms.registered().get(method), set).needs();
  }

  /** Looks at whether a task's pairs can be had. */
  private void checkPairs(Study.Task task, TaskSetting setting) {
    Preferences preferences = resolved.study().preferences(task);
    if (preferences.file().isEmpty()) {
      lengths.put(task, preferences.segmentLength());
      at("preferences.sampler", Map.of(), "", () -> setting.requireDrawable(preferences));
      at("preferences.segment-length", Map.of(), "", () -> setting.requireLongEnough(preferences));
      at(
          "preferences.teacher",
          Map.of(),
          "",
          () -> preferences.annotators().forEach(one -> requireTeacher(setting, one)));
    }
  }

  private int lengthOfFile(Study.Task task) {
    Preferences preferences = resolved.study().preferences(task);
    return PairFiles.length(
        PairFiles.read(
            preferences,
            settings.get(task).header(),
            Optional.ofNullable(data.get(task)).flatMap(code.source(task)::rows),
            code.labels(preferences).orElseThrow()));
  }

  private static void requireTeacher(TaskSetting setting, Annotator annotator) {
    setting.requireTeacher(
        annotator.teacher(), Labelers.registered().get(annotator.teacher()).looksBeyond());
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
