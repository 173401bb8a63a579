package org.prefbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.prefbench.core.JavaProcess;

/** A result that nobody gets is a failure. */
class StandardOutputTest {
  private static ProcessBuilder command(String... words) {
    return new ProcessBuilder(
        JavaProcess.command(List.of(), List.of(), Main.class, List.of(words)));
  }

  private static void assertEnds(int code, String line, Process process)
      throws IOException, InterruptedException {
    List<String> said =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(text -> text.startsWith("prefbench: "))
            .toList();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(List.of("prefbench: standard output cannot be written: " + line), said);
    assertEquals(code, process.exitValue());
  }

  @Test
  void aFullDisk() throws IOException, InterruptedException {
    File full = new File("/dev/full"); // Linux's device on which no space is ever left
    assertEnds(1, "No space left on device", command("env", "list").redirectOutput(full).start());
    assertEnds(1, "No space left on device", command("--help").redirectOutput(full).start());
  }

  @Test
  void aReaderThatWentAway() throws IOException, InterruptedException {
    Process process = command("env", "list", "--json").start();
    process.getInputStream().close(); // long before the virtual machine says anything
    assertEnds(1, "Broken pipe", process);
  }
}
