package org.prefbench.method.flow;

import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.core.Checks;
import org.prefbench.core.Inline;
import org.prefbench.flow.Coupling;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.image.UNetMatching;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;
import org.prefbench.preference.PreferencePair;

/**
 * Preference flow matching of images by a U-Net (Kim et al. 2024, arXiv 2405.19806, section 5.1):
 * {@code pfm} whose velocity has convolutions in place of plain layers.
 *
 * <pre>
 * L = E || v(t, y_t | x) - (y+ - y-) ||^2 / d,   y_t ~ N(t y+ + (1 - t) y-, sigma^2 I)
 * </pre>
 *
 * <p>Plans are looked at as square images, whatever they are. Convolutions run in the engine, so
 * that unlike those of other methods its rows have the same bits on one kind of processor only.
 *
 * <p>Differs from the released code: no attention, as many channels at all sizes, means and
 * repetitions in place of learned halving and doubling; the learning rate falls along a cosine; far
 * fewer steps than its 100 epochs of 10,000 pairs.
 */
public final class PfmUnet implements AlgorithmFactory<PfmUnet.Hyper> {
  /** The hyperparameters. */
  public record Hyper(@Inline UNetMatching matching) {}

  @Override
  public String id() {
    return "pfm-unet";
  }

  @Override
  public String title() {
    return "Preference flow matching by a U-Net, in the engine (Kim et al. 2024, arXiv 2405.19806)";
  }

  @Override
  public Family family() {
    return Family.FLOW;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(
        new UNetMatching(
            Coupling.PAIRED,
            0,
            0.1,
            32,
            Fitting.of(1e-3, Schedule.COSINE, 64, 1_000, 0.01),
            new Integration(OdeMethod.MIDPOINT, 5, 1e-4),
            1));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of(Needs.LOOK_AHEAD);
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
    prospect.requireReference(id());
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> {
      List<PreferencePair> pairs = input.preferences().decided();
      Checks.require(!pairs.isEmpty(), "pfm-unet needs pairs with a preferred segment, got none");
      return hyper.matching.fit(pairs, input.requireReference(), context);
    };
  }
}
