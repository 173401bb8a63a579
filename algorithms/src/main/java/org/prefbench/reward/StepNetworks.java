package org.prefbench.reward;

import java.util.List;
import java.util.stream.IntStream;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;

/** What networks that read single steps have in common. */
final class StepNetworks {
  private StepNetworks() {}

  /** Returns the observation and the action of every step, {@code [T, obs + act]}. */
  static FloatMatrix steps(Segment segment) {
    return segment.observations().slice(0, segment.length()).beside(segment.actions());
  }

  /** Returns the initial members of an ensemble, whose layers leak below 0. */
  static List<Mlp> initial(int members, List<Integer> sizes, Activation output, Seed seed) {
    return IntStream.range(0, members)
        .mapToObj(
            member ->
                Mlp.initial(
                    sizes, Activation.LEAKY_RELU, output, seed.child("member").child(member)))
        .toList();
  }
}
