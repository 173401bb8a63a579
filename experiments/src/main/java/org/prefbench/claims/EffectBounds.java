package org.prefbench.claims;

import java.util.List;
import org.prefbench.statistics.Holm;
import org.prefbench.statistics.Interval;
import org.prefbench.statistics.Student;
import org.prefbench.study.Claim.Relation;

/**
 * What is known of the effect that a claim is about: the left side less the right.
 *
 * <p>Where the right side is on each task the best of several by the same scores, that choice can
 * only make it look better, and the effect smaller, than it is: the lower bound stands as it is.
 * The upper bound would not hold. But the best is at least as good on each task as any one of them
 * on all tasks, so that the effect is below each upper bound against one of them alone. The
 * smallest of these is taken, each at a level at which all hold together (Bonferroni).
 *
 * @param effect the distribution of the effect, against the best of each task
 * @param against those of the effect against each one alone, where there are several
 */
record EffectBounds(Student effect, List<Student> against) {
  /** Copies the list. */
  EffectBounds {
    against = List.copyOf(against);
  }

  /** Returns the effect with its interval. */
  Interval interval(double level) {
    Interval own = effect.interval(level);
    double high =
        against.stream()
            .mapToDouble(one -> one.interval(Holm.bonferroni(level, against.size())).high())
            .min()
            .orElse(own.high());
    return new Interval(own.estimate(), own.low(), high, own.values());
  }

  /**
   * Returns the smallest share of error at which the claim would still be decided: at level 1 - a
   * it holds or fails if and only if a is larger. 0 where the values have no spread, NaN where
   * there is no interval.
   *
   * @param bound what the effect is compared with
   * @param tolerance how far from it is near
   */
  double p(Relation relation, double bound, double tolerance) {
    if (Double.isNaN(effect.error()) || effect.error() == 0) {
      return effect.error();
    }
    if (relation != Relation.NEAR) {
      return Math.min(above(bound), below(bound));
    }
    double near = Math.max(above(bound - tolerance), below(bound + tolerance));
    return Math.min(near, Math.min(above(bound + tolerance), below(bound - tolerance)));
  }

  /** Returns the p-value at which the lower bound leaves {@code bound}. */
  private double above(double bound) {
    return effect.mean() > bound ? effect.p(bound) : 1;
  }

  /** Returns the p-value at which the upper bound leaves {@code bound}. */
  private double below(double bound) {
    if (against.isEmpty()) {
      return effect.mean() < bound ? effect.p(bound) : 1;
    }
    double smallest =
        against.stream()
            .filter(one -> one.mean() < bound)
            .mapToDouble(one -> one.p(bound))
            .min()
            .orElse(1);
    return Math.min(1, against.size() * smallest);
  }
}
