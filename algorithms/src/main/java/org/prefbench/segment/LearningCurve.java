package org.prefbench.segment;

import org.prefbench.nn.Pass;

/** What methods with a training of their own put on the learning curve, as all direct ones do. */
public final class LearningCurve {
  private LearningCurve() {}

  /** Puts there what {@link PairTerms#tell} names, where it is watched. */
  public static void tell(Pass pass, PairTerms terms) {
    if (pass.watched()) {
      terms.tell(pass);
    }
  }
}
