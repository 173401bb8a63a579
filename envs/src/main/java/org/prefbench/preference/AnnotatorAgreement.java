package org.prefbench.preference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far annotators agree on the pairs that several of them labelled. The labels first, second and
 * tie are three categories without order; a skip is no label. Two pairs are one if they have the
 * same two segments, in either order: labels are turned to the order in which the pair appears
 * first, for chance depends on it. Of several labels that one annotator gave to a pair the first
 * counts.
 *
 * @param shared pairs with labels of two annotators or more
 * @param cohen Cohen's kappa of every two annotators (Cohen 1960): (p_o - p_e) / (1 - p_e) over the
 *     pairs that both labelled, where p_e is what their own shares of labels would give by chance
 * @param fleiss Fleiss' kappa (Fleiss 1971) over the pairs that all annotators labelled; NaN if
 *     there is none
 * @param krippendorff Krippendorff's alpha for nominal data (Krippendorff 2011) over all shared
 *     pairs, whoever labelled them; NaN if there is none
 */
public record AnnotatorAgreement(
    int shared, List<Kappa> cohen, double fleiss, double krippendorff) {
  private static final int CATEGORIES = 3; // first, second, tie

  /**
   * The agreement of two annotators.
   *
   * @param pairs how many both labelled
   * @param value Cohen's kappa, NaN if both gave one and the same label throughout
   */
  public record Kappa(String first, String second, int pairs, double value) {}

  /** Copies the list. */
  public AnnotatorAgreement {
    cohen = List.copyOf(cohen);
  }

  /** Returns the agreement on some pairs. */
  public static AnnotatorAgreement of(List<PreferencePair> pairs) {
    Map<String, Map<String, Integer>> labels = new LinkedHashMap<>(); // by pair and annotator
    Map<String, String> firsts = new HashMap<>(); // the first segment of a pair where it appears
    Set<String> annotators = new LinkedHashSet<>();
    for (PreferencePair pair : pairs) {
      String first = LabelAudit.fingerprint(pair.first());
      String second = LabelAudit.fingerprint(pair.second());
      String key = first.compareTo(second) <= 0 ? first + second : second + first;
      firsts.putIfAbsent(key, first);
      Label label = firsts.get(key).equals(first) ? pair.label() : pair.label().exchanged();
      if (label != Label.SKIP) {
        annotators.add(pair.annotator());
        labels
            .computeIfAbsent(key, any -> new TreeMap<>())
            .putIfAbsent(pair.annotator(), label.ordinal());
      }
    }
    List<Map<String, Integer>> shared =
        labels.values().stream().filter(given -> given.size() > 1).toList();
    List<String> names = List.copyOf(annotators);
    List<Kappa> kappas = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1; j < names.size(); j++) {
        kappas.add(cohen(names.get(i), names.get(j), shared));
      }
    }
    kappas.removeIf(kappa -> kappa.pairs() == 0);
    return new AnnotatorAgreement(
        shared.size(), kappas, fleiss(names.size(), shared), krippendorff(shared));
  }

  private static Kappa cohen(String first, String second, List<Map<String, Integer>> items) {
    double[] own = new double[CATEGORIES];
    double[] others = new double[CATEGORIES];
    int count = 0;
    int equal = 0;
    for (Map<String, Integer> item : items) {
      if (item.containsKey(first) && item.containsKey(second)) {
        int a = item.get(first);
        int b = item.get(second);
        own[a]++;
        others[b]++;
        count++;
        equal += a == b ? 1 : 0;
      }
    }
    double expected = 0;
    for (int c = 0; c < CATEGORIES; c++) {
      expected += own[c] / count * (others[c] / count);
    }
    return new Kappa(first, second, count, chanceCorrected(equal / (double) count, expected));
  }

  private static double fleiss(int annotators, List<Map<String, Integer>> items) {
    double[] shares = new double[CATEGORIES];
    double agreement = 0;
    int count = 0;
    for (Map<String, Integer> item : items) {
      if (item.size() == annotators) {
        double[] counts = counts(item);
        double squares = 0;
        for (int c = 0; c < CATEGORIES; c++) {
          squares += counts[c] * counts[c];
          shares[c] += counts[c];
        }
        agreement += (squares - annotators) / (annotators * (annotators - 1.0));
        count++;
      }
    }
    double expected = 0;
    double all = (double) count * annotators;
    for (double share : shares) {
      expected += share / all * (share / all);
    }
    return count == 0 ? Double.NaN : chanceCorrected(agreement / count, expected);
  }

  private static double chanceCorrected(double observed, double expected) {
    return expected == 1 ? Double.NaN : (observed - expected) / (1 - expected);
  }

  /** Returns 1 - D_o / D_e from the coincidences of unequal labels. */
  private static double krippendorff(List<Map<String, Integer>> items) {
    double[] totals = new double[CATEGORIES];
    double unequal = 0;
    for (Map<String, Integer> item : items) {
      double[] counts = counts(item);
      for (int c = 0; c < CATEGORIES; c++) {
        totals[c] += counts[c];
        unequal += counts[c] * (item.size() - counts[c]) / (item.size() - 1);
      }
    }
    double values = totals[0] + totals[1] + totals[2];
    double expected = 0;
    for (double total : totals) {
      expected += total * (values - total);
    }
    return expected == 0 ? Double.NaN : 1 - (values - 1) * unequal / expected;
  }

  private static double[] counts(Map<String, Integer> item) {
    double[] counts = new double[CATEGORIES];
    item.values().forEach(label -> counts[label]++);
    return counts;
  }
}
