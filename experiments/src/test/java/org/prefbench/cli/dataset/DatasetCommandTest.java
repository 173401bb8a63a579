package org.prefbench.cli.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.cli.Shell;
import org.prefbench.cli.TemporaryHome;
import org.prefbench.dataset.GeneratedDataset;

/** Datasets from the command line, and what happens to damaged ones. */
@ExtendWith(TemporaryHome.class)
class DatasetCommandTest {
  @TempDir private Path folder;

  private Path generate(String name, Object... more) {
    Path file = folder.resolve(name);
    Object[] first = {
      "dataset", "generate", "pendulum-medium-v1", "--steps", 500, "--output", file
    };
    Shell.ok(Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray());
    return file;
  }

  @Test
  void listNamesEveryDatasetAndFormat() throws Exception {
    assertEquals(
        GeneratedDataset.all().stream().map(GeneratedDataset::id).toList(),
        Shell.json("dataset", "list", "--json").findValuesAsText("dataset"));
    assertEquals(
        List.of("csv", "csv-gzip", "d4rl", "minari"),
        Shell.json("dataset", "formats", "--json").findValuesAsText("format"));
  }

  @Test
  void seedAndStepsDecideTheBytesAndWorkersDoNot() throws Exception {
    byte[] one = Files.readAllBytes(generate("one.hdf5", "--jobs", 1));
    assertArrayEquals(one, Files.readAllBytes(generate("three.hdf5", "--jobs", 3)));
    assertFalse(Arrays.equals(one, Files.readAllBytes(generate("other.hdf5", "--seed", 1))));
  }

  @Test
  void anIdStandsForAFileThatIsMadeOnFirstUseAndKept() throws Exception {
    Object[] id = {"pendulum-medium-v1", "--steps", 500, "--json"};
    JsonNode made = Shell.json(with(id, "dataset", "generate"));
    Path kept = Path.of(made.get("file").asText());
    assertArrayEquals(
        Files.readAllBytes(generate("written.hdf5")), Files.readAllBytes(kept), "the same bytes");
    long time = Files.getLastModifiedTime(kept).toMillis();
    for (String command : List.of("info", "generate")) {
      JsonNode again = Shell.json(with(id, "dataset", command));
      assertEquals(kept, Path.of(again.get("file").asText()));
      assertEquals(made.get("content-hash"), again.get("content-hash"));
    }
    assertEquals(time, Files.getLastModifiedTime(kept).toMillis(), "not made again");
    Shell.ok(with(id, "dataset", "verify"));
    Path csv = folder.resolve("converted.csv");
    Shell.ok("dataset", "convert", "pendulum-medium-v1", csv, "--steps", 500);
    assertEquals(hash(kept), hash(csv));
    assertNotEquals(
        hash(kept),
        Shell.json("dataset", "info", "pendulum-medium-v1", "--steps", 500, "--seed", 1, "--json")
            .get("content-hash")
            .asText());
  }

