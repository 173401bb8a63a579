package org.prefbench.dataset.format;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.DatasetFormat;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.EpisodeSource;
import org.prefbench.dataset.ReadOptions;

/**
 * Trajectories as text, UTF-8, comma-separated, one row per step.
 *
 * <pre>
 * # prefbench trajectories 1                   in our files; then a last line must follow
 * # environment: pendulum-v1
 * # provenance seed: 1                         any number of such lines
 * episode                                      whole number, increasing
 * step                                         from 0, by 1
 * observation_0, observation_1, ...            before the action, 32-bit floats
 * action_0, ...                                32-bit floats
 * reward                                       32-bit float
 * terminated                                   1 if the task ended in this step, else 0
 * truncated                                    1 if time was up after this step, else 0
 * action_log_probability                       optional, nats
 * state_(field)_0, ...                         optional, simulator state before the action, doubles
 * # content hash: 64 hexadecimal digits        last line of our files
 * </pre>
 *
 * A byte order mark, flags as {@code 0.0} and {@code 1.0}, a first column without a name, and
 * {@code NA} for an empty cell are read: data frames and spreadsheets write them. A number is
 * decimal and finite. Every episode ends in one more row that holds its last observation: the step
 * after the last, with the cells after the observation empty. An episode whose last step has
 * neither mark was cut. Order of columns is free. Numbers have as many digits as bring back the
 * same bits.
 */
public final class CsvFormat implements DatasetFormat {
  /** The same text, compressed by gzip. */
  public static final class Gzip implements DatasetFormat {
    @Override
    public String id() {
      return "csv-gzip";
    }

    @Override
    public String title() {
      return "CSV compressed by gzip";
    }

    @Override
    public List<String> extensions() {
      return List.of(".csv.gz");
    }

    @Override
    public EpisodeReader open(Path file, ReadOptions options) {
      return CsvFormat.open(
          file,
          options,
          input ->
              new Unpacking.Bounded(
                  new GZIPInputStream(new BufferedInputStream(input), 1 << 16), Files.size(file)));
    }

    @Override
    public void write(Path file, EpisodeSource episodes) throws IOException {
      try (OutputStream output =
          new GZIPOutputStream(
              new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), 1 << 16)) {
        CsvWriter.write(output, episodes);
      }
    }
  }

  @Override
  public String id() {
    return "csv";
  }

  @Override
  public String title() {
    return "CSV, one row per step";
  }

  @Override
  public List<String> extensions() {
    return List.of(".csv");
  }

  @Override
  public EpisodeReader open(Path file, ReadOptions options) {
    return open(file, options, input -> new BufferedInputStream(input, 1 << 16));
  }

  @Override
  public void write(Path file, EpisodeSource episodes) throws IOException {
    try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      CsvWriter.write(output, episodes);
    }
  }

  /** Puts a filter before a stream. */
  private interface Filter {
    InputStream apply(InputStream input) throws IOException;
  }

  /** Returns why text cannot be read, without the name of a class. */
  static String reason(Exception e) {
    Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    if (cause instanceof CharacterCodingException) {
      return "bytes that are no UTF-8";
    }
    if (cause instanceof EOFException) {
      return "cut short";
    }
    if (cause.getMessage() == null || !(cause instanceof IOException)) {
      return "rows that are not separated values";
    }
    return cause.getMessage().lines().findFirst().orElse("no details");
  }

  private static EpisodeReader open(Path file, ReadOptions options, Filter filter) {
    try {
      InputStream input = Files.newInputStream(file);
      try {
        return new CsvReader(file, filter.apply(input), options);
      } catch (IOException | InvalidInputException e) {
        input.close();
        throw e;
      }
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + reason(e) + ")", e);
    }
  }
}
