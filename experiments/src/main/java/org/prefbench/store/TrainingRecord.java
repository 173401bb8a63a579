package org.prefbench.store;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a training of a behaviour policy is: what determines its bytes, and where it was done.
 *
 * @param environment the id of the environment
 * @param algorithm the id of the learner
 * @param seed the root of all random streams
 * @param settings every setting of the learner but the number of steps
 * @param command what was typed when it began
 * @param machine commit, code, JVM, operating system, processor; see {@link Provenance#thisMachine}
 */
public record TrainingRecord(
    String environment,
    String algorithm,
    long seed,
    Map<String, String> settings,
    List<String> command,
    Map<String, String> machine) {
  /** Copies the list and the maps. */
  public TrainingRecord {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    command = command.stream().map(Provenance::portable).toList();
    machine = Collections.unmodifiableMap(new TreeMap<>(machine));
  }

  /** Writes it into a file. */
  public void write(Path file) {
    JsonFile.write(file, this);
  }

  /**
   * Returns what {@link #write} wrote, or nothing if there is no such file.
   *
   * @throws org.prefbench.core.InvalidInputException if the file does not hold it
   */
  public static Optional<TrainingRecord> read(Path file) {
    return JsonFile.read(file, TrainingRecord.class, "training record");
  }
}
