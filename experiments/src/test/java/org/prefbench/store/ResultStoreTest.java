package org.prefbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

class ResultStoreTest {
  private static final Study STUDY =
      StudyFile.parse(
              "small.yaml",
              """
              id: small
              runs: 2
              tasks: [{dataset: pendulum-medium-v1}]
              methods: [{method: reference}, {method: dpo}]
              """,
              Map.of())
          .study();

  @TempDir private Path folder;

  @Test
  void aResultSurvivesTheDisk() {
    ResultStore store = new ResultStore(folder.resolve("a/b"));
    store.begin(STUDY);
    Trial trial = STUDY.trials().get(0);
    assertEquals(Optional.empty(), store.trial(trial));
    TrialResult result = Rows.result(trial, 0.1);
    store.put(trial, result);
    assertEquals(Optional.of(result), store.trial(trial));
    assertEquals(STUDY, store.study());
    StageResult stage =
        new StageResult(
            "pendulum-medium-v1",
            0,
            "d",
            "r",
            "p",
            "",
            Map.of("episodes", "3"),
            List.of("w"),
            Map.of("dataset", 0.5),
            List.of("pairs"),
            Map.of("dataset", "i"),
            Map.of("dataset", "c"));
    store.put(stage);
    assertEquals(Optional.of(stage), store.stage("pendulum-medium-v1", 0));
    assertEquals(Optional.empty(), store.stage("pendulum-medium-v1", 1));
  }

  @Test
  void aRowIsFlatInATrialsFileAndNeedsAllItsKeys() throws IOException {
    ResultStore store = new ResultStore(folder);
    Trial trial = STUDY.trials().get(0);
    store.put(trial, Rows.result(trial, 0.25));
    String text = Files.readString(store.file(trial));
    String row =
        """
        {"study":"small","task":"pendulum-medium-v1","method":"reference","run":0,"status":"OK",\
        "evaluation":"LAST","mode":"DETERMINISTIC","step":100,"steps":100,\
        "episodes":3,"returnMean":0.25,"returnStd":0.30000000000000004,"score":"NaN",\
        "lengthMean":200.0,"validationLoss":1.0E-300,\
        "needs":"look-ahead+teacher","gradientSteps":1,"simulatorSteps":2,"lookAheadSteps":3,\
        "teacherQueries":4,"networkEvaluations":5,"parameters":9223372036854775807,\
        "datasetHash":"d","referenceHash":"r","preferencesHash":"p","protocolHash":"q",\
        "message":"","trainingSeconds":1.5,"evaluationSeconds":2.5,"peakBytes":1099511627776}""";
    assertTrue(text.contains("\n  \"rows\":[" + row + ","), text);
    for (String key : List.of("study", "step", "score", "needs", "datasetHash", "peakBytes")) {
      String before = text.replaceFirst(",\n  \"hash\":.*", ""); // from before there were hashes
      Files.writeString(store.file(trial), before.replaceFirst("\"" + key + "\":[^,}]+,?", ""));
      assertThrows(InvalidInputException.class, () -> store.trial(trial), key);
      Files.writeString(store.file(trial), before.replaceFirst("\"" + key + "\":", "\"other\":"));
      assertThrows(InvalidInputException.class, () -> store.trial(trial), key);
    }
  }

  @Test
  void theTableIsInTheOrderOfTheStudyWhateverTheOrderOfTheTrials() throws IOException {
    ResultStore forward = new ResultStore(folder.resolve("forward"));
    ResultStore backward = new ResultStore(folder.resolve("backward"));
    List<Trial> trials = STUDY.trials();
    for (int i = 0; i < trials.size(); i++) {
      Trial last = trials.get(trials.size() - 1 - i);
      forward.put(trials.get(i), Rows.result(trials.get(i), trials.get(i).run()));
      backward.put(last, Rows.result(last, last.run()));
    }
    forward.assemble(forward.results(STUDY));
    backward.assemble(backward.results(STUDY));
    assertEquals(Files.readString(forward.trialsFile()), Files.readString(backward.trialsFile()));
    assertEquals(
        List.of("reference 0", "reference 1", "dpo 0", "dpo 1"),
        TrialTable.read(forward.trialsFile()).stream()
            .map(row -> row.method() + " " + row.run())
            .distinct()
            .toList());
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    ResultStore store = new ResultStore(folder);
    Trial trial = STUDY.trials().get(0);
    store.put(trial, Rows.result(trial, 0.1));
    String whole = Files.readString(store.file(trial));
    Files.writeString(store.file(trial), whole.substring(0, whole.length() / 2));
    String half = assertThrows(InvalidInputException.class, () -> store.trial(trial)).getMessage();
    assertTrue(half.startsWith(store.file(trial) + ":"), half);
    assertTrue(half.contains("not a whole trial result"), half);
    assertFalse(half.contains("Source"), half);
    assertEquals(1, half.lines().count());
    Files.writeString(store.file(trial), whole.replace("\"inputs\"", "\"imports\""));
    assertThrows(InvalidInputException.class, () -> store.trial(trial));
  }

