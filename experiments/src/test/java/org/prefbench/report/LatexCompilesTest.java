package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.Document;
import org.prefbench.report.document.Latex;

/** What is written for LaTeX compiles, where there is one; elsewhere this is skipped. */
class LatexCompilesTest {
  @TempDir private Path folder;

  private static Path compiler() {
    List<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .map(place -> Path.of(place, "pdflatex"))
            .filter(Files::isExecutable)
            .toList();
    Assumptions.assumeFalse(found.isEmpty(), "there is no pdflatex");
    return found.get(0);
  }

  private void compile(String tables) throws IOException, InterruptedException {
    Path compiler = compiler();
    Files.writeString(
        folder.resolve("paper.tex"),
        "\\documentclass{article}\n\\usepackage[paperwidth=200cm]{geometry}\n\\usepackage{booktabs}\n"
            + "\\begin{document}\n"
            + tables
            + "\\end{document}\n");
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(
                compiler.toString(), "-interaction=nonstopmode", "-halt-on-error", "paper.tex")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), () -> read(said));
    assertTrue(Files.size(folder.resolve("paper.pdf")) > 0);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void tablesOfCommittedStudies() throws Exception {
    for (String study : List.of("quickstart", "table3")) {
      compile(Files.readString(Path.of("..", "results", study, "table.tex")));
    }
  }

  /** Names that people may give a method, every character of which means something to LaTeX. */
  @Test
  void namesWithWhatLatexReads() throws Exception {
    String name = "a_b & 50 % $x$ #1 {c} ~ ^ \\input{x} < > | \u2013 \u00b1 \u221e \u00b7 [1cm]";
    compile(
        Latex.of(
            new Document(
                List.of(
                    new Block.Heading(1, name),
                    new Block.Table(
                        List.of("method", name),
                        List.of(List.of(name, "+1.00 [0.50, 1.50] *")))))));
  }
}
