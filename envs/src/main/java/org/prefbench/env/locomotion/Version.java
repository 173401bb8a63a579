package org.prefbench.env.locomotion;

import java.util.Optional;
import org.prefbench.env.ReferenceScores;
import org.prefbench.physics.CapsuleInertia;

/**
 * The two generations of the four tasks of D4RL; they differ in the masses of capsules, and ant in
 * its observations.
 */
enum Version {
  V2("v2", CapsuleInertia.CYLINDER),
  V4("v4", CapsuleInertia.EXACT);

  final String suffix;
  final CapsuleInertia inertia;

  Version(String suffix, CapsuleInertia inertia) {
    this.suffix = suffix;
    this.inertia = inertia;
  }

  /**
   * Returns D4RL's anchors for its own version; the other one has other masses and was not
   * measured.
   */
  Optional<ReferenceScores> scores(double random, double expert) {
    return this == V2
        ? Optional.of(
            new ReferenceScores(
                random,
                expert,
                "D4RL (Fu et al. 2020, arXiv 2004.07219), the constants in d4rl/infos.py"))
        : Optional.empty();
  }
}
