package org.prefbench.dataset.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.End;
import org.prefbench.dataset.EpisodeBuilder;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.Segment;

/** Reads a CSV file of trajectories row by row. */
final class CsvReader implements EpisodeReader {
  private final Path path;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final boolean ours;
  private final List<String> names;
  private final CsvColumns columns;
  private final DatasetHeader header;
  private final EpisodeBuilder episode;
  private final float[] observation;
  private final float[] action;
  private final double[] state;
  private Optional<CSVRecord> ahead;
  private long previousEpisode = -1;

  CsvReader(Path path, InputStream input, ReadOptions options) {
    this.path = path;
    try {
      Reader reader =
          new InputStreamReader(
              input,
              StandardCharsets.UTF_8
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .onUnmappableCharacter(CodingErrorAction.REPORT));
      parser =
          CSVFormat.DEFAULT
              .builder()
              .setCommentMarker('#')
              .setHeader()
              .setSkipHeaderRecord(true)
              .setAllowMissingColumnNames(true)
              .setTrim(true)
              .setIgnoreEmptyLines(true)
              .get()
              .parse(reader);
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new InvalidInputException(path + ": not a readable CSV file (" + reason(e) + ")", e);
    }
    names = parser.getHeaderNames();
    Checks.require(!names.isEmpty(), "%s: has no line with the names of the columns", path);
    columns = CsvColumns.of(path.toString(), names);
    List<String> comments =
        Optional.ofNullable(parser.getHeaderComment()).orElse("").lines().toList();
    ours = comments.contains(CsvWriter.TITLE);
    header =
        new DatasetHeader(
            options.environmentOf(
                path,
                environment(comments),
                Optional::empty,
                "a first line such as '# environment: pendulum-v1'"),
            columns.observations().length,
            columns.actions().length,
            columns.stateFields(),
            columns.logProbability() >= 0,
            provenance(comments));
    episode = new EpisodeBuilder(header);
    observation = new float[header.observationSize()];
    action = new float[header.actionSize()];
    state = new double[header.stateSize()];
    records = parser.iterator();
    ahead = record();
  }

  private static Optional<String> environment(List<String> comments) {
    return comments.stream()
        .filter(line -> line.startsWith(CsvWriter.ENVIRONMENT))
        .map(line -> line.substring(CsvWriter.ENVIRONMENT.length()).strip())
        .findFirst();
  }

  private Map<String, String> provenance(List<String> comments) {
    Map<String, String> provenance = new TreeMap<>();
    for (String line : comments) {
      int colon = line.indexOf(':');
      if (line.startsWith(CsvWriter.PROVENANCE) && colon > 0) {
        provenance.put(
            line.substring(CsvWriter.PROVENANCE.length(), colon).strip(),
            line.substring(colon + 1).strip());
      }
    }
    return provenance;
  }

  @Override
  public DatasetHeader header() {
    return header;
  }

  @Override
  public boolean hasNext() {
    return ahead.isPresent();
  }

