package org.prefbench.preference.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.numpy.NpyWriter;

/** Writes labelled pairs for other programs: as rows of a dataset, or as an archive of arrays. */
public final class PreferenceExport {
  private PreferenceExport() {}

  /**
   * Writes pairs in the format of {@link RowsFormat} or, with arrays for the first and the second
   * segments, of {@link NpzFormat}, by the ending of the file.
   *
   * @param segments where the segments go, as the episodes of a dataset whose rows the lines point
   *     at; for {@code .csv} and {@code .jsonl} and only there
   * @return the number of pairs that the format cannot hold: those skipped, of {@code .npz}
   * @throws InvalidInputException if the ending is unknown or {@code segments} is missing or of no
   *     use
   */
  public static int write(Path target, PreferenceDataset preferences, Optional<Path> segments) {
    check(target, segments);
    String name = NumpyFiles.name(target);
    if (name.endsWith(".npz")) {
      return writeArrays(target, preferences);
    }
    writeRows(target, preferences, name.endsWith(".csv"), segments.orElseThrow());
    return 0;
  }

  /**
   * Refuses what {@link #write} refuses of its names.
   *
   * @throws InvalidInputException as there
   */
  public static void check(Path target, Optional<Path> segments) {
    String name = NumpyFiles.name(target);
    boolean arrays = name.endsWith(".npz");
    Checks.require(
        arrays || name.endsWith(".csv") || name.endsWith(".jsonl"),
        "%s: file name must end in one of .csv, .jsonl, .npz",
        target);
    Checks.require(
        arrays != segments.isPresent(),
        arrays
            ? "%s: holds the segments itself, so a file for them is of no use"
            : "%s: points at rows, so the segments need a dataset file of their own",
        target);
  }

  private static void writeRows(
      Path target, PreferenceDataset preferences, boolean csv, Path segments) {
    List<Segment> episodes = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    if (csv) {
      lines.append("first,second,length,second-length,label,annotator\n");
    }
    long row = 0;
    for (PreferencePair pair : preferences.pairs()) {
      long second = row + pair.first().length();
      String label = Parameters.word(pair.label());
      if (csv) {
        lines.append(row + "," + second + "," + pair.first().length());
        lines.append("," + pair.second().length() + "," + label + ",");
        lines.append(CSVFormat.DEFAULT.format(pair.annotator())).append('\n');
      } else {
        Checks.require(
            pair.annotator().chars().noneMatch(c -> c == '"' || c == '\\' || c < ' '),
            "%s: the annotator '%s' has a letter that is not written",
            target,
            pair.annotator());
        lines.append("{\"first\": " + row + ", \"second\": " + second);
        lines.append(", \"length\": " + pair.first().length());
        lines.append(", \"second-length\": " + pair.second().length());
        lines.append(", \"label\": \"" + label + "\", \"annotator\": \"");
        lines.append(pair.annotator()).append("\"}\n");
      }
      episodes.addAll(List.of(pair.first(), pair.second()));
      row = second + pair.second().length();
    }
    Datasets.write(
        segments,
        new TrajectoryDataset(preferences.environment(), episodes, preferences.provenance()));
    AtomicFiles.write(target, lines.toString());
  }

  private static int writeArrays(Path target, PreferenceDataset preferences) {
    List<PreferencePair> pairs =
        preferences.pairs().stream().filter(pair -> pair.label() != Label.SKIP).toList();
    Checks.require(
        !pairs.isEmpty(), "%s: all pairs are skipped, so there is none to write", target);
    Map<String, NpyWriter.Floats> arrays = new LinkedHashMap<>();
    int steps = pairs.stream().mapToInt(PreferencePair::length).max().orElseThrow();
    put(arrays, "_1", pairs.stream().map(PreferencePair::first).toList(), steps);
    put(arrays, "_2", pairs.stream().map(PreferencePair::second).toList(), steps);
    float[] labels = new float[pairs.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (float) (1 - pairs.get(i).label().probabilityFirst());
    }
    arrays.put("label", new NpyWriter.Floats(new int[] {labels.length}, labels));
    AtomicFiles.write(target, output -> NpyWriter.writeArchive(output, arrays));
    return preferences.pairs().size() - pairs.size();
  }

  /** Puts segments, padded with zeros; their lengths only if one ends early. */
  private static void put(
      Map<String, NpyWriter.Floats> arrays, String ending, List<Segment> segments, int steps) {
    arrays.put("obs" + ending, stacked(segments, steps, Segment::observations));
    arrays.put("action" + ending, stacked(segments, steps, Segment::actions));
    if (segments.stream().noneMatch(segment -> Double.isNaN(segment.sumOfRewards()))) {
      float[] rewards = stacked(segments, steps, Segment::rewards).values();
      arrays.put(
          "reward" + ending, new NpyWriter.Floats(new int[] {segments.size(), steps}, rewards));
    }
    if (segments.stream().anyMatch(segment -> segment.length() < steps)) {
      float[] lengths = new float[segments.size()];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = segments.get(i).length();
      }
      arrays.put("length" + ending, new NpyWriter.Floats(new int[] {lengths.length}, lengths));
    }
  }

  private static NpyWriter.Floats stacked(
      List<Segment> segments, int steps, Function<Segment, FloatMatrix> part) {
    int columns = part.apply(segments.get(0)).columns();
    float[] values = new float[Math.multiplyExact(segments.size() * steps, columns)];
    for (int i = 0; i < segments.size(); i++) {
      float[] own = part.apply(segments.get(i)).values();
      System.arraycopy(own, 0, values, i * steps * columns, segments.get(i).length() * columns);
    }
    return new NpyWriter.Floats(new int[] {segments.size(), steps, columns}, values);
  }
}
