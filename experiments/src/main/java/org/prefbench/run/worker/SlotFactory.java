package org.prefbench.run.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.prefbench.core.Checks;
import org.prefbench.study.Study;

/**
 * A kind of slots, called an engine where it is typed: {@link LocalSlots}, or one of a plug-in,
 * which {@link java.util.ServiceLoader} finds.
 */
public interface SlotFactory {
  /** Returns its name, such as {@code local}. */
  String id();

  /**
   * Opens slots.
   *
   * @throws org.prefbench.core.InvalidInputException if an option is unknown or wrong, or what the
   *     slots need cannot be had
   */
  Slots open(Request request);

  /** Slots that were opened together; {@code end} ends what they share, after all of them. */
  record Slots(List<Slot> slots, Runnable end) {
    /** Copies the list. */
    public Slots {
      Checks.require(!slots.isEmpty(), "there must be at least one slot");
      slots = List.copyOf(slots);
    }
  }

  /**
   * What slots are opened for.
   *
   * @param study the study
   * @param jobs how many jobs run at once, at most
   * @param command starts a worker process on this machine, see {@link WorkerProcess#command}; its
   *     arguments are still missing: folder of results, folder of the cache, {@code keep}
   * @param folders where a run on this machine leaves its files
   * @param keep which trained policies stay
   * @param receiver takes what was made elsewhere
   * @param notes hears what the user should know
   * @param options what was typed for this kind of slots
   */
  record Request(
      Study study,
      int jobs,
      List<String> command,
      Folders folders,
      String keep,
      Receiver receiver,
      Consumer<String> notes,
      Map<String, String> options) {
    /** Copies the list and the map. */
    public Request {
      command = List.copyOf(command);
      options = Map.copyOf(options);
    }
  }

  /**
   * The folders of a run.
   *
   * @param output the results
   * @param cache what trials share
   * @param logs what workers say
   */
  record Folders(Path output, Path cache, Path logs) {
    /** Makes the paths whole, so that they hold in any working directory. */
    public Folders {
      output = output.toAbsolutePath().normalize();
      cache = cache.toAbsolutePath().normalize();
      logs = logs.toAbsolutePath().normalize();
    }
  }

  /** Takes the files that a job made on another machine. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Keeps the files, or says why not. Thread-safe.
     *
     * @param files by their path within the folder of the results, with slashes
     * @param host the machine that made them
     */
    Slot.Outcome receive(Job job, Map<String, byte[]> files, String host);
  }
}
