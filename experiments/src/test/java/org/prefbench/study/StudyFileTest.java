package org.prefbench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.PairSampler;

class StudyFileTest {
  private static final String YAML =
      """
      id: small
      runs: 2
      tasks:
        - {dataset: pendulum-medium-v1, steps: 2_000}
      protocol:
        episodes: 3
        modes: [deterministic]
        headline: deterministic
      methods:
        - method: reference
        - method: dpo
          label: dpo-strong
          set:
            beta: 0.5
      """;

  private static StudyFile.Resolved parse(String yaml) {
    return StudyFile.parse("small.yaml", yaml, Map.of());
  }

  private static String error(String yaml) {
    return assertThrows(InvalidInputException.class, () -> parse(yaml)).getMessage();
  }

  @Test
  void readsWhatIsWrittenAndFillsInDefaults() {
    Study study = parse(YAML).study();
    assertEquals("small", study.id());
    assertEquals(2, study.runs());
    assertEquals(List.of(new Study.Task("pendulum-medium-v1", 2000)), study.tasks());
    assertEquals(3, study.protocol().episodes());
    assertEquals(Protocol.Mode.DETERMINISTIC, study.protocol().headline());
    assertEquals("bc", study.reference().method());
    assertEquals(PairSampler.StateDistribution.VISITED, study.preferences().states());
    assertEquals(
        List.of(
            new Study.Method("reference", "reference", Map.of()),
            new Study.Method("dpo", "dpo-strong", Map.of("beta", "0.5"))),
        study.methods());
  }

  private static String withTask(String rest) {
    return YAML.replace("steps: 2_000", "file: a.csv, " + rest);
  }

