package org.prefbench.preference.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.preference.Label;
import org.prefbench.preference.numpy.NpyReader;
import org.prefbench.preference.numpy.NumpyArray;
import org.prefbench.preference.numpy.PickleReader;

/** What the formats that hold arrays have in common. */
final class NumpyFiles {
  private NumpyFiles() {}

  /** Returns the only visible file of a folder whose name begins with a word, if there is one. */
  static Optional<Path> named(Path folder, String word) {
    List<Path> found = files(folder).stream().filter(file -> name(file).startsWith(word)).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  static String name(Path file) {
    return file.getFileName().toString();
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new InvalidInputException(folder + ": cannot be read: " + FileErrors.reason(e), e);
    }
  }

  /** Returns a list of numbers, pickled or as {@code .npy}. */
  static NumpyArray list(Path file) {
    NumpyArray array = name(file).endsWith(".npy") ? NpyReader.read(file) : PickleReader.read(file);
    Checks.require(
        array.axes() == 1, "%s: must be a list of numbers, has %d axes", file, array.axes());
    return array;
  }

  /** Returns whole number {@code index} of an array. */
  static long whole(NumpyArray array, int index, String place) {
    double value = array.get(index);
    Checks.require(
        value == Math.rint(value) && Double.isFinite(value),
        "%s: must be a whole number, got %s",
        place,
        value);
    return (long) value;
  }

  /**
   * Returns the label of a number that tells how far the second segment is preferred: 0, 0.5 or 1.
   */
  static Label secondWins(double value, String place) {
    Checks.require(
        value == 0 || value == 0.5 || value == 1,
        "%s: a label must be 0 (first), 1 (second) or 0.5 (tie), got %s",
        place,
        value);
    return value == 0 ? Label.FIRST : value == 1 ? Label.SECOND : Label.TIE;
  }

  /** Returns what is read, or an error that begins with the place. */
  static <T> T located(String place, Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidInputException e) {
      throw new InvalidInputException(place + ": " + e.getMessage(), e);
    }
  }
}
