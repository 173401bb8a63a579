package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.chart.Charts;
import org.prefbench.cli.Shell;

/** The page on charts and tables is run as it is written, on the committed results. */
class ChartsPageTest {
  private static final Path ROOT = Path.of("..");

  @TempDir private Path folder;

  private static String block(String language) throws IOException {
    String page = Files.readString(ROOT.resolve("experiments/docs/charts.md"));
    Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertTrue(block.find(), language);
    return block.group(1);
  }

  @Test
  void theCommandsWork() throws Exception {
    int count = 0;
    for (String line : block("bash").replaceAll("\\\\\n", " ").lines().toList()) {
      List<String> words = new ArrayList<>();
      Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(line.replaceAll("\\s#.*", ""));
      while (word.find()) {
        String text = word.group(1) != null ? word.group(1) : word.group(2);
        words.add(
            text.startsWith("results/local")
                ? folder.resolve(text).toString()
                : text.startsWith("results/") ? ROOT.resolve(text).toString() : text);
      }
      assertEquals("scripts/prefbench", words.remove(0));
      Shell.ok(words.toArray());
      count++;
    }
    assertEquals(4, count);
    Path paper = folder.resolve("results/local/paper");
    try (Stream<Path> files = Files.list(paper)) {
      assertEquals(
          List.of("scores.pdf", "scores.svg"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    String svg = Files.readString(paper.resolve("scores.svg"));
    assertTrue(svg.contains("width=\"252\""), "3.5 inches");
    assertFalse(svg.contains("rlhf"), "not selected");
    String table = Files.readString(folder.resolve("results/local/quickstart.tex"));
    assertTrue(table.contains("\\textbf{"), table);
  }

  @Test
  void theLinesOfJavaWork() throws Exception {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jshell");
    Path printed = folder.resolve("printed.txt");
    Process shell =
        new ProcessBuilder(
                tool.toString(), "--class-path", System.getProperty("java.class.path"), "-")
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    String last = block("java").lines().reduce("", (before, line) -> line);
    String results = ROOT.resolve("results/quickstart").toAbsolutePath().toString();
    String script =
        block("java").replace(last, "System.out.println(" + last.replaceAll(";$", "") + ");");
    try (OutputStream input = shell.getOutputStream()) {
      String known = script.replace("results/quickstart", results.replace('\\', '/'));
      input.write(known.getBytes(StandardCharsets.UTF_8));
    }
    assertTrue(shell.waitFor(10, TimeUnit.MINUTES), "no answer from jshell");
    assertTrue(Files.readString(printed).contains("marginal-bc"), Files.readString(printed));
  }

  @Test
  void everyKindOfChartIsOnThePage() throws IOException {
    String page = Files.readString(ROOT.resolve("experiments/docs/charts.md"));
    List<String> missing =
        Charts.registered().ids().stream().filter(id -> !page.contains("`" + id + "`")).toList();
    assertEquals(List.of(), missing);
  }
}
