package org.prefbench.preference.format;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.TrajectoryDataset;

/**
 * What a file of labelled pairs does not say itself.
 *
 * @param data the dataset whose rows the labels point at, whole and in the order of its file; read
 *     only if it is wanted
 * @param environment the id of the environment, for files that hold segments and do not name it
 * @param segmentLength steps of every segment, for files that do not tell
 * @param notices hears, in one line, what a reader of the file should know
 */
public record PreferenceContext(
    Optional<Supplier<TrajectoryDataset>> data,
    Optional<String> environment,
    OptionalInt segmentLength,
    Consumer<String> notices) {
  /** Knows nothing. */
  public static final PreferenceContext NONE =
      new PreferenceContext(Optional.empty(), Optional.empty(), OptionalInt.empty(), notice -> {});

  /** Returns the dataset behind the labels of {@code file}. */
  TrajectoryDataset requireData(Path file) {
    return data.orElseThrow(
            () ->
                new InvalidInputException(
                    file
                        + ": points at rows of a dataset, which must be a file that is named beside"
                        + " it"))
        .get();
  }

  /** Returns the environment of the segments of {@code file}. */
  String requireEnvironment(Path file) {
    return environment
        .or(() -> data.map(known -> known.get().environment()))
        .orElseThrow(() -> new InvalidInputException(file + ": names no environment; say which"));
  }
}
