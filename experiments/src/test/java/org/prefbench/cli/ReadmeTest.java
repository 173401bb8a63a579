package org.prefbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README and the page for contributors show is what there is. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  private static List<String> find(String page, String pattern) throws IOException {
    List<String> found = new ArrayList<>();
    Matcher matcher =
        Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(ROOT.resolve(page)));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    assertFalse(found.isEmpty(), pattern);
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "CONTRIBUTING.md", "experiments/docs/beyond-one-machine.md"})
  void everyCommandParses(String page) throws IOException {
    for (String block : find(page, "```bash\n(.*?)```")) {
      for (String line : block.lines().toList()) {
        String command = line.replaceAll("\\s+#.*", "").strip();
        String[] words = command.split("\\s+");
        assertTrue(Files.isExecutable(ROOT.resolve(words[0])), line);
        if (words[0].equals("./mvnw")) {
          checkTests(List.of(words), line);
        } else if (words[0].equals("scripts/prefbench")) {
          List<String> typed = List.of(words).subList(1, words.length);
          Main.commandLine(new PrintWriter(new StringWriter()))
              .parseArgs(typed.toArray(String[]::new));
          for (String option : List.of("--out", "--output")) {
            int at = typed.indexOf(option);
            assertTrue(
                at < 0
                    || page.equals("CONTRIBUTING.md")
                    || typed.get(at + 1).startsWith("results/local/"),
                () -> "leaves a file behind: " + line);
          }
        }
      }
    }
  }

  /** Tests that are asked for by name are in the module that is named. */
  private static void checkTests(List<String> words, String line) throws IOException {
    Set<String> files = new HashSet<>();
    int module = words.indexOf("-pl");
    if (module >= 0) {
      for (String name : words.get(module + 1).split(",")) {
        try (Stream<Path> walk = Files.walk(ROOT.resolve(name).resolve("src/test/java"))) {
          walk.forEach(path -> files.add(path.getFileName().toString()));
        }
      }
    }
    for (String word : words) {
      if (word.startsWith("-Dtest=")) {
        for (String name : word.substring("-Dtest=".length()).split(",")) {
          assertTrue(files.contains(name + ".java"), line);
        }
      }
    }
  }

  @Test
  void everyPieceOfCodeIsCompiledSomewhere() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String folder :
        List.of("envs/src/main/java", "algorithms/src", "experiments/src/main/java")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          sources.add(Files.readString(file));
        }
      }
    }
    for (String code : find("README.md", "```java\n(.*?)```")) {
      assertTrue(sources.stream().anyMatch(source -> source.contains(code)), code);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "README.md, 4",
    "experiments/docs/images.md, 6",
    "experiments/docs/direct.md, 1",
    "experiments/docs/flows.md, 1",
    "experiments/docs/offline.md, 1",
    "algorithms/docs/offline-learners.md, 2"
  })
  void tablesAreThoseOfTheCommittedResults(String page, int tables) throws IOException {
    Matcher parts =
        Pattern.compile("<!-- from (results/\\S+) -->\n(.*?)<!-- end -->", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve(page)));
    int count = 0;
    for (; parts.find(); count++) {
      List<String> committed = Files.readAllLines(ROOT.resolve(parts.group(1)));
      for (String row : parts.group(2).strip().split("\n")) {
        assertTrue(committed.contains(row), () -> parts.group(1) + " lacks " + row);
      }
    }
    assertEquals(tables, count);
  }

  @Test
  void theMethodsAreThoseThatAreListed() throws Exception {
    List<String> rows = new ArrayList<>();
    for (JsonNode method : Shell.json("method", "list", "--json")) {
      if (method.get("method").asText().startsWith("test-")) {
        continue; // registered for tests alone
      }
      rows.add(
          String.format(
              Locale.ROOT,
              "| `%s` | %s | %s | %s |",
              method.get("method").asText(),
              method.get("family").asText(),
              method.get("needs").asText(),
              method.get("title").asText()));
    }
    String table = find("README.md", "<!-- from method list -->\n(.*?)<!-- end -->").get(0);
    assertEquals(rows, table.lines().skip(2).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "CONTRIBUTING.md",
        "experiments/docs/images.md",
        "experiments/docs/flows.md"
      })
  void everyLinkLeadsSomewhere(String page) throws IOException {
    Path folder = ROOT.resolve(page).getParent();
    for (String target : find(page, "\\]\\(([^)#]+)\\)")) {
      assertTrue(target.startsWith("https://") || Files.exists(folder.resolve(target)), target);
    }
  }
}
