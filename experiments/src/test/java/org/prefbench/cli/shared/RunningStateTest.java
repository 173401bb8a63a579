package org.prefbench.cli.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.run.worker.RunListener.Progress;
import org.prefbench.run.worker.RunListener.Running;

/** What others are told of a run that goes on. */
class RunningStateTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Progress PROGRESS =
      new Progress(
          3,
          16,
          0.25,
          "pendulum-medium-v1/pfm/0",
          1,
          List.of(
              new Running("pendulum-medium-v1/pfm/0", "10.0.0.2", 0.75),
              new Running("preparing pendulum-medium-v1 run 1", "", 0.25)));

  @TempDir private Path folder;

  @Test
  void aStateIsReadAsItWasWritten() {
    RunningState state = new RunningState(START, START.plusSeconds(60), PROGRESS);
    assertEquals(Optional.empty(), RunningState.read(folder));
    state.write(folder);
    assertEquals(Optional.of(state), RunningState.read(folder));
  }

  /** A quarter in a minute: three more minutes for the rest. */
  @Test
  void rateAndRestFollowFromTheShare() {
    RunningState state = new RunningState(START, START.plusSeconds(60), PROGRESS);
    assertEquals(
        List.of(
            "3/16 jobs, 25 %, 25.00 %/min, 3.0 min left, 1 failed, heard 5.0 s ago",
            "pendulum-medium-v1/pfm/0 75 % on 10.0.0.2", "preparing pendulum-medium-v1 run 1 25 %"),
        state.lines(START.plusSeconds(65)));
    assertEquals(180.0, state.asMap().get("left-seconds"));
  }

  @Test
  void nothingIsKnownYet() {
    Progress begun = new Progress(0, 4, 0, "a", 0, List.of());
    assertEquals(
        List.of("0/4 jobs, 0 %, 0.00 %/min, - left, heard 0.0 s ago"),
        new RunningState(START, START.plusSeconds(2), begun).lines(START.plusSeconds(2)));
  }

  @Test
  void aFileThatIsNoStateTellsNothing() throws IOException {
    Files.createDirectories(RunningState.file(folder).getParent());
    for (String text : List.of("", "{}", "[1", "{\"start\":\"yesterday\"}")) {
      Files.writeString(RunningState.file(folder), text);
      assertEquals(Optional.empty(), RunningState.read(folder), text);
    }
  }

  @Test
  void theFileIsThereAsLongAsTheRun() {
    try (RunProgress progress =
        new RunProgress(new PrintWriter(new StringWriter()), Optional.of(folder))) {
      progress.heard(PROGRESS);
      assertEquals(PROGRESS, RunningState.read(folder).orElseThrow().progress());
      assertTrue(Files.exists(RunningState.file(folder)));
    }
    assertFalse(Files.exists(RunningState.file(folder)));
  }
}
