package org.prefbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Charts on machines without fonts. The library that tells Java of the fonts of a system is told
 * that there are none; where Java shall draw nothing at all, it is given a list of fonts that it
 * cannot read.
 */
@EnabledOnOs(OS.LINUX)
class DrawingTest {
  private static final Path RESULTS = Path.of("..", "results", "oracle-1d");

  @TempDir private Path folder;

  /** Runs the program in a virtual machine of its own, because Java looks for fonts once. */
  private Shell run(Optional<String> option, Object... arguments)
      throws IOException, InterruptedException {
    Path noFonts = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig/>");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    option.ifPresent(command::add);
    command.add("-Djava.awt.headless=true");
    command.add("-Dai.djl.offline=true");
    command.add("-Duser.home=" + folder); // else Java remembers which fonts there were
    command.add("-Dprefbench.home=" + folder);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    Stream.of(arguments).map(String::valueOf).forEach(command::add);
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().put("FONTCONFIG_FILE", noFonts.toString());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Shell(process.waitFor(), out, Files.readString(err));
  }

  @Test
  void withoutFontsChartsAreTheSame() throws Exception {
    Shell verify = run(Optional.empty(), "verify", RESULTS);
    assertEquals("", verify.err());
    assertEquals(0, verify.code());
    assertTrue(verify.out().matches("(?s).*differences +0\\s*"), verify.out());
    Path film = folder.resolve("film.gif");
    Shell render = run(Optional.empty(), "policy", "render", "pendulum-expert", "--out", film);
    assertEquals(0, render.code(), render.err());
    assertTrue(Files.size(film) > 0);
  }

  @Test
  void whereJavaCannotDrawTablesAreWrittenAndTheRemedyIsTold() throws Exception {
    Optional<String> unreadable = Optional.of("-Dsun.awt.fontconfig=/dev/null");
    Path results = folder.resolve("results");
    copy(RESULTS, results);
    Files.delete(results.resolve("table.md"));
    Files.deleteIfExists(results.resolve("report.html"));
    Shell report = run(unreadable, "report", results);
    assertOneLine(report);
    for (String table : List.of("table.md", "table.csv", "table.tex")) {
      assertEquals(
          Files.readString(RESULTS.resolve(table)), Files.readString(results.resolve(table)));
    }
    assertTrue(Files.readString(results.resolve("report.html")).contains("<table>"));
    assertOneLine(run(unreadable, "verify", results));
    assertOneLine(run(unreadable, "plot", results, "--output", folder.resolve("charts")));
    Path film = folder.resolve("film.gif");
    assertOneLine(run(unreadable, "policy", "render", "pendulum-expert", "--out", film));
    Shell doctor = run(unreadable, "doctor");
    assertEquals(1, doctor.code(), doctor.err());
    assertTrue(
        doctor.out().lines().anyMatch(line -> line.matches("drawing +broken .*libfreetype6.*")),
        doctor.out());
  }

  private static void assertOneLine(Shell said) {
    assertEquals(1, said.code(), said.err());
    assertEquals(1, said.err().lines().count(), said.err());
    assertTrue(said.err().contains("Java cannot draw letters here: it finds no fonts"), said.err());
    assertTrue(said.err().contains("install"), said.err());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