  /** A text stands for the id, is written back as one, and so has the hash that it always had. */
  @Test
  void anEnvironmentIsATextOrACommand() {
    Study named = parse(withTask("environment: hopper-v2")).study();
    TaskEnvironment hopper = named.tasks().get(0).environment().orElseThrow();
    assertEquals(Optional.of("hopper-v2"), hopper.id());
    assertTrue(StudyFile.toYaml(named).contains("  environment: hopper-v2\n"));
    assertEquals(named, parse(withTask("environment: {id: hopper-v2}")).study());
    assertEquals(named, parse(StudyFile.toYaml(named)).study());

    StudyFile.Resolved started =
        parse(withTask("environment: {command: [python3, ./a.py, -x], timeout: 5}"));
    TaskEnvironment process = started.study().tasks().get(0).environment().orElseThrow();
    assertEquals(Optional.of(List.of("python3", "./a.py", "-x")), process.command());
    assertEquals(5, process.seconds());
    assertEquals(
        List.of("python3", "file", "-x"),
        process.withPaths(path -> Study.FILE).command().orElseThrow());
    assertEquals(started.study(), parse(StudyFile.toYaml(started.study())).study());
    assertEquals(Optional.of("small.yaml:4"), started.origin("tasks[0].environment.command"));
    assertEquals(Optional.empty(), started.origin("tasks[0].environment.comm"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "environment: {timeout: 5} | small.yaml:4: tasks[0].environment.id: an environment is called by"
            + " its id or started by a command, and here it is neither",
        "environment: {id: a-v0, command: [x]} | command: an environment is called by its id or started"
            + " by a command, and here it is both",
        "environment: {id: a-v0, timeout: 5} | timeout must stand beside command",
        "environment: {command: ['']} | command must name a program",
        "environment: {command: [x], timeout: 0} | timeout must be > 0",
        "environment: [x] | tasks[0].environment must be a text or a mapping of keys to values, got a list",
        "environment: {run: [x]} | unknown key in tasks[0].environment 'run'",
      })
  void anEnvironmentThatIsNoneIsRefused(String task, String rule) {
    assertTrue(error(withTask(task)).contains(rule), error(withTask(task)));
    assertTrue(
        error(YAML.replace("steps: 2_000", "steps: 2_000, environment: {command: [x]}"))
            .contains("environment must stand beside file"));
  }

  @Test
  void trialsAreOrderedByRunThenTaskThenMethod() {
    assertEquals(
        List.of(
            "pendulum-medium-v1/reference/0",
            "pendulum-medium-v1/dpo-strong/0",
            "pendulum-medium-v1/reference/1",
            "pendulum-medium-v1/dpo-strong/1"),
        parse(YAML).study().trials().stream().map(Trial::key).toList());
  }

  @Test
  void patternsSelectTrials() {
    Trial trial = parse(YAML).study().trials().get(1);
    assertTrue(trial.matches("pendulum-medium-v1/dpo-strong/0"));
    assertTrue(trial.matches("*/dpo*/*"));
    assertTrue(trial.matches("**/0"));
    assertFalse(trial.matches("*/0"));
    assertFalse(trial.matches("*/pfm/*"));
  }

  @Test
  void everyValueKnowsItsOrigin() {
    StudyFile.Resolved resolved =
        StudyFile.parse("small.yaml", YAML, Map.of("seed", "7", "protocol.episodes", "9"));
    assertEquals(7, resolved.study().seed());
    assertEquals(9, resolved.study().protocol().episodes());
    assertEquals(Optional.of("command line"), resolved.origin("seed"));
    assertEquals(Optional.of("command line"), resolved.origin("protocol.episodes"));
    assertEquals(Optional.of("small.yaml:2"), resolved.origin("runs"));
    assertEquals(Optional.of("small.yaml:7"), resolved.origin("protocol.modes[0]"));
    assertEquals(Optional.of("default"), resolved.origin("protocol.checkpoints"));
    assertEquals(Optional.of("small.yaml:14"), resolved.origin("methods[1].set.beta"));
    assertEquals(Optional.of("default"), resolved.origin("reference.method"));
    assertEquals(Optional.empty(), resolved.origin("no.such.key"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runs: 2 | reference: {temperature: 0} | small.yaml:2: reference.temperature must be > 0 and"
            + " finite, got 0.0",
        "runs: 2 | runz: 2 | small.yaml:2: unknown key 'runz', did you mean 'runs'?",
        "episodes: 3 | episode: 3 | small.yaml:6: unknown key in protocol 'episode', did you mean"
            + " 'episodes'?",
        "steps: 2_000 | stepz: 1 | small.yaml:4: unknown key in tasks[0] 'stepz', did you mean"
            + " 'steps'?",
        "runs: 2 | runs: two | small.yaml:2: runs must be a whole number, got 'two'",
        "runs: 2 | runs: [2] | small.yaml:2: runs must be a whole number, got a list",
        "runs: 2 | runs: 0 | small.yaml:2: runs must be in [1, 10000], got 0",
        "episodes: 3 | episodes: 0 | small.yaml:6: protocol.episodes must be in [1, 100000], got 0",
        "[deterministic] | [determinist] | small.yaml:7: protocol.modes[0] must be one of sampled,"
            + " deterministic, got 'determinist'",
        "[deterministic] | deterministic | small.yaml:7: protocol.modes must be a list, got"
            + " 'deterministic'",
        "headline: deterministic | headline: sampled | small.yaml:8: protocol.headline must be one"
            + " of modes, got SAMPLED",
        "episodes: 3 | select: [last, checkpoint] | small.yaml:6: protocol.select must be of last and"
            + " best: how many checkpoints there are is said by checkpoints, got [LAST, CHECKPOINT]",
        "id: small | title: x | small.yaml:1: required key 'id' is missing",
        "id: small | id: Small | small.yaml:1: id must be lower-case letters, digits and hyphens,"
            + " got 'Small'",
        "label: dpo-strong | label: reference | small.yaml:9: methods must differ, got the label"
            + " 'reference' twice",
        "beta: 0.5 | beta: {x: 1} | small.yaml:14: methods[1].set.beta must be a single value, got"
            + " a mapping",
        "steps: 2_000 | preferences: {pairz: 1} | small.yaml:3: tasks[0].preferences: unknown key"
            + " 'pairz', did you mean 'pairs'?",
        "steps: 2_000 | preferences: {pairs: 0} | small.yaml:3: tasks[0].preferences: pairs must be"
            + " in [1, 1000000], got 0",
        "runs: 2 | presets: [{name: quick, set: {}}, {name: quick, set: {}}] | small.yaml:2: presets"
            + " must differ, got the name 'quick' twice",
        "runs: 2 | preferences: {candidates: 1} | small.yaml:2: preferences.candidates must be in"
            + " [2, 1000], got 1",
        "runs: 2 | preferences: {candidates: 5, sampler: logged} | small.yaml:2:"
            + " preferences.candidates must stand beside sampler reference",
        "runs: 2 | id: again | small.yaml:2: key 'id' is given twice",
        "runs: 2 | report: {against: [pmf]} | small.yaml:2: report.against:"
            + " unknown label 'pmf'",
      })
  void anErrorNamesFileLineKeyAndRule(String good, String bad, String message) {
    String yaml = YAML.replace(good, bad);
    assertNotEquals(YAML, yaml);
    String error = error(yaml);
    assertTrue(error.startsWith(message), error);
    assertEquals(1, error.lines().count());
  }

  @Test
  void tasksOnOneDatasetDifferInTheirPairs() {
    Study study =
        parse(
                YAML.replace(
                        "runs: 2",
                        "runs: 1\npreferences: {teacher: mistake, parameters: {epsilon: 0.2}}")
                    .replace(
                        "steps: 2_000}",
                        "steps: 2_000, label: few, preferences: {pairs: 50}}\n"
                            + "  - {dataset: pendulum-medium-v1, label: wrong,"
                            + " preferences: {parameters.epsilon: 0.4}}\n"
                            + "  - {dataset: pendulum-medium-v1, preferences: {teacher: oracle}}"))
            .study();
    Preferences few = study.preferences(study.tasks().get(0));
    assertEquals(50, few.pairs());
    assertEquals("mistake", few.teacher());
    assertEquals(Map.of("epsilon", "0.2"), few.parameters());
    Preferences wrong = study.preferences(study.tasks().get(1));
    assertEquals(1000, wrong.pairs());
    assertEquals(Map.of("epsilon", "0.4"), wrong.parameters());
    Preferences other = study.preferences(study.tasks().get(2));
    assertEquals("oracle", other.teacher());
    assertEquals(Map.of(), other.parameters());
    assertEquals(
        List.of("few/reference/0", "wrong/reference/0", "pendulum-medium-v1/reference/0"),
        study.trials().stream()
            .filter(trial -> trial.method().label().equals("reference"))
            .map(Trial::key)
            .toList());
    assertEquals(
        study, StudyFile.parse("resolved.yaml", StudyFile.toYaml(study), Map.of()).study());
  }

  private static final String TEACHERS =
      YAML
          + "preferences: {teachers: [{teacher: oracle, share: 0.6},"
          + " {teacher: noisy, share: 0.4, set: {temperature: 2}, id: anna}]}\n";

  @Test
  void aListOfTeachersIsAnAnnotatorEach() {
    Study study = parse(TEACHERS).study();
    assertEquals(
        List.of(
            new Annotator("oracle", "oracle", Map.of(), 0.6),
            new Annotator("anna", "noisy", Map.of("temperature", "2"), 0.4)),
        study.preferences().annotators());
    assertEquals(
        study, StudyFile.parse("resolved.yaml", StudyFile.toYaml(study), Map.of()).study());
    Study plain = parse(YAML).study();
    assertEquals(
        List.of(new Annotator("oracle", "oracle", Map.of(), 1)), plain.preferences().annotators());
    assertNotEquals(StudyFile.hash(plain.preferences()), StudyFile.hash(study.preferences()));
    assertEquals(
        StudyFile.hash(plain.preferences()),
        StudyFile.hash(parse(YAML + "preferences: {teacher: oracle}\n").study().preferences()));
  }

  /** So cached pairs and committed trials of studies from before there were lists stay theirs. */
  @Test
  void aStudyWithOneTeacherIsWrittenWithoutAList() {
    String yaml = StudyFile.toYaml(parse(YAML).study());
    assertTrue(
        yaml.contains("  states: visited\n  teacher: oracle\n  parameters: {}\nprotocol:"), yaml);
  }

  @Test
  void everyTeacherOfAListHasItsOrigins() {
    StudyFile.Resolved resolved = parse(TEACHERS);
    assertEquals(
        Optional.of("small.yaml:15"), resolved.origin("preferences.teachers[1].set.temperature"));
    assertEquals(
        List.of("preferences.teachers[0].id=the teacher's id", "preferences.teachers[1].id=anna"),
        resolved.values().stream()
            .filter(value -> value.path().endsWith("].id"))
            .map(value -> value.path() + "=" + value.text())
            .toList());
    assertEquals(Optional.empty(), resolved.origin("preferences.teacher"));
    assertTrue(
        parse(YAML)
            .values()
            .contains(new StudyFile.Value("preferences.teacher", "oracle", "default")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{teachers: | {teacher: noisy, teachers: | preferences.teacher must not stand beside"
            + " teachers, got 'noisy'",
        "{teachers: | {parameters: {epsilon: 1}, teachers: | preferences.parameters must not stand"
            + " beside teachers, which have set",
        "share: 0.4 | share: 0.5 | preferences.teachers must have shares that sum to 1, got 1.1000",
        "share: 0.4 | share: 0 | preferences.teachers[1].share must be > 0, got 0.0",
        "id: anna | id: oracle | preferences.teachers must differ in their ids, got 'oracle' twice",
        "id: anna | id: Anna | preferences.teachers[1].id must be lower-case letters, digits and"
            + " hyphens, got 'Anna'",
        "'share: 0.4, ' | '' | required key 'preferences.teachers[1].share' is missing",
      })
  void aListOfTeachersIsChecked(String good, String bad, String message) {
    String yaml = TEACHERS.replace(good, bad);
    assertNotEquals(TEACHERS, yaml);
    assertEquals("small.yaml:15: " + message, error(yaml));
  }

  @Test
  void aTasksTeacherOrTeachersReplaceTheStudys() {
    String tasks =
        "steps: 2_000, preferences: {teacher: noisy}}\n"
            + "  - {dataset: pendulum-medium-v1, label: mixed, preferences: {teachers:"
            + " '[{teacher: skip, share: 1, id: sam}]'}}\n"
            + "  - {dataset: pendulum-medium-v1, label: few, preferences: {pairs: 50}}";
    Study several = parse(TEACHERS.replace("steps: 2_000}", tasks)).study();
    Study one =
        parse(
                YAML.replace("steps: 2_000}", tasks)
                    + "preferences: {teacher: mistake, parameters: {epsilon: 0.2}}\n")
            .study();
    for (Study study : List.of(several, one)) {
      assertEquals(
          List.of(new Annotator("noisy", Map.of())),
          study.preferences(study.tasks().get(0)).annotators());
      assertEquals(
          List.of(new Annotator("sam", "skip", Map.of(), 1)),
          study.preferences(study.tasks().get(1)).annotators());
      assertEquals(
          study.preferences().annotators(), study.preferences(study.tasks().get(2)).annotators());
    }
  }

  @Test
  void brokenSyntaxIsOneLineWithItsPlace() {
    String error = error("id: small\nruns: [1, 2\ntasks: 3\n");
    assertTrue(error.startsWith("small.yaml:3: not valid YAML: "), error);
    assertEquals(1, error.lines().count());
    assertEquals("small.yaml:1: the text is empty", error(""));
    assertEquals("small.yaml:3: a second document begins here", error("id: a\n--- \nid: b\n"));
    assertEquals(
        "small.yaml:1: the study must be a mapping of keys to values, got 'quickstart'",
        error("quickstart"));
  }

  @Test
  void anUnknownStudyOrFileIsNamed() {
    String unknown =
        assertThrows(InvalidInputException.class, () -> StudyFile.load("quickstrat", Map.of()))
            .getMessage();
    assertTrue(unknown.contains("'quickstrat', did you mean 'quickstart'?"), unknown);
    assertEquals(
        "nowhere/x.yaml cannot be read: there is no such file or folder",
        assertThrows(
                InvalidInputException.class,
                () -> StudyFile.read(Path.of("nowhere/x.yaml"), Map.of()))
            .getMessage());
    assertEquals(
        "command line: there is no key 'x' at small.yaml:2",
        assertThrows(
                InvalidInputException.class,
                () -> StudyFile.parse("small.yaml", YAML, Map.of("runs.x", "1")))
            .getMessage());
  }

  static List<String> shipped() {
    return StudyFile.shipped();
  }

  @Test
  void everyFileOfAStudyIsInTheListOfStudies() throws Exception {
    Path folder = Path.of(StudyFile.class.getResource("/studies/index").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".yaml"))
              .map(name -> name.substring(0, name.length() - ".yaml".length()))
              .collect(Collectors.toCollection(TreeSet::new)),
          new TreeSet<>(shipped()));
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void aShippedStudyHasItsIdAndSurvivesWritingAndReading(String id) {
    Study study = StudyFile.load(id, Map.of()).study();
    assertEquals(id, study.id());
    assertFalse(study.title().isEmpty());
    Study again = StudyFile.parse("resolved.yaml", StudyFile.toYaml(study), Map.of()).study();
    assertEquals(study, again);
    assertEquals(study.hash(), again.hash());
  }

  @Test
  void theHashDependsOnValuesAndNotOnHowTheyAreWritten() {
    Study study = parse(YAML).study();
    assertEquals(
        study.hash(),
        parse(YAML.replace("2_000", "2000") + "\n# comment\nseed: 0\n").study().hash());
    assertNotEquals(study.hash(), parse(YAML.replace("beta: 0.5", "beta: 0.6")).study().hash());
    assertEquals(
        study.protocol().hash(),
        parse(YAML.replace("runs: 2", "runs: 3")).study().protocol().hash());
    assertNotEquals(
        study.protocol().hash(),
        parse(YAML.replace("episodes: 3", "episodes: 4")).study().protocol().hash());
  }

  @Test
  void textsThatLookLikeOtherThingsSurvive() {
    Study study =
        parse(
                YAML.replace(
                    "beta: 0.5",
                    "{a: '1e3', b: 'true', c: 'null', d: '', e: 'x: y #'}"
                        .replace("{", "\n        ")
                        .replace(", ", "\n        ")
                        .replace("}", "")))
            .study();
    Map<String, String> set = study.methods().get(1).set();
    assertEquals(Map.of("a", "1e3", "b", "true", "c", "null", "d", "", "e", "x: y #"), set);
    assertEquals(
        study, StudyFile.parse("resolved.yaml", StudyFile.toYaml(study), Map.of()).study());
  }

  @Test
  void rowsChosenByTheTestReturnNameMethodsOfTheStudy() {
    String report = YAML + "report: {chosen-by-test-return: [{label: best, of: [%s]}]}\n";
    assertEquals(
        List.of(new Reporting.Choice("best", List.of("reference", "dpo-strong"))),
        parse(report.formatted("reference, dpo-strong")).study().report().chosenByTestReturn());
    assertTrue(
        error(report.formatted("reference, dpo-stron"))
            .contains("unknown label 'dpo-stron', did you mean 'dpo-strong'?"));
    assertTrue(error(report.formatted("reference")).contains("at least two methods"));
    assertTrue(
        error(report.replace("best", "dpo-strong").formatted("reference, dpo-strong"))
            .contains("the label 'dpo-strong' is that of a method"));
  }

  @Test
  void rowsChosenByValidationLossStandBeforeTheirMethodsAndMayBeComparedWith() {
    String report =
        YAML
            + "report: {against: [tuned], chosen-by-validation-loss:"
            + " [{label: tuned, of: [%s]}], chosen-by-test-return: [{label: best, of: [reference,"
            + " dpo-strong]}]}\n";
    Study study = parse(report.formatted("dpo-strong, reference")).study();
    assertEquals(
        List.of(new Reporting.Choice("tuned", List.of("dpo-strong", "reference"))),
        study.report().chosenByValidationLoss());
    assertEquals(List.of("tuned", "reference", "dpo-strong"), study.rowLabels());
    assertEquals(
        study, StudyFile.parse("resolved.yaml", StudyFile.toYaml(study), Map.of()).study());
    Study plain = parse(YAML).study();
    assertEquals(plain.trials(), study.trials(), "nothing more is trained");
    assertTrue(
        error(report.formatted("reference, dpo-stron"))
            .contains("unknown label 'dpo-stron', did you mean 'dpo-strong'?"));
    assertTrue(error(report.formatted("reference")).contains("at least two methods"));
    assertTrue(
        error(report.replace("tuned", "dpo-strong").formatted("reference, dpo-strong"))
            .contains(
                "report.chosen-by-validation-loss: the label 'dpo-strong' is that of a method"));
    assertTrue(
        error(report.replace("tuned", "best").formatted("reference, dpo-strong"))
            .contains("must differ, got the label 'best' twice"));
    assertTrue(
        error(
                report
                    .replace("against: [tuned]", "against: [best]")
                    .formatted("reference, dpo-strong"))
            .contains("unknown label 'best'"),
        "a choice by the test return is part of no comparison");
  }

  @Test
  void table3SearchesBetaWithoutTrainingMoreMethods() {
    Study study = StudyFile.load("table3", Map.of()).study();
    List<String> rows = study.rowLabels();
    assertEquals("dpo", rows.get(rows.indexOf("dpo-beta-0.01") - 1));
    assertTrue(study.methods().stream().noneMatch(method -> method.label().equals("dpo")));
  }
}
