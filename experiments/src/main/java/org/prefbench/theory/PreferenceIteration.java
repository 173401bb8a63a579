package org.prefbench.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.core.Checks;

/**
 * Preference flow matching without error on finitely many items: every round replaces the law p of
 * the items by the law of the preferred one of two draws,
 *
 * <pre>
 * p'(i) = 2 p(i) f(i),   f(i) = sum over j of P(i, j) p(j),
 * </pre>
 *
 * with P(i, j) the probability that i is preferred to j. This is the paper's p1 (Kim et al. 2024,
 * arXiv 2405.19806, section 3) with the normaliser, which is 1/2 because P(i, j) + P(j, i) = 1, and
 * its iteration (section 4.2); as a map of laws it is a discrete replicator equation.
 *
 * @param preference P, {@code [item][item]}
 */
record PreferenceIteration(double[][] preference) {
  /** Validates that P is square with P(i, j) + P(j, i) = 1, and copies it. */
  PreferenceIteration {
    preference = Arrays.stream(preference).map(double[]::clone).toArray(double[][]::new);
    for (int i = 0; i < preference.length; i++) {
      Checks.length("row of preferences", preference[i], preference.length);
      for (int j = 0; j <= i; j++) {
        Checks.between("preference", preference[i][j], 0, 1);
        Checks.require(
            Math.abs(preference[i][j] + preference[j][i] - 1) < 1e-12,
            "preferences of items %d and %d must add up to 1, got %s and %s",
            i,
            j,
            preference[i][j],
            preference[j][i]);
      }
    }
  }

  /** Returns the preferences of Bradley and Terry: P(i, j) = 1 / (1 + exp(r_j - r_i)). */
  static PreferenceIteration bradleyTerry(double... rewards) {
    double[][] preference = new double[rewards.length][rewards.length];
    for (int i = 0; i < rewards.length; i++) {
      for (int j = 0; j < rewards.length; j++) {
        preference[i][j] = 1 / (1 + StrictMath.exp(rewards[j] - rewards[i]));
      }
    }
    return new PreferenceIteration(preference);
  }

  /** Returns the preferences of a teacher for whom a later item is better. */
  static PreferenceIteration ranking(int items) {
    double[][] preference = new double[items][items];
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < items; j++) {
        preference[i][j] = i > j ? 1 : i == j ? 0.5 : 0;
      }
    }
    return new PreferenceIteration(preference);
  }

  /** Returns f: the probability that each item is preferred to a draw of {@code law}. */
  double[] wins(double[] law) {
    double[] wins = new double[law.length];
    for (int i = 0; i < law.length; i++) {
      for (int j = 0; j < law.length; j++) {
        wins[i] += preference[i][j] * law[j];
      }
    }
    return wins;
  }

  /** Returns the law of the preferred one of two draws of {@code law}. */
  double[] next(double[] law) {
    double[] wins = wins(law);
    double[] next = new double[law.length];
    double sum = 0;
    for (int i = 0; i < law.length; i++) {
      next[i] = 2 * law[i] * wins[i];
      sum += next[i];
    }
    for (int i = 0; i < law.length; i++) {
      next[i] /= sum; // 1 but for rounding, which would add up over the rounds
    }
    return next;
  }

  /** Returns {@code law} and the laws after each of {@code rounds} rounds. */
  List<double[]> run(double[] law, int rounds) {
    List<double[]> laws = new ArrayList<>(List.of(law.clone()));
    for (int round = 0; round < rounds; round++) {
      laws.add(next(laws.get(round)));
    }
    return laws;
  }

  /**
   * Returns what the paper's theorem 4.1 says that the preferred law maximises: E[log f(i)] -
   * KL(law || reference), with i from {@code law} and f the wins against {@code reference}.
   */
  double objective(double[] law, double[] reference) {
    double[] wins = wins(reference);
    double objective = -divergence(law, reference);
    for (int i = 0; i < law.length; i++) {
      objective += law[i] > 0 ? law[i] * StrictMath.log(wins[i]) : 0;
    }
    return objective;
  }

  /** Returns KL(law || other) in nats. */
  static double divergence(double[] law, double[] other) {
    double divergence = 0;
    for (int i = 0; i < law.length; i++) {
      divergence += law[i] > 0 ? law[i] * StrictMath.log(law[i] / other[i]) : 0;
    }
    return divergence;
  }

  /** Returns the total variation distance of two laws, in [0, 1]. */
  static double distance(double[] law, double[] other) {
    double sum = 0;
    for (int i = 0; i < law.length; i++) {
      sum += Math.abs(law[i] - other[i]);
    }
    return sum / 2;
  }
}
