package org.prefbench.preference;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;

/**
 * Labelled pairs on disk: a folder with two files, which anybody can write.
 *
 * <table>
 *   <caption>Files</caption>
 *   <tr><td>{@code segments.csv.gz}</td><td>the segments as the episodes of a trajectory dataset
 *   (see {@link Datasets}); its provenance is the pairs' provenance. {@code segments.csv} is read
 *   too.</td></tr>
 *   <tr><td>{@code pairs.csv}</td><td>a line per pair with the columns {@code first} and {@code
 *   second}, numbers of episodes in the segments file counted from 0, {@code label}, one of first,
 *   second, tie and skip, and {@code annotator}</td></tr>
 * </table>
 */
public final class PreferenceFiles {
  private static final List<String> COLUMNS = List.of("first", "second", "label", "annotator");
  private static final List<String> LABELS =
      Arrays.stream(Label.values()).map(Parameters::word).toList();

  private PreferenceFiles() {}

  /**
   * Writes pairs into a folder, which is made if it is missing; the pairs file comes last, so a
   * folder without it is not a preference set.
   */
  public static void write(Path folder, PreferenceDataset preferences) {
    List<Segment> segments = new ArrayList<>();
    StringBuilder lines = new StringBuilder(String.join(",", COLUMNS)).append('\n');
    for (PreferencePair pair : preferences.pairs()) {
      int at = segments.size();
      segments.add(pair.first());
      segments.add(pair.second());
      lines
          .append(at)
          .append(',')
          .append(at + 1)
          .append(',')
          .append(Parameters.word(pair.label()))
          .append(',')
          .append(CSVFormat.DEFAULT.format(pair.annotator()))
          .append('\n');
    }
    Datasets.write(
        folder.resolve("segments.csv.gz"),
        new TrajectoryDataset(preferences.environment(), segments, preferences.provenance()));
    AtomicFiles.write(folder.resolve("pairs.csv"), lines.toString());
  }

  /**
   * Reads pairs from a folder.
   *
   * @throws InvalidInputException if a file is missing or a line breaks the schema; names file and
   *     line
   */
  public static PreferenceDataset read(Path folder) {
    Path pairsFile = folder.resolve("pairs.csv");
    Checks.require(Files.isRegularFile(pairsFile), "%s: no such file", pairsFile);
    Path plain = folder.resolve("segments.csv");
    TrajectoryDataset segments =
        Datasets.read(Files.isRegularFile(plain) ? plain : folder.resolve("segments.csv.gz"));
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    List<PreferencePair> pairs = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(pairsFile, StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.parse(reader, format)) {
      for (String column : COLUMNS) {
        Checks.require(
            parser.getHeaderNames().contains(column),
            "%s: column '%s' is missing (found: %s)",
            pairsFile,
            column,
            String.join(", ", parser.getHeaderNames()));
      }
      for (CSVRecord line : parser) {
        String place = pairsFile + ": line " + parser.getCurrentLineNumber();
        Checks.require(
            line.isConsistent(), "%s has %d columns, not %d", place, line.size(), COLUMNS.size());
        pairs.add(
            new PreferencePair(
                segment(segments, line, "first", place),
                segment(segments, line, "second", place),
                label(line.get("label"), place),
                line.get("annotator")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(pairsFile + ": " + e.getMessage(), e);
    }
    Checks.require(!pairs.isEmpty(), "%s: holds no pairs", pairsFile);
    return new PreferenceDataset(segments.environment(), pairs, segments.provenance());
  }

  private static Segment segment(
      TrajectoryDataset segments, CSVRecord line, String column, String place) {
    String text = line.get(column);
    int last = segments.episodes().size() - 1;
    try {
      int number = Integer.parseInt(text);
      Checks.require(
          number >= 0 && number <= last,
          "%s, column %s: no episode %d (0 to %d)",
          place,
          column,
          number,
          last);
      return segments.episodes().get(number);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          place + ", column " + column + " must be the number of an episode, got '" + text + "'",
          e);
    }
  }

  private static Label label(String text, String place) {
    int index = LABELS.indexOf(text);
    if (index < 0) {
      throw new InvalidInputException(
          place + ": " + Checks.unknown("label", text, LABELS).getMessage());
    }
    return Label.values()[index];
  }
}
