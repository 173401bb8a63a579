package org.prefbench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;

/**
 * Every case of {@code cases} does what is right, by the command line's own entry point. Where the
 * launcher may stand is {@code LauncherTest}'s.
 */
@ExtendWith(TemporaryHome.class)
class CasesTest {
  private static final String STUDY =
      """
      # a comment that took a day to write
      id: tiny
      runs: 1
      tasks:
        - {dataset: gaussian-1d-random-v0, steps: 200}
      reference: {behavior: true}
      preferences: {pairs: 20, segment-length: 1, states: initial}
      protocol: {episodes: 20, modes: [sampled], checkpoints: 0, select: [last]}
      methods:
        - {method: reference}
        - {method: best-of-n, label: best-of-two}
      report: {against: [reference], bootstrap: 200}
      """;

  private static final int EPISODE = 50; // steps, in the files of other makers

  @TempDir private static Path cases;
  private static Path study;
  private static Path results;

  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException, URISyntaxException {
    Folders.copy(Cases.folder(), cases.resolve("cases"));
    cases = cases.resolve("cases");
    for (String kind : List.of("csv", "hdf5", "minari")) {
      Cases.unpack(kind, cases.resolve(kind));
    }
    study = Files.writeString(cases.resolve("tiny.yaml"), STUDY);
    results = cases.resolve("results");
    Shell.ok("run", study, "--output", results, "--jobs", 1);
  }

  /** Refused by one line that keeps the rules of all messages and has all the given parts. */
  private static void refused(Path file, String parts, Object... command) {
    refused(Set.of(3), file, parts, command);
  }

  private static void refused(Set<Integer> codes, Path file, String parts, Object... command) {
    Shell answer = Shell.run(command);
    assertTrue(codes.contains(answer.code()), answer.toString());
    assertEquals(
        List.of(),
        Judge.faults(answer, codes, Set.of(file.getFileName().toString())),
        answer.err());
    for (String part : parts.split("\\|")) {
      assertTrue((answer.err() + answer.out()).contains(part), "no '" + part + "' in " + answer);
    }
  }