  @Test
  void aFolderThatCannotBeUsedIsOneLineAndNothingIsWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    String error =
        assertThrows(
                InvalidInputException.class,
                () -> new ResultStore(file.resolve("out")).begin(STUDY))
            .getMessage();
    assertTrue(
        error.startsWith("output folder " + file.resolve("out") + " cannot be written to"), error);
    assertEquals(1, error.lines().count());
    assertEquals("x", Files.readString(file));

    ResultStore empty = new ResultStore(folder.resolve("empty"));
    assertEquals(
        folder.resolve("empty") + " holds no results: there is no study.yaml in it",
        assertThrows(InvalidInputException.class, empty::study).getMessage());
    assertFalse(Files.exists(empty.folder()));
  }

  @Test
  void anotherStudysFolderIsRefused() {
    ResultStore store = new ResultStore(folder);
    store.begin(STUDY);
    store.begin(STUDY);
    Study other = StudyFile.parse("x", StudyFile.toYaml(STUDY), Map.of("id", "other")).study();
    assertEquals(
        "output folder " + folder + " holds results of the study 'small', not of 'other'",
        assertThrows(InvalidInputException.class, () -> store.begin(other)).getMessage());
  }

  private static Provenance provenance(List<String> command, Map<String, String> machine) {
    return new Provenance(
        STUDY.hash(),
        STUDY.protocol().hash(),
        command,
        "2026-11-22T22:00:00Z",
        1.5,
        2,
        machine,
        Provenance.classPathLibraries(),
        Map.of(),
        Map.of());
  }

  @Test
  void provenanceTellsTheMachine() {
    Map<String, String> machine = Provenance.thisMachine("256-bit vectors");
    assertTrue(machine.get("jvm").contains(System.getProperty("java.vm.version")));
    assertFalse(machine.get("cpu").isBlank());
    assertEquals(machine.get("cpu") + ", 256-bit vectors", Provenance.processor(machine));
    assertEquals(
        "Some Processor, vectors not recorded",
        Provenance.processor(Map.of("cpu", "Some Processor")));
    ResultStore store = new ResultStore(folder);
    Provenance provenance = provenance(List.of("run", "small"), machine);
    store.writeProvenance(provenance);
    assertEquals(Optional.of(provenance), store.provenance());
  }

  /** The name alone is that of the brand in a virtual machine. */
  @Test
  void aProcessorIsTold() {
    assertEquals(
        Optional.of("AMD EPYC (family 26, model 2)"),
        Provenance.processor(
            List.of(
                "processor\t: 0",
                "vendor_id\t: AuthenticAMD",
                "cpu family\t: 26",
                "model\t\t: 2",
                "model name\t: AMD EPYC",
                "flags\t\t: fpu vme")));
    assertEquals(Optional.empty(), Provenance.processor(List.of("CPU architecture: 8")));
  }

  @Test
  void provenanceNamesNoFolderOfTheMachine() {
    assertEquals(
        List.of(
            "run",
            ".../mine.yaml",
            "--output=.../out",
            "--output",
            ".../out",
            ".../results",
            ".../lab",
            "--only",
            "*/pfm/0",
            "results/local/x",
            "dpo.beta=0.5"),
        provenance(
                List.of(
                    "run",
                    "/home/somebody/mine.yaml",
                    "--output=/tmp/a b/out",
                    "--output",
                    "/tmp/out/",
                    "C:\\Users\\somebody\\results",
                    "~/lab",
                    "--only",
                    "*/pfm/0",
                    "results/local/x",
                    "dpo.beta=0.5"),
                Map.of())
            .command());
  }
}
