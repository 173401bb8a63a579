package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.cli.study.WorkerMain;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.End;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.preference.PreferenceFiles;
import org.prefbench.preference.format.PreferenceContext;
import org.prefbench.preference.format.PreferenceFormats;
import org.prefbench.report.StudyReport;
import org.prefbench.run.source.FileSource;
import org.prefbench.run.worker.RunListener;
import org.prefbench.store.ResultStore;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;

/**
 * Studies of datasets that lie in files: those of {@code mass.py} and a CSV of the same numbers.
 */
class FileStudyTest {
  /** Of mass.py: until the time limit, until a terminal state, until the file ends. */
  private static final int[] LENGTHS = {50, 30, 20};

  private static final List<String> GOLDEN =
      List.of(
          "gzip-f4-timeouts.hdf5",
          "gzip-f8.hdf5",
          "plain-f4.hdf5",
          "plain-f8-timeouts.hdf5",
          "mass.minari");

  @TempDir private Path folder;

  @BeforeEach
  void copyFiles() throws IOException {
    Path from = Path.of(FileStudyTest.class.getResource("bring").getPath());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        if (!file.equals(from)) {
          Files.copy(file, folder.resolve(from.relativize(file).toString()));
        }
      }
    }
    Files.writeString(folder.resolve("mass.csv"), csv());
  }

  /** The numbers of mass.py by the same formulas. */
  private static String csv() {
    StringBuilder text =
        new StringBuilder(
            "episode,step,observation_0,observation_1,observation_2,observation_3,action_0,action_1,"
                + "reward,terminated,truncated\n");
    for (int e = 0; e < LENGTHS.length; e++) {
      for (int t = 0; t <= LENGTHS[e]; t++) {
        text.append(e + "," + t);
        double reward = 0;
        for (int j = 0; j < 4; j++) {
          double observation = ((t * (e + 1) + 5 * j) % 17 - 8) / 8.0 + e / 4.0;
          text.append("," + observation);
          reward += observation * observation;
        }
        if (t == LENGTHS[e]) {
          text.append(",,,,,\n");
          continue;
        }
        for (int j = 0; j < 2; j++) {
          double action = ((t * (e + 3) + 7 * j) % 13 - 6) / 16.0;
          text.append("," + action);
          reward += action * action;
        }
        boolean last = t == LENGTHS[e] - 1;
        text.append("," + -reward / 4 + "," + (last && e == 1 ? 1 : 0));
        text.append("," + (last && e == 0 ? 1 : 0) + "\n");
      }
    }
    return text.toString();
  }

  private static String task(String label, String rest) {
    return "  - {dataset: mass, label: " + label + ", " + rest + "}\n";
  }

  private StudyFile.Resolved study(String name, String tasks, String preferences, String methods)
      throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        id: mine
        runs: 1
        tasks:
        %sreference: {set: {hidden-size: 4, steps: 10}}
        preferences: %s
        protocol: {episodes: 2, checkpoints: 1, checkpoint-episodes: 1}
        methods: %s
        """
            .formatted(tasks, preferences, methods));
    return StudyFile.read(file, Map.of());
  }

  private Runs.Summary run(StudyFile.Resolved study, String output) {
    return Runs.run(
        study,
        folder.resolve(output),
        new Runs.Options(
            1,
            Optional.empty(),
            folder.resolve("cache"),
            WorkerMain.class,
            List.of("test"),
            RunListener.SILENT));
  }

  @Test
  void oneContentInAnyFormatGivesTheSameRows() throws IOException {
    StringBuilder tasks = new StringBuilder();
    List<String> files = new ArrayList<>(GOLDEN);
    files.add("mass.csv");
    for (String file : files) {
      String label = file.replace('.', '-');
      tasks.append(task(label, "file: " + file + ", environment: point-mass-v0"));
    }
    StudyFile.Resolved study =
        study(
            "study.yaml",
            tasks.toString(),
            "{pairs: 12, segment-length: 4, sampler: logged}",
            "[{method: reference}, {method: dpo, set: {steps: 3}}]");
    Runs.Summary summary = run(study, "results/mine");
    assertEquals(List.of(), summary.problems());
    List<List<String>> rows = new ArrayList<>();
    for (Study.Task task : study.study().tasks()) {
      rows.add(
          summary.rows().stream()
              .filter(row -> row.task().equals(task.label()))
              .map(row -> row.method() + row.policy() + row.outcome() + row.costs() + row.inputs())
              .toList());
    }
    assertTrue(rows.get(0).size() > 3, rows.get(0).toString());
    assertTrue(summary.rows().stream().allMatch(row -> Double.isFinite(row.score())));
    for (List<String> others : rows) {
      assertEquals(rows.get(0), others);
    }
  }

  @Test
  void aFileThatMovesIsTheSameAndOneThatChangesIsAnother() throws IOException {
    String methods = "[{method: reference}]";
    String pairs = "{pairs: 5, segment-length: 4, sampler: logged}";
    String where = "environment: point-mass-v0, file: ";
    run(study("a.yaml", task("one", where + "mass.csv"), pairs, methods), "results");
    Files.createDirectories(folder.resolve("elsewhere"));
    Files.move(folder.resolve("mass.csv"), folder.resolve("elsewhere/renamed.csv"));
    StudyFile.Resolved moved =
        study("sub/b.yaml", task("one", where + "../elsewhere/renamed.csv"), pairs, methods);
    Runs.Summary again = run(moved, "results");
    assertEquals(0, again.ran());
    assertEquals(1, again.reused());
    assertEquals(Map.of("ok", 1), Runs.status(folder.resolve("results")).trials());
    String written = Files.readString(folder.resolve("results/study.yaml"));
    assertTrue(written.contains("file: ../elsewhere/renamed.csv\n"), written);

    Path data = folder.resolve("elsewhere/renamed.csv");
    Files.writeString(data, Files.readString(data).replaceFirst("-0.25", "-0.5"));
    assertEquals(1, run(moved, "results").ran());
  }

  /**
   * The labels of mass.py in all layouts; all but the archives say the same of the same segments.
   */
  @Test
  void labelsOfPeopleTrainInEveryFormat() throws IOException {
    List<String> files =
        List.of("labels.csv", "labels.jsonl", "uni", "pt", "pairs", "ipl.npz", "cpl.npz");
    PreferenceFiles.write(
        folder.resolve("pairs"),
        PreferenceFormats.read(
            folder.resolve("labels.csv"),
            new PreferenceContext(
                Optional.of(
                    () ->
                        Datasets.read(
                            folder.resolve("mass.csv"),
                            ReadOptions.DEFAULT.withEnvironment("point-mass-v0"))),
                Optional.empty(),
                OptionalInt.empty(),
                notice -> {})));
    StringBuilder tasks = new StringBuilder();
    for (String file : files) {
      String label = file.replace('.', '-');
      String data = "file: gzip-f4-timeouts.hdf5, environment: point-mass-v0";
      tasks.append(task(label, data + ", preferences: {file: " + file + "}"));
    }
    StudyFile.Resolved study =
        study("labels.yaml", tasks.toString(), "{}", "[{method: dpo, set: {steps: 3}}]");
    Runs.Summary summary = run(study, "results");
    assertEquals(List.of(), summary.problems());
    Map<String, List<String>> rows = new TreeMap<>();
    for (TrialRow row : summary.rows()) {
      rows.computeIfAbsent(row.task(), any -> new ArrayList<>())
          .add(row.policy() + " " + row.outcome() + row.inputs());
    }
    for (String same : List.of("labels-jsonl", "uni", "pt", "pairs")) {
      assertEquals(rows.get("labels-csv"), rows.get(same), same);
    }
    assertNotEquals(rows.get("labels-csv"), rows.get("ipl-npz")); // whose last observations lack
    assertEquals(7, rows.size());
    ResultStore store = new ResultStore(folder.resolve("results"));
    Map<String, String> notes = store.stage("uni", 0).orElseThrow().notes();
    assertEquals(
        List.of("12", "5", "6", "1"), // the 13th crosses the time limit
        Stream.of("pairs", "first-wins", "second-wins", "ties").map(notes::get).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file: mass.csv | 'file: labels.csv, pairs: 13' | {method: dpo} | robot.yaml:6:"
            + " preferences.file: FOLDER/labels.csv: holds 12 pairs, 13 are asked for",
        "'file: mass.csv, environment: hopper-v9' | file: golden | {method: dpo} | robot.yaml:6:"
            + " preferences.file: FOLDER/golden: no such file",
        "'file: mass.csv, environment: point-mass-v0' | file: labels.csv | '{method: pfm, set:"
            + " {source: rejected}}' | robot.yaml:8: methods[0].method: pfm asks a teacher, and the"
            + " labels of robot come from a file",
        "file: mass.csv | file: mass.py | {method: dpo} | robot.yaml:6: preferences.file:"
            + " FOLDER/mass.py: labels in no known format (known: csv, desk, folder, jsonl, npz,"
            + " preference-transformer, uni-rlhf)",
        "steps: 50 | file: labels.csv | {method: dpo} | robot.yaml:6: preferences.file:"
            + " FOLDER/labels.csv: points at rows of a dataset, which must be a file that is named"
            + " beside it",
        "file: mass.csv | 'file: uni, segment-length: 5' | {method: dpo} | robot.yaml:6:"
            + " preferences.file: FOLDER/uni/human_label_domain_mujoco_env_mass_num_13_len_4_made.pkl:"
            + " its name says that segments have 4 steps, not 5",
      })
  void labelsThatDoNotFitAreRefusedBeforeAnythingStarts(
      String data, String pairs, String method, String message) throws IOException {
    String dataset = data.startsWith("steps") ? "point-mass-medium-v0" : "mass";
    StudyFile.Resolved study =
        study(
            "robot.yaml",
            "  - {dataset: " + dataset + ", label: robot, " + data + "}\n",
            "{" + pairs + "}",
            "[" + method + "]");
    String told =
        assertThrows(InvalidInputException.class, () -> StudyCheck.check(study)).getMessage();
    assertEquals(
        message,
        told.replace(folder + "/robot.yaml", "robot.yaml").replace(folder + "/", "FOLDER/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'file: a, teacher: noisy' | teacher must not stand beside file, whose pairs are labelled"
            + " already",
        "'file: a, sampler: logged' | sampler and states must not stand beside file, whose pairs are"
            + " drawn already",
        "pairs: 0 | pairs must be in [1, 1000000], got 0",
      })
  void whatHasNoEffectBesideLabelsIsRefused(String pairs, String message) {
    String told =
        assertThrows(
                InvalidInputException.class,
                () ->
                    study("k.yaml", task("one", "steps: 9"), "{" + pairs + "}", "[{method: dpo}]"))
            .getMessage();
    assertTrue(told.endsWith("k.yaml:6: preferences." + message), told);
  }

  @ParameterizedTest
  @CsvSource({
    // bounds, episodes, steps, whether the last is cut
    "'', 3, 100, false",
    "'max-episodes: 2', 2, 80, false",
    "'max-episodes: 9', 3, 100, false",
    "'steps: 60', 2, 60, true",
    "'steps: 80', 2, 80, false",
    "'steps: 60, max-episodes: 1', 1, 50, false",
  })
  void thePartThatIsAskedForIsTaken(String bounds, int episodes, int steps, boolean cut)
      throws IOException {
    TrajectoryDataset data = source(bounds).read(new Seed(1));
    assertEquals(episodes, data.episodes().size());
    assertEquals(steps, data.steps());
    Segment last = data.episodes().get(episodes - 1);
    assertEquals(cut || episodes == 3, last.end() == End.RUNNING);
    assertEquals(End.TRUNCATED, data.episodes().get(0).end());
    // the first observation of mass.py's second episode: (0 - 8) / 8 + 1 / 4
    assertEquals(
        episodes > 1, data.episodes().get(episodes > 1 ? 1 : 0).observations().get(0, 0) == -0.75f);
  }

  @Test
  void aSampleIsDrawnAnewInEachRunAndIsPartOfTheKey() throws IOException {
    FileSource source = source("max-episodes: 1, part: sampled");
    List<Integer> lengths = new ArrayList<>();
    for (int run = 0; run < 12; run++) {
      Seed seed = new Seed(0).child(run);
      lengths.add(source.read(seed).episodes().get(0).length());
      assertEquals(source.read(seed), source.read(seed));
    }
    assertEquals(List.of(20, 30, 50), lengths.stream().distinct().sorted().toList());
    assertNotEquals(source("max-episodes: 1").hash(), source.hash());
    assertEquals(source("max-episodes: 1").hash(), source("max-episodes: 1, part: first").hash());
    assertNotEquals(source("max-episodes: 1").hash(), source("max-episodes: 2").hash());
  }

  /** Labels point into all rows; those that were taken are not read a second time. */
  @Test
  void theRowsThatLabelsPointIntoAreThoseThatWereTakenOrAllOfTheFile() throws IOException {
    FileSource whole = source("");
    TrajectoryDataset taken = whole.read(new Seed(0));
    assertSame(taken, whole.rows(taken).orElseThrow().get());
    FileSource part = source("max-episodes: 1");
    TrajectoryDataset all = part.rows(part.read(new Seed(0))).orElseThrow().get();
    assertEquals(taken, all);
    assertEquals(LENGTHS.length, all.episodes().size());
  }

  private FileSource source(String rest) throws IOException {
    String more = rest.isEmpty() ? "" : ", " + rest;
    StudyFile.Resolved study =
        study("part.yaml", task("one", "file: mass.csv" + more), "{}", "[{method: reference}]");
    return FileSource.of(study.study().tasks().get(0));
  }

  @Test
  void aFileThatChangesWhileItIsReadIsRefused() throws IOException {
    FileSource source = source("");
    Files.writeString(folder.resolve("mass.csv"), "\n", StandardOpenOption.APPEND);
    assertEquals(
        folder.resolve("mass.csv") + ": was changed while the study ran",
        assertThrows(InvalidInputException.class, () -> source.read(new Seed(0))).getMessage());
  }

  @Test
  void withoutASimulatorMethodsTrainAndHeldOutFiguresAreReported() throws IOException {
    StudyFile.Resolved study =
        study(
            "robot.yaml",
            task("robot", "file: mass.csv, environment: my-robot-v3"),
            "{pairs: 40, segment-length: 4, sampler: logged}",
            "[{method: reference}, {method: dpo, set: {steps: 3}},"
                + " {method: pfm, set: {source: imagined, steps: 3, dynamics-steps: 3}}]");
    Runs.Summary summary = run(study, "results");
    assertEquals(List.of(), summary.problems());
    for (TrialRow row : summary.rows()) {
      assertEquals(0, row.outcome().episodes());
      assertTrue(Double.isNaN(row.outcome().returnMean()));
    }
    Path results = folder.resolve("results");
    Map<String, byte[]> files = StudyReport.of(new ResultStore(results)).files();
    List<String> lines = new String(files.get("held-out.csv")).lines().toList();
    assertEquals("task,method,run,validation_loss,implicit_accuracy", lines.get(0));
    assertTrue(lines.get(1).startsWith("robot,reference,0,"), lines.get(1));
    String[] dpo = lines.get(2).split(",");
    assertEquals("dpo", dpo[1]);
    double loss = Double.parseDouble(dpo[3]);
    assertEquals(Math.log(2), loss, 0.2); // after three small steps from where every margin is 0
    double accuracy = Double.parseDouble(dpo[4]);
    assertTrue(accuracy >= 0 && accuracy <= 1, dpo[4]);
    assertTrue(lines.get(3).matches("robot,pfm,0,[0-9.]+,"), lines.get(3));
    String page = new String(files.get("table.md"));
    assertTrue(page.contains("No task has a simulator here"), page);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file: mass.csv | sampler: logged | {method: best-of-n} | robot.yaml:8:"
            + " methods[0].method: best-of-n needs look-ahead, which robot does not have: its"
            + " environment, mass, is none of this installation",
        "file: mass.csv | sampler: logged | {method: pfm} | robot.yaml:8: methods[0].method: pfm"
            + " needs look-ahead, which robot does not have: its environment, mass, is none of this"
            + " installation",
        "file: mass.csv | sampler: logged | {method: rlhf} | robot.yaml:8: methods[0].method: rlhf"
            + " needs training-simulator, which robot does not have: its environment, mass, is none"
            + " of this installation",
        "file: mass.csv | pairs: 3 | {method: dpo} | default: preferences.sampler: sampler must"
            + " be logged on robot: roll-outs of the reference need a simulator, and its"
            + " environment, mass, is none of this installation",
        "file: mass.csv | 'sampler: logged, segment-length: 51' | {method: dpo} | robot.yaml:6:"
            + " preferences.segment-length: segment-length must be <= 50 where sampler is logged,"
            + " the steps of the longest episode that robot can have, got 51",
        "'file: mass.csv, environment: hopper-v2' | sampler: logged | {method: dpo} | robot.yaml:4:"
            + " tasks[0].file: FOLDER/mass.csv: its observations have 4 numbers, those of hopper-v2"
            + " have 11",
        "'file: mass.csv, environment: point-mass-v0' | states: dataset | {method: dpo} | default:"
            + " preferences.sampler: states must not be dataset on robot: its file holds"
            + " states of 0 numbers, those of point-mass-v0 have 4",
        "file: none.csv | sampler: logged | {method: dpo} | robot.yaml:4: tasks[0].file:"
            + " FOLDER/none.csv: no such file",
        "file: mass.txt | sampler: logged | {method: dpo} | robot.yaml:4: tasks[0].file:"
            + " FOLDER/mass.txt: file name must end in one of .csv, .csv.gz, .h5, .hdf5, .minari",
      })
  void whatATaskLacksIsToldByName(String file, String pairs, String method, String message)
      throws IOException {
    StudyFile.Resolved study =
        study("robot.yaml", task("robot", file), "{" + pairs + "}", "[" + method + "]");
    String told =
        assertThrows(InvalidInputException.class, () -> StudyCheck.check(study)).getMessage();
    assertEquals(
        message,
        told.replace(folder + "/robot.yaml", "robot.yaml").replace(folder + "/", "FOLDER/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "environment: hopper-v2 | environment must stand beside file: a generated dataset has its"
            + " own, got 'hopper-v2'",
        "max-episodes: 3 | max-episodes must stand beside file: a generated dataset has its own, got"
            + " '3'",
        "steps: 0 | steps must be in [1, 100000000], got 0",
        "'file: a.csv, max-episodes: 0' | max-episodes must be in [1, 100000000], got 0",
        "'file: a.csv, part: last' | part must be one of first, sampled, got 'last'",
      })
  void keysOfAFileAreChecked(String rest, String message) {
    String told =
        assertThrows(
                InvalidInputException.class,
                () -> study("keys.yaml", task("one", rest), "{}", "[{method: reference}]"))
            .getMessage();
    assertTrue(told.endsWith("keys.yaml:4: tasks[0]." + message), told);
  }
}
