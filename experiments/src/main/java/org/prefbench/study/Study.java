package org.prefbench.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.preference.Annotator;

/**
 * A question to the benchmark: tasks, the reference policy and the pairs that all methods share,
 * the methods, and how they are scored. The components are the keys of a study file, in kebab case.
 */
public record Study(
    @Help("name of the study: lower case, digits and hyphens; also the folder of its results")
        String id,
    @Help("one line that says what is asked") @Default("''") String title,
    @Help("root of all random streams") @Default("0") long seed,
    @Help("number of runs; each has its own data, reference policy and pairs") @Default("5")
        int runs,
    @Help("the datasets to learn from") List<Task> tasks,
    @Help("the pre-trained policy that methods improve") @Default("{}") Reference reference,
    @Help("the labelled pairs") @Default("{}") Preferences preferences,
    @Help("how policies are evaluated") @Default("{}") Protocol protocol,
    @Help("the methods to compare") List<Method> methods,
    @Help("measurements of trained policies beyond the return") @Default("{}") Probing probes,
    @Help("how results are summarised") @Default("{}") Reporting report,
    @Help("named changes of the study, such as a quick one, for --preset") @Default("[]")
        List<Preset> presets) {

  /** The key of a file, and what stands for its path where it does not matter where it lies. */
  public static final String FILE = "file";

  /** Validates names and counts and copies the lists. */
  public Study {
    Names.check("id", id);
    Checks.between("runs", runs, 1, Bounds.RUNS);
    Checks.require(!tasks.isEmpty(), "tasks must have at least one entry");
    Checks.require(!methods.isEmpty(), "methods must have at least one entry");
    Bounds.entries("tasks", tasks);
    Bounds.entries("methods", methods);
    Bounds.entries("presets", presets);
    Checks.require(
        (long) runs * tasks.size() * methods.size() <= Bounds.TRIALS,
        "runs must make at most %d trials, got %d runs of %d methods on %d tasks",
        Bounds.TRIALS,
        runs,
        methods.size(),
        tasks.size());
    tasks = List.copyOf(tasks);
    methods = List.copyOf(methods);
    presets = List.copyOf(presets);
    Names.checkUnique("presets", "name", presets.stream().map(Preset::name).toList());
    Names.checkUnique("tasks", "label", tasks.stream().map(Task::label).toList());
    for (int i = 0; i < tasks.size(); i++) {
      String path = "tasks[" + i + "]."; // what a task changes is checked
      preferences(path + "preferences", preferences, tasks.get(i));
      reference(path + "reference", reference, tasks.get(i));
    }
    List<String> labels = methods.stream().map(Method::label).toList();
    Names.checkUnique("methods", "label", labels);
    report.check(labels);
  }

  /**
   * One dataset to learn from, the reference policy and the pairs on it. Tasks on one dataset share
   * data and evaluation episodes, and what their keys of {@code reference} and {@code preferences}
   * leave alike: so a study varies such a key.
   */
  public record Task(
      @Help(
              "id of the dataset, such as pendulum-medium-v1: environment and behaviour policy; or any"
                  + " name, where there is a file")
          String dataset,
      @Help("environment steps to collect; of a file, to take, 0 for all")
          @Default(value = "20000", besideFile = "0")
          int steps,
      @Help("name in tables and charts; by default the dataset") @Default("''") String label,
      @Help(
              "keys of preferences that differ for this task, such as pairs or parameters.epsilon;"
                  + " another teacher or, in quotes, list of teachers starts from its own defaults")
          @Default("{}")
          Map<String, String> preferences,
      @Help("keys of reference that differ for this task, such as temperature") @Default("''")
          Optional<Map<String, String>> reference,
      @Help(
              "a file to learn from in place of a generated dataset: HDF5 in D4RL's layout, a folder of"
                  + " Minari, or CSV; relative to the folder of the study file")
          @Default("''")
          Optional<String> file,
      @Help(
              "the file's environment: an id, such as hopper-v2, or a process; by default the one that the"
                  + " file names. Without one of this installation, or a process, nothing is rolled out or"
                  + " evaluated, and held-out figures are reported")
          @Default("''")
          Optional<TaskEnvironment> environment,
      @Help("episodes to take of the file; by default all") @Default("''")
          Optional<Integer> maxEpisodes,
      @Help(
              "which episodes of the file are taken: the first ones, or ones drawn by the seed, anew in"
                  + " each run; by default first")
          @Default("''")
          Optional<Part> part) {
    /** Which episodes of a file are taken. */
    public enum Part {
      /** Those at its beginning. */
      FIRST,
      /** Drawn without replacement, in the order in which they are drawn. */
      SAMPLED
    }

    /** Validates the names and the size, fills in the label and copies the maps. */
    public Task {
      Names.check("dataset", dataset);
      Checks.between("steps", steps, file.isPresent() ? 0 : 1, Bounds.STEPS);
      file.ifPresent(path -> Names.checkPath("file", path));
      requireFile("environment", environment, file);
      requireFile("max-episodes", maxEpisodes, file);
      requireFile("part", part, file);
      maxEpisodes.ifPresent(count -> Checks.between("max-episodes", count, 1, Bounds.STEPS));
      label = label.isEmpty() ? dataset : label;
      Names.check("label", label);
      preferences = Names.sorted(preferences);
      reference = reference.map(Names::sorted);
      Checks.require(
          reference.isEmpty() || !reference.get().containsKey("command"),
          "reference.command must stand in the study's reference: the process is told the task's"
              + " environment");
    }

    /** Creates a task named after its dataset with the study's pairs. */
    public Task(String dataset, int steps) {
      this(
          dataset,
          steps,
          dataset,
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    private static void requireFile(String key, Optional<?> value, Optional<String> file) {
      Checks.require(
          value.isEmpty() || file.isPresent(),
          "%s must stand beside file: a generated dataset has its own, got '%s'",
          key,
          value.map(RecordBinder::tree).map(String::valueOf).orElse(""));
    }

    /** Returns the same task with the paths of its files replaced. */
    public Task withPaths(UnaryOperator<String> change) {
      return new Task(
          dataset,
          steps,
          label,
          Names.withPath(preferences, change),
          reference.map(keys -> Names.withPath(keys, change)),
          file.map(change),
          environment.map(place -> place.withPaths(change)),
          maxEpisodes,
          part);
    }

    private Task withFilesIn(Path folder) {
      return new Task(
          dataset,
          steps,
          label,
          preferences,
          reference,
          file,
          environment.map(place -> place.withFilesIn(folder)),
          maxEpisodes,
          part);
    }
  }

  /** A method or a variant of one. */
  public record Method(
      @Help("id of the method, such as pfm") String method,
      @Help("name in tables and charts; by default the id") @Default("''") String label,
      @Help("hyperparameters that differ from the method's defaults") @Default("{}")
          Map<String, String> set,
      @Help(
              "who labels the same pairs anew for this method alone, as a control, such as coin; with"
                  + " that teacher's own defaults")
          @Default("''")
          Optional<String> teacher) {
    /** Fills in the label. */
    public Method {
      label = label.isEmpty() ? method : label;
      Names.check("label", label);
      set = Names.sorted(set);
    }

    /** Creates a method that the study's teachers teach. */
    public Method(String method, String label, Map<String, String> set) {
      this(method, label, set, Optional.empty());
    }

    /**
     * Returns who labels the pairs for this method alone, nobody if it shares the study's labels.
     */
    public List<Annotator> annotators() {
      return teacher.map(id -> List.of(new Annotator(id, Map.of()))).orElse(List.of());
    }
  }

  /** A named change of a study; the changed study has another id, and so another folder. */
  public record Preset(
      @Help("name of the preset, such as quick; the changed study is called ID-NAME") String name,
      @Help("values that replace the study's, each as --set takes it; lists in quotes")
          Map<String, String> set) {
    /** Validates the name and copies the map. */
    public Preset {
      Names.check("name", name);
      set = Names.sorted(set);
    }
  }

  /** Returns the hash of everything in the study but where its files lie. */
  public String hash() {
    return StudyFile.hash(withPaths(path -> FILE));
  }

  /** Returns the same study with the paths of all files that it names replaced. */
  public Study withPaths(UnaryOperator<String> change) {
    return with(
        tasks.stream().map(task -> task.withPaths(change)).toList(),
        reference.withPaths(change),
        preferences.withPath(change));
  }

  /** Returns the same study with words of commands that name files in a folder written as paths. */
  Study withFilesIn(Path folder) {
    return with(
        tasks.stream().map(task -> task.withFilesIn(folder)).toList(),
        reference.withFilesIn(folder),
        preferences);
  }

  private Study with(
      List<Task> otherTasks, Reference otherReference, Preferences otherPreferences) {
    return new Study(
        id,
        title,
        seed,
        runs,
        otherTasks,
        otherReference,
        otherPreferences,
        protocol,
        methods,
        probes,
        report,
        presets);
  }

  /** Returns the settings of the pairs on a task: the study's with what the task changes. */
  public Preferences preferences(Task task) {
    return preferences("preferences of " + task.label(), preferences, task);
  }

  /** Returns the reference policy of a task: the study's with what the task changes. */
  public Reference reference(Task task) {
    return reference("reference of " + task.label(), reference, task);
  }

  private static Reference reference(String path, Reference common, Task task) {
    return common.changed(path, task.reference().orElse(Map.of()));
  }

  private static Preferences preferences(String path, Preferences common, Task task) {
    Map<String, String> changes = new LinkedHashMap<>();
    boolean file = task.preferences().containsKey("file");
    if (file || Stream.of("teacher", "teachers").anyMatch(task.preferences()::containsKey)) {
      changes.put("teacher", "''"); // another teacher starts from its own defaults
      changes.put("parameters", "{}");
      changes.put("teachers", "''");
    }
    if (file) { // and so do the pairs of another file
      changes.put("pairs", "0");
      changes.put("segment-length", "0");
    }
    changes.putAll(task.preferences());
    return StudyFile.changed(Preferences.class, common, path, changes);
  }

  /**
   * Returns whether another study has the same trial: of the same name, and asked for in the same
   * way. Titles, reports, other trials and the number of runs do not count.
   */
  public boolean shares(Trial trial, Study other) {
    return id.equals(other.id)
        && seed == other.seed
        && reference.withPaths(path -> FILE).equals(other.reference.withPaths(path -> FILE))
        && preferences.withPath(path -> FILE).equals(other.preferences.withPath(path -> FILE))
        && protocol.equals(other.protocol)
        && probes.equals(other.probes)
        && other.withPaths(path -> FILE).trials().contains(trial.withPaths(path -> FILE));
  }

  /** Returns all trials: run by run, then task by task, then method by method. */
  public List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      for (Task task : tasks) {
        for (Method method : methods) {
          trials.add(new Trial(task, method, run));
        }
      }
    }
    return Collections.unmodifiableList(trials);
  }

  /**
   * Returns the labels of the rows of the study's tables, in order: of all methods and, just before
   * the first of the methods that it is chosen from, of every row chosen by validation loss.
   */
  public List<String> rowLabels() {
    return report.rowLabels(methods.stream().map(Method::label).toList());
  }

  /** Returns the run numbers. */
  public List<Integer> runNumbers() {
    return IntStream.range(0, runs).boxed().toList();
  }
}