  @Override
  public Segment next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more episodes in " + path);
    }
    long number = integer(ahead.get(), columns.episode());
    require(
        number > previousEpisode,
        ahead.get(),
        columns.episode(),
        "must exceed " + previousEpisode + ", the episode above");
    previousEpisode = number;
    End end = End.RUNNING;
    while (true) {
      CSVRecord row =
          ahead
              .filter(r -> integer(r, columns.episode()) == number)
              .orElseThrow(() -> withoutLastObservation(number));
      require(
          integer(row, columns.step()) == episode.length(),
          row,
          columns.step(),
          "must be " + episode.length() + ", steps count from 0 in every episode");
      for (int j = 0; j < observation.length; j++) {
        observation[j] = number(row, columns.observations()[j]);
      }
      if (row.get(columns.actions()[0]).isEmpty()) {
        require(
            episode.length() > 0,
            row,
            columns.actions()[0],
            "is empty in the episode's first step");
        for (int j = 0; j < row.size(); j++) {
          boolean given = j == columns.episode() || j == columns.step() || isObservation(j);
          require(
              given || row.get(j).isEmpty(),
              row,
              j,
              "must be empty in the row of the last observation");
        }
        ahead = record();
        return episode.build(observation, 0, end);
      }
      require(
          end == End.RUNNING,
          row,
          columns.step(),
          "goes on after the episode was " + Parameters.word(end));
      end = step(row);
      ahead = record();
    }
  }

  private InvalidInputException withoutLastObservation(long number) {
    return new InvalidInputException(
        path
            + (ahead.isPresent() ? ", line " + parser.getCurrentLineNumber() : "")
            + ": episode "
            + number
            + " has no row with its last observation (step "
            + episode.length()
            + ", action and reward empty)");
  }

  private boolean isObservation(int column) {
    for (int position : columns.observations()) {
      if (position == column) {
        return true;
      }
    }
    return false;
  }

  private End step(CSVRecord row) {
    episode.beginStep();
    episode.observation(observation, 0);
    for (int j = 0; j < action.length; j++) {
      action[j] = number(row, columns.actions()[j]);
    }
    episode.action(action, 0);
    episode.reward(number(row, columns.reward()));
    if (header.actionLogProbabilities()) {
      episode.logProbability(number(row, columns.logProbability()));
    }
    for (int j = 0; j < state.length; j++) {
      state[j] = exact(row, columns.states()[j]);
    }
    episode.state(0, state, 0, state.length);
    boolean terminated = flag(row, columns.terminated());
    boolean truncated = flag(row, columns.truncated());
    require(
        !(terminated && truncated),
        row,
        columns.truncated(),
        "must be 0 where 'terminated' is 1: a task that ended was not cut");
    return terminated ? End.TERMINATED : truncated ? End.TRUNCATED : End.RUNNING;
  }

  private Optional<CSVRecord> record() {
    try {
      if (records.hasNext()) {
        CSVRecord row = records.next();
        Checks.require(
            row.size() == names.size(),
            "%s, line %d: has %d cells, expected %d",
            path,
            parser.getCurrentLineNumber(),
            row.size(),
            names.size());
        return Optional.of(row);
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new InvalidInputException(
          path + ", line " + parser.getCurrentLineNumber() + ": " + reason(e), e);
    }
    Checks.require(
        !ours || declaredContentHash().isPresent(),
        "%s: truncated after line %d, the last line '# %s...' is missing",
        path,
        parser.getCurrentLineNumber(),
        CsvWriter.CONTENT_HASH);
    return Optional.empty();
  }

  private static String reason(Exception e) {
    Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    return String.valueOf(cause).lines().findFirst().orElse("no details");
  }

  private void require(boolean condition, CSVRecord row, int column, String rule) {
    if (!condition) {
      throw error(row, column, rule);
    }
  }

  private InvalidInputException error(CSVRecord row, int column, String rule) {
    return new InvalidInputException(
        path
            + ", line "
            + parser.getCurrentLineNumber()
            + ", column '"
            + names.get(column)
            + "': "
            + (row.get(column).isEmpty() ? "an empty cell" : "'" + row.get(column) + "'")
            + " "
            + rule);
  }

  private long integer(CSVRecord row, int column) {
    try {
      return Long.parseLong(row.get(column));
    } catch (NumberFormatException e) {
      throw error(row, column, "is not a whole number");
    }
  }

  private float number(CSVRecord row, int column) {
    try {
      return Float.parseFloat(row.get(column));
    } catch (NumberFormatException e) {
      throw error(row, column, "is not a number");
    }
  }

  private double exact(CSVRecord row, int column) {
    try {
      return Double.parseDouble(row.get(column));
    } catch (NumberFormatException e) {
      throw error(row, column, "is not a number");
    }
  }

  private boolean flag(CSVRecord row, int column) {
    return switch (row.get(column).toLowerCase(Locale.ROOT)) {
      case "0", "false" -> false;
      case "1", "true" -> true;
      default -> throw error(row, column, "is neither 0 nor 1");
    };
  }

  @Override
  public Optional<String> declaredContentHash() {
    return Optional.ofNullable(parser.getTrailerComment())
        .flatMap(
            text ->
                text.lines()
                    .filter(line -> line.startsWith(CsvWriter.CONTENT_HASH))
                    .map(line -> line.substring(CsvWriter.CONTENT_HASH.length()).strip())
                    .findFirst());
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + path, e);
    }
  }
}
