package org.prefbench.run.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.study.WorkerMain;
import org.prefbench.run.Studies;
import org.prefbench.study.Study;

/** Workers that never come to work: the jobs fail with the cause, and the run ends. */
class WorkerPoolTest {
  private static final Study STUDY =
      Studies.of("[{method: reference}, {method: test-spy}]", Map.of()).study();

  @TempDir private Path folder;

  /** Returns why each job failed. */
  private Map<String, String> run(List<String> command) {
    Map<String, String> failed = new TreeMap<>();
    JobQueue queue = new JobQueue(STUDY, STUDY.trials());
    SlotFactory.Request request =
        new SlotFactory.Request(
            STUDY,
            2,
            command,
            new SlotFactory.Folders(folder, folder, folder.resolve("logs")),
            "NONE",
            (job, files, host) -> new Slot.Outcome.Done(),
            line -> {},
            Map.of());
    new WorkerPool(
            queue,
            new LocalSlots().open(request),
            Job::line,
            (job, reason) -> failed.put(job.line(), reason),
            RunListener.SILENT)
        .run();
    assertEquals(queue.total(), queue.finished());
    return failed;
  }

  private static void assertAllFailed(String reason, Map<String, String> failed) {
    assertEquals(
        List.of("stage 0 0", "stage 0 1", "trial 0", "trial 1", "trial 2", "trial 3"),
        List.copyOf(failed.keySet()));
    failed.forEach((job, text) -> assertTrue(text.contains(reason), text));
  }

  @Test
  void aProgramThatIsNotThere() {
    assertAllFailed(
        "2 times the worker process could not be started: error=2",
        run(List.of(folder.resolve("no-java").toString())));
  }

  @Test
  void javaThatDoesNotStart() {
    List<String> command = WorkerProcess.command(WorkerMain.class, 1, List.of());
    List<String> greedy = new ArrayList<>(command);
    greedy.add(1, "-XX:NoSuchOptionOfJava");
    assertAllFailed(
        "2 times the worker process ended with exit code 1 (Unrecognized VM option"
            + " 'NoSuchOptionOfJava'), see logs/worker-",
        run(greedy));
  }

  @Test
  void aProgramThatIsNoWorker() {
    assertAllFailed("2 times the worker process ended with exit code 0, see", run(List.of("true")));
  }
}
