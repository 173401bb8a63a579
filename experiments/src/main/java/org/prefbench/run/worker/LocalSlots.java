package org.prefbench.run.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.run.worker.WorkerProcess.Answer;

/**
 * Worker processes on this machine, which write into the folder of the results themselves. A job
 * whose process dies, or cannot be started, is tried once more in a new process; then it has
 * failed.
 */
public final class LocalSlots implements SlotFactory {
  /** The name of this kind of slots. */
  public static final String ID = "local";

  private static final int ATTEMPTS = 2;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Slots open(Request request) {
    Checks.require(request.options().isEmpty(), "%s has no options, got %s", ID, request.options());
    Folders folders = request.folders();
    try {
      Files.createDirectories(folders.logs());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write to " + folders.logs() + ": " + FileErrors.reason(e), e);
    }
    List<String> command = new ArrayList<>(request.command());
    command.add(folders.output().toString());
    command.add(folders.cache().toString());
    command.add(request.keep());
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < request.jobs(); i++) {
      slots.add(new LocalSlot(command, folders.logs().resolve("worker-" + i + ".log")));
    }
    return new Slots(slots, () -> {});
  }

  /** One worker process at a time. */
  private static final class LocalSlot implements Slot {
    private final List<String> command;
    private final Path log;
    private volatile Optional<WorkerProcess> process = Optional.empty();
    private volatile boolean ending;

    LocalSlot(List<String> command, Path log) {
      this.command = command;
      this.log = log;
    }

    @Override
    public Outcome execute(Job job, Listener listener) throws InterruptedException {
      listener.begun().accept("");
      Answer answer = new Answer.Died("");
      for (int i = 0; i < ATTEMPTS && !ending && answer instanceof Answer.Died; i++) {
        answer = attempt(job, listener);
        if (answer instanceof Answer.Died) {
          process = Optional.empty();
        }
      }
      if (answer instanceof Answer.Done) {
        return new Outcome.Done();
      }
      return new Outcome.Failed(
          answer instanceof Answer.Failed failure
              ? failure.message()
              : ATTEMPTS + " times the worker process " + ((Answer.Died) answer).what());
    }

    private Answer attempt(Job job, Listener listener) throws InterruptedException {
      if (process.isEmpty()) {
        try {
          WorkerProcess started = new WorkerProcess(command, log);
          process = Optional.of(started);
          if (ending) {
            started.kill(); // the end came between the check and the start
          }
        } catch (IOException e) {
          return new Answer.Died("could not be started: " + FileErrors.reason(e));
        }
      }
      return process.get().execute(job, listener.progress(), listener.notes());
    }

    @Override
    public void kill() {
      ending = true;
      process.ifPresent(WorkerProcess::kill);
    }

    @Override
    public void close() {
      process.ifPresent(WorkerProcess::close);
    }
  }
}
