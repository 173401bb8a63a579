package org.prefbench.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One kind of dataset file. Service provider interface: one line in {@code META-INF/services}
 * registers it.
 */
public interface DatasetFormat {
  /** Returns the name of the format, such as {@code d4rl}. */
  String id();

  /** Returns what the format is, in one line. */
  String title();

  /** Returns the endings of its file names, such as {@code .hdf5}. */
  List<String> extensions();

  /** Returns whether a dataset of this format is a folder, which {@link #write} fills. */
  default boolean isFolder() {
    return false;
  }

  /** Returns whether {@code path} is of this format, by its name or as a folder by its content. */
  default boolean accepts(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return extensions().stream().anyMatch(name::endsWith);
  }

  /**
   * Opens a file at its first episode.
   *
   * @throws org.prefbench.core.InvalidInputException if the file is not of this format or damaged
   */
  EpisodeReader open(Path file, ReadOptions options);

  /**
   * Writes all episodes into {@code file}, an empty file or folder that is moved into place
   * afterwards; the same episodes give the same bytes.
   */
  void write(Path file, EpisodeSource episodes) throws IOException;
}
