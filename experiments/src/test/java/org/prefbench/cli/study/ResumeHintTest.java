package org.prefbench.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Main;
import org.prefbench.core.JavaProcess;

/** A run that is told to end before it has begun. */
class ResumeHintTest {
  @TempDir private Path folder;

  /** Starts a run whose study is a pipe that says nothing, and ends it when it begins to read. */
  private String interrupted(Path output) throws IOException, InterruptedException {
    Path study = folder.resolve("study-" + output.getFileName() + ".yaml");
    assertEquals(0, new ProcessBuilder("mkfifo", study.toString()).start().waitFor());
    Process run =
        new ProcessBuilder(
                JavaProcess.command(
                    List.of("-Dprefbench.home=" + folder),
                    List.of(),
                    Main.class,
                    List.of("run", study.toString(), "--output", output.toString())))
            .start();
    OutputStream pipe = Files.newOutputStream(study); // opens when the run does
    try (pipe) {
      run.toHandle().destroy(); // which leaves open what it says
      assertTrue(run.waitFor(60, TimeUnit.SECONDS));
    }
    assertEquals(143, run.exitValue()); // 128 + SIGTERM
    return new String(run.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("prefbench: interrupted"))
        .reduce((first, last) -> last)
        .orElse("");
  }

  @Test
  void whereNothingWasBegunNothingCanBeGoneOnWith() throws IOException, InterruptedException {
    Path output = folder.resolve("new");
    assertEquals("prefbench: interrupted; nothing was begun", interrupted(output));
    assertTrue(Files.notExists(output));
  }

  @Test
  void whatAnEarlierRunBeganCanBeGoneOnWith() throws IOException, InterruptedException {
    Path output = Files.createDirectories(folder.resolve("old"));
    Files.writeString(output.resolve("study.yaml"), "id: old");
    Files.writeString(output.resolve(".lock"), "");
    assertEquals(
        "prefbench: interrupted; to go on: prefbench resume " + output, interrupted(output));
  }
}