  private static Object[] with(Object[] arguments, Object... first) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(arguments)).toArray();
  }

  @Test
  void infoTellsWhatIsInTheFile() throws Exception {
    JsonNode info = Shell.json("dataset", "info", generate("data.hdf5"), "--json");
    assertEquals("pendulum-v1", info.get("environment").asText());
    assertEquals(500, info.get("steps").asInt());
    assertEquals(3, info.get("episodes").asInt(), "200 + 200 + 100");
    assertEquals(2, info.get("truncated-episodes").asInt());
    assertEquals(3, info.get("observation-size").asInt());
    assertEquals("pendulum-medium-v1", info.get("provenance").get("dataset").asText());
    assertTrue(
        Shell.ok("dataset", "info", folder.resolve("data.hdf5"))
            .contains("provenance.dataset        pendulum-medium-v1"));
  }

  @ParameterizedTest
  @CsvSource({"csv, hdf5", "csv.gz, h5"})
  void conversionKeepsTheContent(String there, String back) throws Exception {
    Path file = generate("data.hdf5");
    Path converted = folder.resolve("converted." + there);
    Path again = folder.resolve("again." + back);
    assertTrue(Shell.ok("dataset", "convert", file, converted).contains("pendulum-v1"));
    Shell.ok("dataset", "convert", converted, again);
    assertEquals(hash(file), hash(converted));
    assertEquals(hash(file), hash(again));
    JsonNode checks = Shell.json("dataset", "verify", again, "--json");
    assertEquals(
        List.of("structure", "finite", "boundaries", "contiguity", "replay", "starts", "hash"),
        checks.findValuesAsText("check"));
    for (JsonNode check : checks) {
      assertEquals("passed", check.get("outcome").asText(), check.toString());
    }
  }

  private static String hash(Path file) throws Exception {
    return Shell.json("dataset", "info", file, "--json").get("content-hash").asText();
  }

  @Test
  void verifyNamesTheFirstStepThatTheSimulatorDoesNotRepeat() throws Exception {
    Path file = folder.resolve("data.csv");
    Shell.ok("dataset", "convert", generate("data.hdf5"), file);
    List<String> lines = Files.readAllLines(file);
    int header = header(lines);
    List<String> columns = List.of(lines.get(header).split(",", -1));
    String[] values = lines.get(header + 8).split(",", -1); // episode 0, step 7
    values[columns.indexOf("reward")] = "0";
    lines.set(header + 8, String.join(",", values));
    Files.write(file, lines);
    Shell answer = Shell.run("dataset", "verify", file);
    assertEquals(5, answer.code(), answer.err());
    assertTrue(answer.out().contains("replay"), answer.out());
    assertTrue(
        answer.err().contains("prefbench: " + file + ": replay: episode 0, step 7, reward"),
        answer.err());
    assertTrue(answer.err().contains(": hash: "), "the stored hash is that of other content");
  }

  @Test
  void cardsAreMadeOnceAndAgreeWithTheData() throws Exception {
    Path cards = folder.resolve("cards");
    Object[] typed = {
      "dataset",
      "cards",
      "hopper-random-v2",
      "pendulum-medium-v1",
      "--output",
      cards,
      "--json",
      "--steps",
      400
    };
    JsonNode printed = Shell.json(typed);
    assertEquals(
        List.of("hopper-random-v2", "pendulum-medium-v1"), printed.findValuesAsText("dataset"));
    JsonNode info = Shell.json("dataset", "info", "hopper-random-v2", "--steps", 400, "--json");
    JsonNode card = new ObjectMapper().readTree(cards.resolve("hopper-random-v2.json").toFile());
    assertEquals(info.get("episodes"), card.get("episodes"));
    assertEquals(info.get("return-mean"), card.get("returnMean"));
    assertEquals(info.get("return-std"), card.get("returnStandardDeviation"));
    assertEquals(info.get("normalized-score"), card.get("normalizedScore"));
    assertEquals(info.get("terminated-share"), card.get("terminatedShare"));
    assertEquals(info.get("action-saturation"), card.get("actionSaturation"));
    assertEquals(info.get("content-hash"), card.get("contentHash"));
    assertEquals(
        info.get("provenance").get("policy-sha256"), card.get("provenance").get("policy-sha256"));
    assertEquals(
        List.of(
            "README.md",
            "datasets.csv",
            "hopper-random-v2.json",
            "pendulum-medium-v1.json",
            "returns.svg"),
        Stream.of(cards.toFile().list()).sorted().toList());
    long time = Files.getLastModifiedTime(cards.resolve("hopper-random-v2.json")).toMillis();
    byte[] table = Files.readAllBytes(cards.resolve("datasets.csv"));
    assertEquals(printed, Shell.json(typed));
    assertEquals(
        time, Files.getLastModifiedTime(cards.resolve("hopper-random-v2.json")).toMillis());
    assertArrayEquals(table, Files.readAllBytes(cards.resolve("datasets.csv")));
    typed[typed.length - 1] = 300;
    assertEquals("300", Shell.json(typed).get(0).get("steps").asText());
    Shell.fails(
        2,
        "did you mean 'hopper-random-v2'?",
        "dataset",
        "cards",
        "hoper-random-v2",
        "--output",
        cards);
    Shell.fails(
        2, "has no reference scores", "dataset", "cards", "hopper-random-v4", "--output", cards);
  }

  @Test
  void aTruncatedFileIsOneLine() throws Exception {
    byte[] whole = Files.readAllBytes(generate("data.hdf5"));
    Path cut = folder.resolve("cut.hdf5");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    Path target = folder.resolve("target.csv");
    Shell.fails(3, "cut.hdf5|truncated", "dataset", "info", cut);
    Shell.fails(3, "cut.hdf5|truncated", "dataset", "verify", cut);
    Shell.fails(3, "cut.hdf5|truncated", "dataset", "convert", cut, target);
    assertEquals(List.of("cut.hdf5", "data.hdf5"), names(), "nothing half-written");
    Files.write(cut, new byte[0]);
    Shell.fails(3, "cut.hdf5", "dataset", "info", cut);
  }

  @Test
  void aWordInANumberColumnIsOneLine() throws Exception {
    Path file = folder.resolve("data.csv");
    Shell.ok("dataset", "convert", generate("data.hdf5"), file);
    List<String> lines = Files.readAllLines(file);
    int header = header(lines);
    List<String> columns = List.of(lines.get(header).split(",", -1));
    String[] values = lines.get(header + 3).split(",", -1);
    values[columns.indexOf("action_0")] = "left";
    lines.set(header + 3, String.join(",", values));
    Files.write(file, lines);
    String place = "data.csv, line " + (header + 4) + ", column 'action_0'|'left' is not a number";
    Shell.fails(3, place, "dataset", "info", file);
    Shell.fails(3, place, "dataset", "verify", file);
    Shell.fails(3, place, "dataset", "convert", file, folder.resolve("target.hdf5"));
    Shell.fails(
        3,
        place,
        "label",
        "create",
        "--dataset",
        file,
        "--sampler",
        "logged",
        "--output",
        folder.resolve("pairs"));
    assertEquals(List.of("data.csv", "data.hdf5"), names(), "nothing half-written");
  }

  @Test
  void numbersThatWereNotWrittenAreRefusedByEveryCommand() throws Exception {
    Path file = folder.resolve("data.csv");
    Shell.ok("dataset", "convert", generate("data.hdf5"), file);
    List<String> lines = Files.readAllLines(file);
    int row = header(lines) + 3;
    lines.set(
        row, lines.get(row).replaceFirst(",[^,]*,", ",2,").replaceFirst("^0,2,[^,]*", "0,2,0"));
    Files.write(file, lines);
    String rule = "data.csv: its numbers are not those that were written|content hash";
    Path pairs = folder.resolve("pairs");
    Shell.fails(3, rule, "dataset", "info", file);
    Shell.fails(3, rule, "dataset", "convert", file, folder.resolve("target.hdf5"));
    Shell.fails(
        3, rule, "label", "create", "--dataset", file, "--sampler", "logged", "--output", pairs);
    assertEquals(5, Shell.run("dataset", "verify", file).code(), "verify tells all that is wrong");
    assertEquals(List.of("data.csv", "data.hdf5"), names(), "nothing is written");
  }

  @Test
  void aFileWithoutHashSaysSoOnce() throws Exception {
    Path file = folder.resolve("data.csv");
    Shell.ok("dataset", "convert", generate("data.hdf5"), file);
    List<String> lines = Files.readAllLines(file);
    lines.removeIf(line -> line.startsWith("# prefbench") || line.startsWith("# content hash"));
    Files.write(file, lines);
    // written in two passes over the file
    Shell answer = Shell.run("dataset", "convert", file, folder.resolve("target.hdf5"));
    assertEquals(0, answer.code(), answer.err());
    assertEquals(
        List.of(
            "prefbench: "
                + file
                + ": stores no content hash, so that damage to its numbers is not seen"),
        answer.err().lines().toList());
  }

  private static int header(List<String> lines) {
    int header = 0;
    while (lines.get(header).startsWith("#")) {
      header++;
    }
    return header;
  }

  @Test
  void whatIsTypedWrongIsAUsageError() {
    Path file = folder.resolve("data.hdf5");
    Shell.fails(
        2,
        "unknown dataset 'pendulum-medum-v1', did you mean 'pendulum-medium-v1'?",
        "dataset",
        "generate",
        "pendulum-medum-v1",
        "--output",
        file);
    Shell.fails(
        2,
        "--steps must be >= 1, got 0|dataset generate --help",
        "dataset",
        "generate",
        "pendulum-medium-v1",
        "--steps",
        0,
        "--output",
        file);
    Shell.fails(
        2,
        "--jobs must be >= 1, got 0",
        "dataset",
        "generate",
        "pendulum-medium-v1",
        "--jobs",
        0,
        "--output",
        file);
    Shell.fails(
        2,
        "data.xyz|.hdf5",
        "dataset",
        "generate",
        "pendulum-medium-v1",
        "--output",
        folder.resolve("data.xyz"));
    Shell.fails(2, "unknown dataset 'pendulum-medim-v1'", "dataset", "info", "pendulum-medim-v1");
    Shell.fails(2, "--steps must be >= 1", "dataset", "info", "pendulum-medium-v1", "--steps", 0);
    Shell.fails(3, "data.hdf5: no such file", "dataset", "info", file);
    Shell.fails(
        2,
        "--steps and --seed are for datasets given by id",
        "dataset",
        "verify",
        file,
        "--steps",
        9);
    assertEquals(List.of(), names());
  }

  @Test
  void whatAFolderDoesNotPermitIsInvalidInput() throws Exception {
    Path file = generate("data.hdf5");
    Path below = Shell.unwritable(file).resolve("data.hdf5");
    Shell.fails(
        3,
        "cannot be written|is not a folder",
        "dataset",
        "generate",
        "pendulum-medium-v1",
        "--output",
        below);
    Shell.fails(3, "cannot be written|is not a folder", "dataset", "convert", file, below);
    Shell.fails(3, "no such file", "dataset", "info", folder.resolve("none.hdf5"));
    Path directory = Files.createDirectory(folder.resolve("folder.csv"));
    Shell.fails(3, "is a folder", "dataset", "convert", file, directory);
  }

  @Test
  void aReadOnlyFolderIsInvalidInput() throws Exception {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    org.junit.jupiter.api.Assumptions.assumeTrue(
        locked.toFile().setWritable(false) && !Files.isWritable(locked),
        "the superuser writes everywhere");
    Shell.fails(
        3,
        "no permission to write in",
        "dataset",
        "generate",
        "pendulum-medium-v1",
        "--output",
        locked.resolve("data.hdf5"));
  }

  private List<String> names() {
    return Stream.of(folder.toFile().list()).sorted().toList();
  }
}
