package org.prefbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.algorithm.AlgorithmFactory;

/** The project that {@code new method} writes compiles, keeps the contract and trains. */
class NewCommandTest {
  private static final String SERVICE = "META-INF/services/" + AlgorithmFactory.class.getName();

  @TempDir private Path folder;

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Test
  void itsMethodCompilesKeepsTheContractAndTrains() throws Exception {
    Path project = folder.resolve("parent/awr");
    String said = Shell.ok("new", "method", "awr", "--output", project);
    assertEquals(
        List.of(
            ".gitignore",
            "README.md",
            "pom.xml",
            "src/main/java/org/example/awr/Awr.java",
            "src/main/resources/" + SERVICE,
            "src/test/java/org/example/awr/AwrTest.java"),
        files(project));
    for (String file : files(project)) {
      String text = Files.readString(project.resolve(file));
      assertFalse(text.contains("{{") || text.contains("@" + "project"), file + ": " + text);
    }
    assertTrue(said.contains("cd " + project.toAbsolutePath()), said);
    assertTrue(said.contains("--plugins target run quickstart --add-method awr"), said);

    // the test has its own compilation, for it does not go into the jar
    PluginJar plugin =
        PluginJar.build(
            folder.resolve("awr.jar"),
            project.resolve("src/main/java"),
            project.resolve("src/main/resources"));
    PluginJar.compile(
        folder.resolve("test-classes"),
        project.resolve("src/main/java"),
        project.resolve("src/test/java"));
    for (JsonNode finding : Shell.json("method", "test", plugin.file(), "--json")) {
      boolean passed = finding.get("result").asText().equals("pass");
      assertTrue(passed || finding.get("rule").asText().equals("native-memory"), finding::toString);
    }

    Path study =
        Files.writeString(
            folder.resolve("line.yaml"),
            """
            id: line
            runs: 1
            tasks:
              - {dataset: gaussian-1d-random-v0, steps: 500}
            reference: {method: bc, set: {steps: 100, hidden-size: 8}}
            preferences: {pairs: 200, segment-length: 1, states: initial}
            protocol: {episodes: 500, modes: [sampled], checkpoints: 0, select: [last]}
            methods:
              - {method: reference}
            """);
    JsonNode answer =
        plugin.main(
            folder,
            "run",
            study,
            "--add-method",
            "awr",
            "--set",
            "awr.beta=1",
            "--set",
            "awr.steps=300",
            "--set",
            "awr.learning-rate=0.01",
            "--output",
            folder.resolve("results"),
            "--jobs",
            1,
            "--json");
    assertEquals(2, answer.get("ran").asInt());
    // more is better on this line: a loss of pairs with the right sign goes up
    List<String> rows = Files.readAllLines(folder.resolve("results/trials.csv"));
    int column = List.of(rows.get(0).split(",", -1)).indexOf("return_mean");
    double reference = Double.parseDouble(rows.get(1).split(",", -1)[column]);
    double learned = Double.parseDouble(rows.get(2).split(",", -1)[column]);
    assertTrue(rows.get(2).contains(",awr,"), rows.get(2));
    assertTrue(learned > reference + 0.5, reference + " and " + learned);
    String table = Files.readString(folder.resolve("results/table.md"));
    assertTrue(table.lines().anyMatch(line -> line.startsWith("| awr")), table);
  }

  @ParameterizedTest
  @CsvSource({
    "do-while, DoWhile, dowhile", // two words are no keyword
    "switch, Switch, switchmethod", // a package cannot be called so
    "hyper, HyperMethod, hyper", // the method's file has a Hyper
    "direct, Direct, direct", // a DirectMethod too, but no Direct
    "iq-2, Iq2, iq2"
  })
  void anyNameMakesAProjectThatCompiles(String name, String type, String packageName)
      throws IOException {
    Path project = folder.resolve(name);
    JsonNode answer = Shell.json("new", "method", name, "--output", project, "--json");
    assertEquals(name, answer.get("method").asText());
    assertEquals("org.example." + packageName + "." + type, answer.get("class").asText());
    assertEquals(files(project).size(), answer.get("files").size());
    PluginJar.compile(
        folder.resolve("classes"),
        project.resolve("src/main/java"),
        project.resolve("src/test/java"));
    assertEquals(
        List.of(answer.get("class").asText()),
        Files.readAllLines(project.resolve("src/main/resources").resolve(SERVICE)));
  }

  @Test
  void whatIsThereIsNotOverwritten() throws IOException {
    Path present = Files.createDirectory(folder.resolve("present"));
    Path file = Files.writeString(present.resolve("notes.txt"), "mine");
    Shell.fails(2, "present|exists already", "new", "method", "mine", "--output", present);
    Shell.fails(2, "notes.txt|exists already", "new", "method", "mine", "--output", file);
    assertEquals(List.of("notes.txt"), files(present));
    Shell.fails(
        3, "cannot be written", "new", "method", "mine", "--output", Shell.unwritable(file));
  }

  @Test
  void aNameIsCheckedFirst() throws IOException {
    for (String name : List.of("My-Method", "my_method", "2-go", "a--b", "-", "my method")) {
      Shell.fails(2, "lower case|'" + name + "'", "new", "method", "--output", folder, "--", name);
    }
    Shell.fails(2, "there is a method 'dpo' already", "new", "method", "dpo");
    Shell.fails(2, "NAME", "new", "method");
    assertEquals(List.of(), files(folder));
  }

  @Test
  void aStudyRefusesMethodsThatItHasOrNobodyKnows() {
    Shell.fails(2, "'dqo', did you mean 'dpo'?", "run", "quickstart", "--add-method", "dqo");
    Shell.fails(
        2,
        "--add-method 'dpo'|quickstart has a method of that name",
        "run",
        "quickstart",
        "--add-method",
        "dpo");
    String explained =
        Shell.ok(
            "study", "explain", "ablation-pairs", "--add-method", "rlhf", "--set", "rlhf.beta=2");
    assertTrue(
        explained.lines().anyMatch(line -> line.matches(".*methods.*set.beta +2 +command line")),
        explained);
  }
}
