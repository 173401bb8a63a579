package org.prefbench.dataset.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.prefbench.core.BoundedText;
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
  private static final Pattern WHOLE = Pattern.compile("([+-]?[0-9]{1,18})(\\.0*)?");

  private static final int MOST_SHOWN = 60; // characters of a wrong cell

  /** An empty cell, and how data frames write one. */
  private static final Set<String> EMPTY = Set.of("", "NA", "NaN", "nan", "null", "None");

  private final Path path;
  private final ReadOptions options;
  private final BoundedText text;
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
    this.options = options;
    try {
      text = BoundedText.of(input);
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
              .parse(text);
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          path + ": not a readable CSV file (" + CsvFormat.reason(e) + ")", e);
    }
    names = parser.getHeaderNames();
    Checks.require(!names.isEmpty(), "%s: has no line with the names of the columns", path);
    for (String separator : List.of(";", "\t")) {
      Checks.require(
          names.size() > 1 || !names.get(0).contains(separator),
          "%s: cells must be separated by commas, got '%s'",
          path,
          separator.equals(";") ? ";" : "tab");
    }
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
    Checks.require(ahead.isPresent(), "%s: holds no episodes", path);
  }

  private static Optional<String> environment(List<String> comments) {
    return comments.stream()
        .filter(line -> line.startsWith(CsvWriter.ENVIRONMENT))
        .map(line -> value(line, CsvWriter.ENVIRONMENT))
        .findFirst();
  }

  /** Returns what follows a prefix; spreadsheets fill rows up with commas. */
  private static String value(String line, String prefix) {
    return line.substring(prefix.length()).replaceAll(",+$", "").strip();
  }

  private Map<String, String> provenance(List<String> comments) {
    Map<String, String> provenance = new TreeMap<>();
    for (String line : comments) {
      int colon = line.indexOf(':');
      if (line.startsWith(CsvWriter.PROVENANCE) && colon > 0) {
        String key = line.substring(CsvWriter.PROVENANCE.length(), colon).strip();
        String value = line.substring(colon + 1).strip();
        if (DatasetHeader.isProvenance(key, value)) {
          provenance.put(key, value);
        }
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
      // a step has flags, whatever stands in its other cells
      if (isEmpty(row, columns.actions()[0]) && isEmpty(row, columns.terminated())) {
        require(
            episode.length() > 0,
            row,
            columns.actions()[0],
            "is empty in the episode's first step");
        for (int j = 0; j < row.size(); j++) {
          boolean given =
              j == columns.episode()
                  || j == columns.step()
                  || names.get(j).isEmpty()
                  || isObservation(j);
          require(
              given || isEmpty(row, j), row, j, "must be empty in the row of the last observation");
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

  private static boolean isEmpty(CSVRecord row, int column) {
    return EMPTY.contains(row.get(column));
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
        text.rowEnded();
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
          path + ", line " + parser.getCurrentLineNumber() + ": " + CsvFormat.reason(e), e);
    }
    Checks.require(
        !ours || declaredContentHash().isPresent(),
        "%s: truncated after line %d, the last line '# %s...' is missing",
        path,
        parser.getCurrentLineNumber(),
        CsvWriter.CONTENT_HASH);
    return Optional.empty();
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
            + shown(row.get(column))
            + " "
            + rule);
  }

  private static String shown(String cell) {
    return cell.isEmpty()
        ? "an empty cell"
        : cell.length() <= MOST_SHOWN
            ? "'" + cell + "'"
            : "'" + cell.substring(0, MOST_SHOWN) + "..'";
  }

  /** Returns a whole number; data frames may write {@code 3.0} for 3. */
  private long integer(CSVRecord row, int column) {
    String cell = row.get(column);
    Matcher matcher = WHOLE.matcher(cell);
    if (!matcher.matches()) {
      throw error(row, column, "is not a whole number of at most 18 digits");
    }
    return Long.parseLong(matcher.group(1));
  }

  private float number(CSVRecord row, int column) {
    String cell = row.get(column);
    if (!isDecimal(cell)) {
      return (float) notFinite(row, column);
    }
    float value = Float.parseFloat(cell);
    require(Float.isFinite(value), row, column, "is beyond 32-bit floats");
    return value;
  }

  private double exact(CSVRecord row, int column) {
    String cell = row.get(column);
    if (!isDecimal(cell)) {
      return notFinite(row, column);
    }
    double value = Double.parseDouble(cell);
    require(Double.isFinite(value), row, column, "is beyond 64-bit floats");
    return value;
  }

  /** Returns whether a cell is a decimal number: Java reads suffixes and hexadecimal digits too. */
  private static boolean isDecimal(String cell) {
    int at = afterSign(cell, 0);
    int point = afterDigits(cell, at);
    boolean hasPoint = point < cell.length() && cell.charAt(point) == '.';
    int end = hasPoint ? afterDigits(cell, point + 1) : point;
    boolean hasDigits = end - at > (hasPoint ? 1 : 0);
    if (end < cell.length() && (cell.charAt(end) | 32) == 'e') {
      int exponent = afterSign(cell, end + 1);
      end = afterDigits(cell, exponent);
      hasDigits &= end > exponent;
    }
    return hasDigits && end == cell.length();
  }

  private static int afterSign(String cell, int at) {
    boolean sign = at < cell.length() && (cell.charAt(at) == '-' || cell.charAt(at) == '+');
    return sign ? at + 1 : at;
  }

  private static int afterDigits(String cell, int from) {
    int at = from;
    while (at < cell.length() && cell.charAt(at) >= '0' && cell.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private double notFinite(CSVRecord row, int column) {
    String cell = row.get(column);
    double value =
        switch (cell.toLowerCase(Locale.ROOT)) {
          case "nan", "-nan" -> Double.NaN;
          case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
          case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
          default -> throw error(row, column, "is not a number");
        };
    boolean hidden = options.hiddenRewards() && column == columns.reward() && Double.isNaN(value);
    require(
        hidden || options.checking(),
        row,
        column,
        "is not a finite number (episode "
            + previousEpisode
            + ", step "
            + row.get(columns.step())
            + ")");
    return value;
  }

  private boolean flag(CSVRecord row, int column) {
    return switch (row.get(column).toLowerCase(Locale.ROOT)) {
      case "0", "0.0", "false" -> false;
      case "1", "1.0", "true" -> true;
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
                    .map(line -> value(line, CsvWriter.CONTENT_HASH))
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
