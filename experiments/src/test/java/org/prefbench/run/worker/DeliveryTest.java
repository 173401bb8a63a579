package org.prefbench.run.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.study.WorkerMain;
import org.prefbench.run.Runs;
import org.prefbench.run.Studies;
import org.prefbench.store.ResultStore;
import org.prefbench.store.StageResult;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

/** What comes from other machines is taken as it is, or refused with the machine's name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryTest {
  private static final StudyFile.Resolved RESOLVED =
      Studies.of("[{method: reference}, {method: test-spy}]", Map.of());
  private static final Study STUDY = RESOLVED.study();
  private static final Job STAGE = new Job.Stage(0, 1);
  private static final Job TRIAL = new Job.OneTrial(STUDY.trials().size() - 1); // of run 1

  @TempDir private Path folder;
  private ResultStore made;
  private ResultStore here;
  private Delivery delivery;
  private Map<String, byte[]> stageFiles;
  private Map<String, byte[]> trialFiles;

  @BeforeAll
  void runElsewhere(@TempDir Path elsewhere) {
    made = new ResultStore(elsewhere.resolve("results"));
    Runs.run(
        RESOLVED,
        made.folder(),
        new Runs.Options(
            1,
            Optional.empty(),
            elsewhere.resolve("cache"),
            WorkerMain.class,
            List.of("test"),
            RunListener.SILENT));
  }

  @BeforeEach
  void startHere() throws IOException {
    here = new ResultStore(Files.createTempDirectory(folder, "here"));
    here.open();
    delivery =
        new Delivery(
            STUDY,
            here,
            stage -> made.stage(task(), stage.run()).orElseThrow().code(),
            trial -> made.trial(trial).orElseThrow().inputs());
    stageFiles = files("stages/" + task() + "/run-1");
    trialFiles = files("trials/" + trial().key().replaceAll("(\\d+)$", "run-$1"));
  }

  private static String task() {
    return STUDY.tasks().get(0).label();
  }

  private static Trial trial() {
    return STUDY.trials().get(((Job.OneTrial) TRIAL).index());
  }

  /** Returns the files whose names begin in the same way. */
  private Map<String, byte[]> files(String beginning) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> walk = Files.walk(made.folder())) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = made.folder().relativize(file).toString();
        if (name.startsWith(beginning)) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    }
    assertFalse(files.isEmpty(), beginning);
    return files;
  }

  private void assertTaken(Job job, Map<String, byte[]> files) {
    assertEquals(new Slot.Outcome.Done(), delivery.receive(job, files, "far"));
  }

  private void assertRefused(String reason, Job job, Map<String, byte[]> files) {
    assertEquals(
        new Slot.Outcome.Failed("what far sent is refused: " + reason),
        delivery.receive(job, files, "far"));
  }

  @Test
  void filesArriveAsTheyWereSent() throws IOException {
    assertTaken(STAGE, stageFiles);
    assertTaken(TRIAL, trialFiles);
    for (Map<String, byte[]> sent : List.of(stageFiles, trialFiles)) {
      for (Map.Entry<String, byte[]> file : sent.entrySet()) {
        assertArrayEquals(
            file.getValue(), Files.readAllBytes(here.folder().resolve(file.getKey())));
      }
    }
    try (Stream<Path> logs = Files.list(here.logs())) {
      assertEquals(List.of(), logs.toList(), "nothing is left of the unpacking");
    }
  }

  @Test
  void aTrialOfOtherPairsThanItsStageHas() {
    StageResult stage = made.stage(task(), 1).orElseThrow();
    String other = "0".repeat(64);
    here.put(
        new StageResult(
            stage.task(),
            stage.run(),
            stage.datasetHash(),
            stage.referenceHash(),
            other,
            "",
            stage.notes(),
            stage.warnings(),
            stage.seconds(),
            stage.cached(),
            stage.inputs(),
            stage.code()));
    assertRefused(
        "trial "
            + trial().key()
            + " has preferences "
            + stage.preferencesHash()
            + ", its stage has "
            + other,
        TRIAL,
        trialFiles);
    assertEquals(Optional.empty(), here.trial(trial()));
  }

  @Test
  void whatOtherClassesMade() {
    delivery = new Delivery(STUDY, here, stage -> Map.of("dataset", "0"), trial -> "0");
    String reason = " was made by other classes, or from other files, than are here";
    assertRefused("stage " + task() + "/1" + reason, STAGE, stageFiles);
    assertRefused("trial " + trial().key() + reason, TRIAL, trialFiles);
    assertEquals(Optional.empty(), here.stage(task(), 1));
  }

  @Test
  void filesOfAnotherJobOrOfNone() {
    assertRefused("there is no trial " + trial().key(), TRIAL, stageFiles);
    assertRefused("there is no stage " + task() + "/1", STAGE, Map.of());
  }

  @Test
  void aPathThatLeavesTheFolder() {
    assertRefused(
        "'../study.yaml' is no path within a folder", STAGE, Map.of("../study.yaml", new byte[0]));
  }
}
