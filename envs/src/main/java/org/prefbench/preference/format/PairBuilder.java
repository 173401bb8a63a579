package org.prefbench.preference.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.prefbench.core.Checks;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/** Pairs in the making, from rows of a dataset. */
final class PairBuilder {
  private final Path file;
  private final Rows rows;
  private final boolean dropping;
  private final List<PreferencePair> pairs = new ArrayList<>();
  private int dropped;
  private int overlapping;

  /**
   * Starts with no pairs.
   *
   * @param dropping whether a pair with a segment that crosses the end of an episode is left out;
   *     else it is refused
   */
  PairBuilder(Path file, Rows rows, boolean dropping) {
    this.file = file;
    this.rows = rows;
    this.dropping = dropping;
  }

  /** Where a segment lies. */
  record Window(long start, long length) {}

  /**
   * Adds a pair.
   *
   * @param place of the pair in the file, for errors
   */
  void add(String place, Window first, Window second, Label label, String annotator) {
    Checks.require(
        !first.equals(second),
        "%s: compares the rows from %d on with themselves",
        place,
        first.start());
    Optional<Segment> a = segment(place, "first", first);
    Optional<Segment> b = segment(place, "second", second);
    if (a.isEmpty() || b.isEmpty()) {
      dropped++;
      return;
    }
    if (first.start() < second.start() + second.length()
        && second.start() < first.start() + first.length()) {
      overlapping++;
    }
    pairs.add(new PreferencePair(a.get(), b.get(), label, annotator));
  }

  private Optional<Segment> segment(String place, String which, Window window) {
    Optional<Segment> segment =
        NumpyFiles.located(place, () -> rows.window(window.start(), window.length()));
    Checks.require(
        segment.isPresent() || dropping,
        "%s: the %s segment, rows %d to %d, crosses the end of an episode",
        place,
        which,
        window.start(),
        window.start() + window.length() - 1);
    return segment;
  }

  /** Returns the pairs and tells how many are odd. */
  PreferenceDataset build(PreferenceContext context, Map<String, String> provenance) {
    Checks.require(
        !pairs.isEmpty(),
        dropped == 0 ? "%s: holds no pairs" : "%s: all pairs cross the ends of episodes",
        file);
    if (dropped > 0) {
      context
          .notices()
          .accept(
              file
                  + ": "
                  + dropped
                  + " of "
                  + (dropped + pairs.size())
                  + " pairs are left out, because a segment crosses the end of an episode");
    }
    if (overlapping > 0) {
      context.notices().accept(file + ": the two segments of " + overlapping + " pairs overlap");
    }
    Map<String, String> origin = new TreeMap<>(provenance);
    origin.put("pairs-left-out", String.valueOf(dropped));
    origin.put("pairs-overlapping", String.valueOf(overlapping));
    return new PreferenceDataset(rows.environment(), pairs, origin);
  }
}
