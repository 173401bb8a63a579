package org.prefbench.preference;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.BoundedText;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.core.Sha256;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;

/**
 * Labelled pairs on disk: a folder with two files, which anybody can write, and a third one that
 * guards them.
 *
 * <table>
 *   <caption>Files</caption>
 *   <tr><td>{@code segments.csv.gz}</td><td>the segments as the episodes of a trajectory dataset
 *   (see {@link Datasets}); its provenance is the pairs' provenance. {@code segments.csv} is read
 *   too.</td></tr>
 *   <tr><td>{@code pairs.csv}</td><td>a line per pair with the columns {@code first} and {@code
 *   second}, numbers of episodes in the segments file counted from 0, {@code label}, one of first,
 *   second, tie and skip, and {@code annotator}</td></tr>
 *   <tr><td>{@code content-hash.txt}</td><td>SHA-256 of the content hash of the segments and of all
 *   pairs in order. It is compared on reading; who changes a label by hand deletes it.</td></tr>
 * </table>
 */
public final class PreferenceFiles {
  private static final List<String> COLUMNS = List.of("first", "second", "label", "annotator");
  private static final List<String> LABELS =
      Arrays.stream(Label.values()).map(Parameters::word).toList();

  private static final String PAIRS = "pairs.csv";
  private static final String SEGMENTS = "segments.csv.gz";
  private static final String HASH = "content-hash.txt";

  /** The files of a folder, as they are written. */
  public static final List<String> NAMES = List.of(SEGMENTS, HASH, PAIRS);

  private PreferenceFiles() {}

  /**
   * Writes pairs into a folder, which is made if it is missing; the pairs file comes last, so a
   * folder without it is not a preference set.
   */
  public static void write(Path folder, PreferenceDataset preferences) {
    List<Segment> segments = new ArrayList<>();
    StringBuilder lines = new StringBuilder(String.join(",", COLUMNS)).append('\n');
    Sha256 hash = new Sha256();
    for (PreferencePair pair : preferences.pairs()) {
      int at = segments.size();
      add(hash, at, at + 1, pair);
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
    TrajectoryDataset written =
        new TrajectoryDataset(preferences.environment(), segments, preferences.provenance());
    Datasets.write(folder.resolve(SEGMENTS), written);
    AtomicFiles.write(folder.resolve(HASH), hash.add(written.contentHash()).hex() + "\n");
    AtomicFiles.write(folder.resolve(PAIRS), lines.toString());
  }

  private static void add(Sha256 hash, int first, int second, PreferencePair pair) {
    hash.add(first + " " + second + " " + pair.label().name()).add(pair.annotator());
  }

  /** Reads pairs from a folder, see {@link #read(Path, Consumer)}. */
  public static PreferenceDataset read(Path folder) {
    return read(folder, notice -> {});
  }

  /**
   * Reads pairs from a folder.
   *
   * @param notices hears that the folder has no content hash
   * @throws InvalidInputException if a file is missing, a line breaks the schema or the content is
   *     not the one that was written; names file and line
   */
  public static PreferenceDataset read(Path folder, Consumer<String> notices) {
    Path pairsFile = folder.resolve(PAIRS);
    Checks.require(Files.isRegularFile(pairsFile), "%s: no such file", pairsFile);
    Path plain = folder.resolve("segments.csv");
    Path segmentsFile = Files.isRegularFile(plain) ? plain : folder.resolve(SEGMENTS);
    TrajectoryDataset segments =
        Datasets.read(segmentsFile, ReadOptions.DEFAULT.withHiddenRewards());
    Sha256 hash = new Sha256();
    List<PreferencePair> pairs = pairs(pairsFile, segments, hash);
    Path hashFile = folder.resolve(HASH);
    if (Files.isRegularFile(hashFile)) {
      String found = hash.add(segments.contentHash()).hex();
      Checks.require(
          found.equals(firstLine(hashFile)),
          "%s: the pairs and %s are not those that were written together: %s does not hold their"
              + " hash, %s",
          pairsFile,
          segmentsFile.getFileName(),
          HASH,
          found);
    } else {
      notices.accept(folder + ": has no " + HASH + ", so that damage to its labels is not seen");
    }
    return new PreferenceDataset(segments.environment(), pairs, segments.provenance());
  }

  private static String firstLine(Path file) {
    try (BoundedText text = BoundedText.of(Files.newInputStream(file));
        BufferedReader lines = new BufferedReader(text)) {
      return String.valueOf(lines.readLine()).strip();
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read as text", e);
    }
  }

  private static List<PreferencePair> pairs(
      Path pairsFile, TrajectoryDataset segments, Sha256 hash) {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setAllowMissingColumnNames(true)
            .get();
    List<PreferencePair> pairs = new ArrayList<>();
    try (BoundedText text = BoundedText.of(Files.newInputStream(pairsFile));
        CSVParser parser = CSVParser.parse(text, format)) {
      for (String column : COLUMNS) {
        Checks.require(
            parser.getHeaderNames().contains(column),
            "%s: column '%s' is missing (found: %s)",
            pairsFile,
            column,
            String.join(", ", parser.getHeaderNames()));
      }
      for (CSVRecord line : parser) {
        text.rowEnded();
        String place = pairsFile + ": line " + parser.getCurrentLineNumber();
        Checks.require(
            line.isConsistent(), "%s has %d columns, not %d", place, line.size(), COLUMNS.size());
        int first = segment(segments, line, "first", place);
        int second = segment(segments, line, "second", place);
        PreferencePair pair =
            new PreferencePair(
                segments.episodes().get(first),
                segments.episodes().get(second),
                label(line.get("label"), place),
                line.get("annotator"));
        add(hash, first, second, pair);
        pairs.add(pair);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidInputException(pairsFile + ": cannot be read as rows of text", e);
    }
    Checks.require(!pairs.isEmpty(), "%s: holds no pairs", pairsFile);
    return pairs;
  }

  private static int segment(
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
      return number;
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