  /** Returns the rows of a dataset as CSV, without what is said of their origin. */
  private List<String[]> rows(Path file) throws IOException {
    Path csv = folder.resolve("rows.csv");
    Shell answer = Shell.run("dataset", "convert", file, csv);
    assertEquals(0, answer.code(), answer.err());
    assertEquals(List.of(), Judge.faults(answer, Set.of(), Set.of()), answer.err());
    List<String[]> rows =
        Files.readAllLines(csv).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(",", -1))
            .toList();
    Files.delete(csv);
    return rows;
  }

  private static List<String> texts(List<String[]> rows) {
    return rows.stream().map(row -> String.join(",", row)).toList();
  }

  private static List<String> column(List<String[]> rows, String name) {
    int index = List.of(rows.get(0)).indexOf(name);
    return rows.stream().skip(1).map(row -> row[index]).filter(cell -> !cell.isEmpty()).toList();
  }

  // ---- files of other makers

  @ParameterizedTest
  @ValueSource(
      strings = {
        "csv/byte-order-mark.csv",
        "csv/data-frame-flags.csv",
        "hdf5/never-written.hdf5",
        "hdf5/user-block.hdf5",
        "hdf5/compact.hdf5",
        "hdf5/metadata-key-with-space.hdf5",
        "hdf5/linked-timeouts.hdf5",
        "hdf5/linked-observations.hdf5",
        "minari/infinite-keyword.minari",
        "minari/byte-order-mark.minari",
        "minari/count-as-array.minari",
        "minari/metadata-key-with-space.minari"
      })
  void isReadAsThePlainOne(String name) throws IOException {
    Path file = cases.resolve(name);
    String kind = name.substring(name.indexOf('.'));
    assertEquals(
        texts(rows(file.resolveSibling("plain" + kind))), texts(rows(file)), "rows of " + name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "csv/java-suffix.csv; line 57|reward|1.5f",
        "csv/header-only.csv; no episode",
        "hdf5/long-double.hdf5; rewards",
        "minari/states-from-second-episode.minari; qpos",
      })
  void whatCannotBeReadAsItIsIsRefused(String name, String parts) {
    Path file = cases.resolve(name);
    Path target = folder.resolve("out.csv");
    refused(file, parts, "dataset", "convert", file, target);
    assertFalse(Files.exists(target));
  }

  @Test
  void numbersWithoutASignHaveNone() throws IOException {
    List<String[]> rows = rows(cases.resolve("hdf5/unsigned-observations.hdf5"));
    for (int i = 0; i < 4; i++) {
      assertEquals(Set.of("200.0"), Set.copyOf(column(rows, "observation_" + i)));
    }
    rows = rows(cases.resolve("minari/unsigned-actions.minari"));
    assertEquals(Set.of("200.0"), Set.copyOf(column(rows, "action_0")));
    assertEquals(Set.of("200.0"), Set.copyOf(column(rows, "action_1")));
  }

  @Test
  void whatWasNeverWrittenIsTheFillValue() throws IOException {
    List<String> plain = column(rows(cases.resolve("hdf5/plain.hdf5")), "reward");
    List<String> partly = column(rows(cases.resolve("hdf5/partly-written.hdf5")), "reward");
    assertEquals(plain.subList(0, EPISODE), partly.subList(0, EPISODE));
    assertEquals(Set.of("-1.0"), Set.copyOf(partly.subList(EPISODE, partly.size())));
    assertEquals(plain.size(), partly.size());
  }

  @Test
  void zerosOfEitherSignAreOneNumber() throws IOException {
    List<String> plain = texts(rows(cases.resolve("hdf5/plain.hdf5")));
    for (String name : List.of("negative-zero", "negative-zero-no-timeouts")) {
      List<String[]> rows = rows(cases.resolve("hdf5/" + name + ".hdf5"));
      List<String> texts = texts(rows);
      assertEquals(plain.size(), texts.size(), name);
      int last = plain.size() - 2; // whose end is known only where there are timeouts
      for (int i = 0; i < last; i++) {
        assertEquals(i != 1 + 10, plain.get(i).equals(texts.get(i)), name + ", row " + i);
      }
      assertEquals("0.0", rows.get(1 + 10)[2 + 2].replace("-", ""));
      assertEquals(4, Set.copyOf(column(rows, "episode")).size(), "episodes");
    }
  }

  /** Pendulum-v1 of Gymnasium is pendulum-v1, which has three columns where this file has four. */
  @Test
  void theNameOfAnotherCollectionIsTakenForOurs() {
    Path file = cases.resolve("minari/gymnasium-id.minari");
    refused(Set.of(5), file, "structure|found 4 columns, expected 3", "dataset", "verify", file);
  }

  // ---- damage

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "hdf5-object-header-size.hdf5; dataset verify FILE; hdf5",
        "hdf5-object-header-shifted.hdf5; dataset verify FILE; hdf5",
        "minari-object-header-size.minari; dataset verify FILE; main_data.hdf5",
        "policy-huge-count.policy; policy evaluate FILE --env point-mass-v0; policy-huge-count",
        "policy-overflow.policy; policy evaluate FILE --env point-mass-v0; policy-overflow",
        "policy-unknown-activation.policy; policy evaluate FILE --env point-mass-v0; activation|TANH",
        "policy-unknown-form.policy; policy evaluate FILE --env point-mass-v0; form|GAUSSIAN",
        "dataset-one-bit.hdf5; dataset convert FILE OUT.hdf5; content hash",
        "dataset-one-bit.hdf5; label create --dataset FILE --sampler logged --output OUT; content hash",
        "dataset-infinite-rewards.csv; label create --dataset FILE --sampler logged --output OUT; reward|Infinity|line",
        "dataset-nan-rewards.csv; label create --dataset FILE --sampler logged --output OUT; reward|NaN|line",
        "../infinite-reward.csv; label create --dataset FILE --sampler logged --output OUT; reward|Infinity|line 64",
        "../nan-reward.csv; label create --dataset FILE --sampler logged --output OUT; reward|NaN|line 64",
        "study-long-id.yaml; study explain FILE; id",
        "study-huge-runs.yaml; run FILE --output OUT; runs|2147483647",
        "study-escape.yaml; study explain FILE; \\u001b",
      })
  void damageIsNamed(String name, String command, String parts) {
    Path file = cases.resolve("fuzz").resolve(name).normalize();
    Path out = folder.resolve("out");
    Object[] words =
        Arrays.stream(command.split(" "))
            .map(word -> word.replace("FILE", file.toString()).replace("OUT", out.toString()))
            .toArray();
    refused(file, parts, words);
    assertFalse(Files.exists(out));
    assertFalse(Files.exists(folder.resolve("out.hdf5")));
  }

  @Test
  void theFileThatWasDamagedIsSoundItself() {
    Shell.ok("dataset", "verify", cases.resolve("fuzz/dataset-valid.hdf5"));
  }

  @Test
  void escapesInALabelAreShown() throws IOException {
    Path pairs = folder.resolve("pairs");
    Path set = cases.resolve("fuzz/dataset-valid.hdf5");
    List<Object> create = new ArrayList<>(List.of("label", "create", "--sampler", "logged"));
    create.addAll(List.of("--pairs", 6, "--segment-length", 3, "--dataset", set));
    create.addAll(List.of("--output", pairs));
    Shell.ok(create.toArray());
    Path file = pairs.resolve("pairs.csv");
    Files.write(file, Files.readAllBytes(cases.resolve("fuzz/pairs-escape.csv")));
    refused(file, "\\u001b", "label", "audit", pairs);
  }

  @Test
  void rowsWithoutAHeaderAreNamed() throws IOException {
    Path copy = folder.resolve("results");
    Folders.copy(results, copy);
    Path trials = copy.resolve("trials.csv");
    Files.write(trials, Files.readAllBytes(cases.resolve("fuzz/trials-no-header.csv")));
    refused(trials, "trials.csv", "report", copy);
    refused(Set.of(3, 5), trials, "trials.csv", "verify", copy);
  }

  @Test
  void anEntryOfTheCacheThatIsNoTextIsMadeAnew() throws IOException {
    Path cache = Path.of(System.getProperty("prefbench.home"), "results", "local", "cache");
    List<Path> manifests;
    try (Stream<Path> walk = Files.walk(cache)) {
      manifests = walk.filter(file -> file.endsWith("manifest.txt")).toList();
    }
    assertFalse(manifests.isEmpty());
    for (Path manifest : manifests) {
      Files.write(manifest, Files.readAllBytes(cases.resolve("fuzz/cache-manifest-not-utf8.txt")));
    }
    Path output = folder.resolve("again");
    Shell answer = Shell.run("run", study, "--output", output, "--jobs", 1);
    assertEquals(0, answer.code(), answer.err());
    assertEquals(Timeless.rows(results), Timeless.rows(output));
    for (Path manifest : manifests) {
      assertTrue(Files.readString(manifest).startsWith("seconds "), "made anew");
    }
  }

  /** A gigabyte in a megabyte: members of a compressed file follow each other. */
  @ParameterizedTest
  @CsvSource({"x, 100", "'# a comment, one of very many\n', 60"})
  void whatUnpacksToAGigabyteIsRefused(String part, int members) throws IOException {
    byte[] text = part.repeat(10_000_000 / part.length()).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream member = new ByteArrayOutputStream();
    try (OutputStream packed = new GZIPOutputStream(member)) {
      packed.write(text);
    }
    Path file = folder.resolve("large.csv.gz");
    try (OutputStream output = Files.newOutputStream(file)) {
      for (int i = 0; i < members; i++) {
        member.writeTo(output);
      }
    }
    refused(file, "large.csv.gz", "dataset", "info", file);
  }

  // ---- simulators

  /** The height is that of MuJoCo 2.2.2, which takes every control for 0 where one is bad. */
  @Test
  void anActionThatIsNotANumberLetsTheBodyFall() throws IOException {
    Path next = folder.resolve("next.csv");
    Shell.ok(
        "env", "replay", "hopper-v4", "--input", cases.resolve("actions.csv"), "--output", next);
    List<String> lines = Files.readAllLines(next);
    String[] bad = lines.get(1).split(",");
    String[] none = lines.get(2).split(",");
    assertEquals(1.29968608, Double.parseDouble(bad[1]), 5e-9);
    assertEquals(List.of(none).subList(0, 12), List.of(bad).subList(0, 12));
    assertFalse(Double.isFinite(Double.parseDouble(bad[12])), "the reward of it");
  }

  // ---- surroundings

  @Test
  void aStudyInItsOwnFolderOfResultsStaysAsItWas() throws IOException {
    Path mine = Files.createDirectories(folder.resolve("mine"));
    Path file = Files.writeString(mine.resolve("study.yaml"), STUDY);
    Shell answer = Shell.run("run", file, "--output", mine, "--jobs", 1);
    assertTrue(Set.of(0, 2, 3).contains(answer.code()), answer.toString());
    assertTrue(answer.code() == 0 || answer.err().contains("study.yaml"), answer.err());
    assertEquals(STUDY, Files.readString(file));
  }

  @Test
  void filesThatARunDidNotWriteStay() throws IOException {
    Path notes = Files.createDirectories(folder.resolve("notes"));
    Files.writeString(notes.resolve("table.md"), "my own table\n");
    Files.writeString(notes.resolve("report.html"), "my own page\n");
    Shell answer = Shell.run("run", study, "--output", notes, "--jobs", 1);
    assertTrue(Set.of(2, 3).contains(answer.code()), answer.toString());
    assertTrue(answer.err().matches("(?s).*(table\\.md|report\\.html).*"), answer.err());
    assertEquals("my own table\n", Files.readString(notes.resolve("table.md")));
    assertEquals("my own page\n", Files.readString(notes.resolve("report.html")));
  }

  /** The program as a process, started through a shell that sets the scene. */
  private Shell process(String scene, Object... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("bash", "-c", scene + " exec \"$@\"", "scene"));
    words.addAll(Program.words(arguments));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process = Program.start(words, folder.resolve("cache"), out, err);
    return new Shell(Program.end(process), Files.readString(out), Program.err(err));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void outputThatCannotBeWrittenIsAnError() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    Path set = cases.resolve("fuzz/dataset-valid.hdf5");
    for (Shell answer :
        List.of(
            process("exec >/dev/full;", "env", "list"),
            process("exec >/dev/full;", "dataset", "info", set, "--json"))) {
      assertTrue(Set.of(1, 3).contains(answer.code()), answer.toString());
      assertEquals(
          List.of(), Judge.faults(answer, Set.of(1, 3), Set.of("standard output")), answer.err());
      assertTrue(answer.err().contains("No space left on device"), answer.err());
    }
  }

  /** A limit on the size of a file is what a full disk is to whoever writes. */
  @ParameterizedTest
  @ValueSource(strings = {"b.hdf5", "c.minari"})
  @DisabledOnOs(OS.WINDOWS)
  void aFullDiskIsNamedAndNothingIsLeft(String name) throws Exception {
    Path target = Files.createDirectories(folder.resolve("full")).resolve(name);
    Path set = cases.resolve("fuzz/dataset-valid.hdf5");
    Shell answer = process("ulimit -f 4;", "dataset", "convert", set, target);
    assertEquals(3, answer.code(), answer.toString());
    assertEquals(List.of(), Judge.faults(answer, Set.of(3), Set.of(name)), answer.err());
    assertTrue(answer.err().contains("File too large"), answer.err());
    try (Stream<Path> left = Files.list(target.getParent())) {
      assertEquals(List.of(), left.toList());
    }
  }

  /** Where the signal finds a run that has begun, its files say so, and so must the hint. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aRunThatIsKilledEarlySaysThatNothingWasBegun() throws Exception {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    for (int milliseconds : new int[] {400, 700, 1000, 1300}) {
      Path output = folder.resolve("killed-" + milliseconds);
      Process process =
          Program.start(
              Program.words("run", study, "--output", output), folder.resolve("cache"), out, err);
      process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
      boolean before = Files.exists(output.resolve("study.yaml"));
      process.destroy();
      Program.end(process);
      boolean after = Files.exists(output.resolve("study.yaml"));
      String said = Program.err(err);
      if (!after) {
        assertFalse(said.contains("resume"), said);
      } else if (before && !said.isEmpty()) {
        assertTrue(said.contains("prefbench resume " + output), said);
      }
    }
  }

  /** Hides all fonts from one process, where the system lets it. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void picturesAreDrawnWhereThereIsNoFont() throws Exception {
    String hide =
        "for d in /etc/fonts /usr/share/fonts /usr/local/share/fonts /usr/share/fontconfig "
            + "/var/cache/fontconfig; do [ ! -d $d ] || mount -t tmpfs tmpfs $d || exit 99; done;";
    Path charts = folder.resolve("charts");
    Shell answer =
        process(
            "[ -z \"${INSIDE:-}\" ] && INSIDE=1 exec unshare -rm bash -c '"
                + hide
                + " exec \"$@\"' hidden \"$@\";",
            "plot",
            results,
            "--chart",
            "scores",
            "--output",
            charts);
    assumeTrue(!answer.err().contains("unshare") && answer.code() != 99, answer.err());
    assertEquals(0, answer.code(), answer.toString());
    assertFalse(answer.err().contains("prefbench"), answer.err()); // the system may say something
    assertTrue(Files.size(charts.resolve("scores.svg")) > 0);
  }
}
