package org.prefbench.preference.teacher;

import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.preference.Label;

/**
 * How a teacher answers once it knows by how much the first segment is better: the first with
 * probability 1 / (1 + exp(-margin / temperature)), or without temperature the better one, and
 * neither if the margin is 0; and then the other way round by mistake.
 */
record NoisyChoice(
    @Help(
            "temperature of the logistic choice, >= 0, in units of what is compared; 0: the better one")
        double temperature,
    @Help("probability that the answer is exchanged, in [0, 1]") double mistake) {
  /** Validates. */
  NoisyChoice {
    Checks.notNegative("temperature", temperature);
    Checks.between("mistake", mistake, 0, 1);
  }

  /**
   * Returns the answer.
   *
   * @param margin by how much the first is better
   * @param stream of the query
   */
  Label label(double margin, Seed stream) {
    RandomStream random = stream.generator();
    double answer = random.nextDouble(); // both numbers are always drawn, so that settings
    double slip = random.nextDouble(); // of one query share their randomness
    Label label;
    if (temperature == 0) {
      label = margin > 0 ? Label.FIRST : margin < 0 ? Label.SECOND : Label.TIE;
    } else {
      double probabilityFirst = 1 / (1 + StrictMath.exp(-margin / temperature));
      label = answer < probabilityFirst ? Label.FIRST : Label.SECOND;
    }
    return slip < mistake ? label.exchanged() : label;
  }
}
