package org.prefbench.published;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.prefbench.study.Claim;

/**
 * The paper's own numbers for the two sides of a claim.
 *
 * @param left the mean of the method over the tasks; with {@code more-than-on}, its gain on them
 * @param right the mean of the method that it is compared with, or the gain on the other tasks
 * @param verified whether every number that went in was seen in print
 */
public record PublishedSides(double left, double right, boolean verified) {
  /**
   * Returns the numbers, if the paper has them and they are known.
   *
   * @param tasks the tasks that the left side is over, labels or patterns
   * @param others the tasks whose difference is taken off
   */
  public static Optional<PublishedSides> of(Claim claim, List<String> tasks, List<String> others) {
    Claim.Test test = claim.test();
    if (test.than().isEmpty() || test.relation() == Claim.Relation.STEADIER) {
      return Optional.empty();
    }
    String other = publishedAs(test.than());
    OptionalDouble left = published(claim, test.method(), tasks);
    OptionalDouble right = published(claim, other, tasks);
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    boolean verified =
        PublishedScore.all().stream()
            .filter(cell -> cell.study().equals(claim.study()))
            .filter(cell -> List.of(test.method(), other).contains(cell.method()))
            .filter(cell -> Claim.names(tasks, cell.task()) || Claim.names(others, cell.task()))
            .allMatch(PublishedScore::verified);
    if (others.isEmpty()) {
      return Optional.of(new PublishedSides(left.getAsDouble(), right.getAsDouble(), verified));
    }
    OptionalDouble leftThere = published(claim, test.method(), others);
    OptionalDouble rightThere = published(claim, other, others);
    return leftThere.isEmpty() || rightThere.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PublishedSides(
                left.getAsDouble() - test.times() * right.getAsDouble(),
                leftThere.getAsDouble() - test.times() * rightThere.getAsDouble(),
                verified));
  }

  /** The paper prints the best setting of a method; here settings are labels METHOD-SETTING. */
  private static String publishedAs(List<String> labels) {
    if (labels.size() == 1) {
      return labels.get(0);
    }
    return PublishedScore.all().stream()
        .map(PublishedScore::method)
        .filter(method -> labels.stream().allMatch(label -> label.startsWith(method + "-")))
        .findFirst()
        .orElse("");
  }

  private static OptionalDouble published(Claim claim, String label, List<String> tasks) {
    return PublishedScore.all().stream()
        .filter(cell -> cell.study().equals(claim.study()) && cell.method().equals(label))
        .filter(cell -> Claim.names(tasks, cell.task()))
        .mapToDouble(PublishedScore::mean)
        .average();
  }
}
