package org.prefbench.preference;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.prefbench.core.Checks;

/**
 * One of those who label the pairs of a set.
 *
 * @param id the name under which the labels are recorded
 * @param teacher the kind of teacher, such as {@code noisy}
 * @param parameters parameters of the teacher that differ from its defaults, as text
 * @param share the probability that a query is this annotator's, in (0, 1]
 */
public record Annotator(String id, String teacher, Map<String, String> parameters, double share) {
  /** How far the shares of all may be from one, so that a third may be written as 0.333. */
  private static final double TOLERANCE = 2e-3;

  /** Validates the share and copies the map. */
  public Annotator {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    Checks.positive("share", share);
    Checks.between("share", share, 0, 1);
  }

  /** Creates a teacher who labels all pairs under its own name. */
  public Annotator(String teacher, Map<String, String> parameters) {
    this(teacher, teacher, parameters, 1);
  }

  /**
   * Requires that every id is one annotator's and that the shares sum to 1 within 0.002.
   *
   * @param name what errors call the annotators, such as {@code teachers}
   */
  public static void check(String name, List<Annotator> annotators) {
    Checks.require(!annotators.isEmpty(), "%s must have at least one entry", name);
    Set<String> seen = new HashSet<>();
    for (Annotator annotator : annotators) {
      Checks.require(
          seen.add(annotator.id()),
          "%s must differ in their ids, got '%s' twice",
          name,
          annotator.id());
    }
    double sum = sumOfShares(annotators);
    Checks.require(
        Math.abs(sum - 1) <= TOLERANCE, "%s must have shares that sum to 1, got %.4f", name, sum);
  }

  /**
   * Returns what is recorded with the pairs: {@code teacher} and {@code teacher.KEY} for each of
   * its parameters where one labels all, else a line {@code annotator.ID} for each.
   */
  public static Map<String, String> provenance(List<Annotator> annotators) {
    Map<String, String> provenance = new TreeMap<>();
    if (annotators.size() == 1) {
      Annotator one = annotators.get(0);
      provenance.put("teacher", one.teacher());
      one.parameters().forEach((key, value) -> provenance.put("teacher." + key, value));
    } else {
      for (Annotator annotator : annotators) {
        StringBuilder text = new StringBuilder(annotator.teacher());
        annotator.parameters().forEach((key, value) -> text.append(" " + key + "=" + value));
        provenance.put("annotator." + annotator.id(), text + ", share " + annotator.share());
      }
    }
    return provenance;
  }

  /** Returns the sum, about 1, by which shares are divided to be probabilities. */
  static double sumOfShares(List<Annotator> annotators) {
    return annotators.stream().mapToDouble(Annotator::share).sum();
  }
}
