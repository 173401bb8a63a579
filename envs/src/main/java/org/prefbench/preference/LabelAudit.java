package org.prefbench.preference;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Sha256;
import org.prefbench.dataset.Segment;

/**
 * The card of a set of labelled pairs: what its labels say and whether they carry information.
 *
 * <p>A pair is <em>judged</em> if it is decided and its true returns are known and differ. The flip
 * rate is the share of judged pairs whose label contradicts the true return, with Wilson's 95 %
 * score interval (Wilson 1927). Labels carry no information if no pair is decided, if one position
 * wins every decided pair (then the order of a pair gives its label away), or if the interval of
 * the flip rate contains one half (then they agree with the true return no better than coin tosses
 * would; this is no reason against a teacher that looks beyond the segments or judges them by more
 * than their returns, which are then not all that it goes by).
 *
 * @param pairs number of pairs
 * @param firstWins pairs whose first segment was preferred
 * @param secondWins pairs whose second segment was preferred
 * @param ties pairs labelled equal
 * @param skips pairs the teacher declined
 * @param duplicates pairs whose two segments already appeared together, in either order
 * @param judged decided pairs with known, different true returns
 * @param flipped judged pairs whose label contradicts the true return
 * @param flipLow lower end of the flip rate's interval, NaN if no pair is judged
 * @param flipHigh upper end of the flip rate's interval, NaN if no pair is judged
 * @param looksBeyond whether a teacher among those who labelled looks beyond the segments, or
 *     judges them by more than their return ({@link BeyondReturn})
 * @param margins absolute differences of true returns over all pairs with known returns, sorted
 */
