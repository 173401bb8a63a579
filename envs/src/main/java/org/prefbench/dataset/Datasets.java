package org.prefbench.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Services;

/** Dataset files, in the format that their ending says. */
public final class Datasets {
  private Datasets() {}

  /** Returns the registered formats. */
  public static Services<DatasetFormat> formats() {
    return new Services<>("dataset format", DatasetFormat.class, DatasetFormat::id);
  }

  /**
   * Returns the format of a file by its ending, or of a folder by what it holds.
   *
   * @throws org.prefbench.core.InvalidInputException if no format accepts it
   */
  public static DatasetFormat format(Path file) {
    List<String> endings = new ArrayList<>();
    for (DatasetFormat format : formats().all()) {
      if (format.accepts(file)) {
        return format;
      }
      endings.addAll(format.extensions());
    }
    Checks.require(
        false,
        "%s: file name must end in one of %s",
        file,
        String.join(", ", endings.stream().sorted().toList()));
    throw new AssertionError();
  }

  /**
   * Returns a reader of a file's episodes; the caller closes it. Unless the options say that the
   * file is checked, the reader refuses numbers that are not finite and, at the end, a content hash
   * other than the one that the file's writer stored.
   */
  public static EpisodeReader open(Path file, ReadOptions options) {
    Checks.require(Files.exists(file), "%s: no such file", file);
    Checks.require(Files.isReadable(file), "%s: no permission to read", file);
    DatasetFormat format = format(file);
    Checks.require(
        format.isFolder() ? Files.isDirectory(file) : Files.isRegularFile(file),
        "%s: not a %s",
        file,
        format.isFolder() ? "folder" : "regular file");
    EpisodeReader reader = located(file, () -> format.open(file, options));
    return options.checking() ? reader : new CheckedReader(file, reader, options);
  }

  /** Returns what is read, or an error that begins with the file. */
  static <T> T located(Path file, Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidInputException e) {
      throw e.getMessage().startsWith(file.toString())
          ? e
          : new InvalidInputException(file + ": " + e.getMessage(), e);
    }
  }

  /** Returns a reader of a file's episodes; the caller closes it. */
  public static EpisodeReader open(Path file) {
    return open(file, ReadOptions.DEFAULT);
  }

  /** Returns a file as a source of episodes. */
  public static EpisodeSource source(Path file, ReadOptions options) {
    return () -> open(file, options);
  }

  /** Returns a file's content as a whole. */
  public static TrajectoryDataset read(Path file) {
    return read(file, ReadOptions.DEFAULT);
  }

  /** Returns a file's content as a whole. */
  public static TrajectoryDataset read(Path file, ReadOptions options) {
    try (EpisodeReader reader = open(file, options)) {
      List<Segment> episodes = new ArrayList<>();
      reader.forEachRemaining(episodes::add);
      Checks.require(!episodes.isEmpty(), "%s: holds no episodes", file);
      DatasetHeader header = reader.header();
      return new TrajectoryDataset(
          header.environment(), header.stateFields(), episodes, header.provenance());
    }
  }

  /**
   * Writes episodes to a file, which is there whole or not at all; a {@link TrajectoryDataset} is a
   * source.
   *
   * @throws java.io.UncheckedIOException if the folder cannot be written to
   */
  public static void write(Path file, EpisodeSource episodes) {
    DatasetFormat format = format(file);
    if (format.isFolder()) {
      AtomicFiles.writeFolder(file, temporary -> format.write(temporary, episodes));
    } else {
      AtomicFiles.writeFile(file, temporary -> format.write(temporary, episodes));
    }
  }

  /**
   * Reads one file and writes its episodes to another, holding one episode at a time.
   *
   * @throws InvalidInputException with the source's name, if the target's format cannot hold it too
   */
  public static void convert(Path source, Path target, ReadOptions options) {
    try {
      write(target, source(source, options));
    } catch (InvalidInputException e) {
      boolean named = Stream.of(source, target).anyMatch(f -> e.getMessage().startsWith(f + ":"));
      throw named ? e : new InvalidInputException(source + ": " + e.getMessage(), e);
    }
  }
}