public record LabelAudit(
    int pairs,
    int firstWins,
    int secondWins,
    int ties,
    int skips,
    int duplicates,
    int judged,
    int flipped,
    double flipLow,
    double flipHigh,
    boolean looksBeyond,
    List<Double> margins) {
  private static final double Z_95 =
      1.959963984540054; // 97.5 % quantile of the standard normal law

  /** Copies the margins. */
  public LabelAudit {
    margins = List.copyOf(margins);
  }

  /** Returns the card of {@code preferences}. */
  public static LabelAudit of(PreferenceDataset preferences) {
    int[] counts = new int[Label.values().length];
    int duplicates = 0;
    int judged = 0;
    int flipped = 0;
    List<Double> margins = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (PreferencePair pair : preferences.pairs()) {
      counts[pair.label().ordinal()]++;
      String first = fingerprint(pair.first());
      String second = fingerprint(pair.second());
      if (!seen.add(first.compareTo(second) < 0 ? first + second : second + first)) {
        duplicates++;
      }
      double margin = pair.first().sumOfRewards() - pair.second().sumOfRewards();
      if (Double.isNaN(margin)) {
        continue;
      }
      margins.add(Math.abs(margin));
      if (pair.decided() && margin != 0) {
        judged++;
        if (margin > 0 != (pair.label() == Label.FIRST)) {
          flipped++;
        }
      }
    }
    margins.sort(null);
    double[] interval = wilson(flipped, judged);
    return new LabelAudit(
        preferences.pairs().size(),
        counts[Label.FIRST.ordinal()],
        counts[Label.SECOND.ordinal()],
        counts[Label.TIE.ordinal()],
        counts[Label.SKIP.ordinal()],
        duplicates,
        judged,
        flipped,
        interval[0],
        interval[1],
        looksBeyond(preferences),
        margins);
  }

  /** Looks up the kinds of teacher that {@link Annotator#provenance} recorded. */
  private static boolean looksBeyond(PreferenceDataset preferences) {
    Map<String, String> provenance = preferences.provenance();
    return preferences.pairs().stream()
        .map(PreferencePair::annotator)
        .distinct()
        .map(id -> provenance.getOrDefault("annotator." + id, provenance.get("teacher")))
        .filter(Objects::nonNull)
        .anyMatch(
            text ->
                Labelers.registered()
                    .find(text.split("[ ,]")[0])
                    .map(known -> known.looksBeyond() || known instanceof BeyondReturn)
                    .orElse(false));
  }

  /** Returns the card of each annotator's pairs, by id in the order of first appearance. */
  public static Map<String, LabelAudit> byAnnotator(PreferenceDataset preferences) {
    Map<String, List<PreferencePair>> pairs = new LinkedHashMap<>();
    for (PreferencePair pair : preferences.pairs()) {
      pairs.computeIfAbsent(pair.annotator(), id -> new ArrayList<>()).add(pair);
    }
    Map<String, LabelAudit> cards = new LinkedHashMap<>();
    pairs.forEach(
        (id, own) ->
            cards.put(
                id,
                of(
                    new PreferenceDataset(
                        preferences.environment(), own, preferences.provenance()))));
    return cards;
  }

  /** Returns the number of pairs with a preferred and a rejected segment. */
  public int decided() {
    return firstWins + secondWins;
  }

  /**
   * Returns the share of judged pairs whose label agrees with the true return, NaN if none is
   * judged.
   */
  public double agreement() {
    return judged == 0 ? Double.NaN : 1 - flipped / (double) judged;
  }

  /**
   * Returns Wilson's 95 % interval of the share of decided pairs that the first segment wins: where
   * pairs are in random order, one that excludes one half is a bias of the order.
   */
  public double[] firstWinInterval() {
    return wilson(firstWins, decided());
  }

  /**
   * Returns why the labels carry no information, one line per reason; empty if they do carry some.
   */
  public List<String> failures() {
    List<String> failures = new ArrayList<>();
    if (decided() == 0) {
      failures.add(String.format(Locale.ROOT, "none of the %d pairs is decided", pairs));
    } else if (decided() > 1 && (firstWins == 0 || secondWins == 0)) {
      failures.add(
          String.format(
              Locale.ROOT,
              "the %s segment wins all %d decided pairs: the order of a pair gives its label away",
              secondWins == 0 ? "first" : "second",
              decided()));
    }
    if (!looksBeyond && judged > 0 && flipLow <= 0.5 && flipHigh >= 0.5) {
      failures.add(
          String.format(
              Locale.ROOT,
              "labels agree with the true return in %d of %d pairs: no better than chance (flip rate %.3f in [%.3f,"
                  + " %.3f])",
              judged - flipped,
              judged,
              flipped / (double) judged,
              flipLow,
              flipHigh));
    }
    return failures;
  }

  /**
   * Returns the number of margins in each of {@code bins} equal parts of [0, largest margin]; all
   * zeros if no true return is known.
   */
  public int[] marginHistogram(int bins) {
    int[] histogram = new int[bins];
    double largest = margins.isEmpty() ? 0 : margins.get(margins.size() - 1);
    for (double margin : margins) {
      histogram[largest == 0 ? 0 : Math.min(bins - 1, (int) (bins * (margin / largest)))]++;
    }
    return histogram;
  }

  /** Wilson's score interval for {@code hits} of {@code trials} at 95 %. */
  public static double[] wilson(int hits, int trials) {
    if (trials == 0) {
      return new double[] {Double.NaN, Double.NaN};
    }
    double share = hits / (double) trials;
    double z2 = Z_95 * Z_95;
    double center = (share + z2 / (2 * trials)) / (1 + z2 / trials);
    double half =
        Z_95
            / (1 + z2 / trials)
            * Math.sqrt(share * (1 - share) / trials + z2 / (4.0 * trials * trials));
    return new double[] {Math.max(0, center - half), Math.min(1, center + half)};
  }

  /** Returns what tells segments apart: all but their rewards and states. */
  public static String fingerprint(Segment segment) {
    Sha256 hash = new Sha256();
    for (FloatMatrix part : List.of(segment.observations(), segment.actions())) {
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * part.values().length);
      bytes.asFloatBuffer().put(part.values());
      hash.add(bytes.array());
    }
    return hash.add(segment.end().name()).hex();
  }
}
