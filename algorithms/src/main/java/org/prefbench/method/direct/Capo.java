package org.prefbench.method.direct;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.RewardEnsemble;
import org.prefbench.segment.Beta;
import org.prefbench.segment.GapLoss;
import org.prefbench.segment.GapMethod;

/**
 * Calibrated preference optimisation (Lee et al. 2025, "Calibrated multi-preference optimization
 * for aligning diffusion models", arXiv 2502.02588) on segments: the gap that a pair is to have is
 * not one number for all pairs, as in IPO, but how much oftener the one beats others than the other
 * does, by several rewards.
 *
 * <pre>
 * C(y)       = mean over rewards R of 1 / (n - 1) sum_{y' != y} sigmoid(R(y) - R(y'))
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * L(theta)   = E [ (C(first) - C(second) - beta [ D(first) - D(second) ])^2 ]
 * </pre>
 *
 * <p>Probabilities are on one scale, whatever the units of a reward, so their mean over rewards is
 * one of like with like. Pairs of which neither segment is ahead by every reward are left out
 * ({@code fronts}): that is the paper's choice of the winner from the best and of the loser from
 * the worst front of candidates, where there are two of them.
 *
 * <p>Differs from the paper: the rewards are Bradley-Terry rewards of the same labels from
 * different initial weights, not of different virtues; there is no sampling of many candidates for
 * one start, so a segment is compared with all n segments of the pairs, whatever state they start
 * in; a response is a segment of continuous actions under a Gaussian, so no weights of diffusion
 * times. Skipped pairs are left out. The reference needs a density, so it must come from {@code
 * bc}.
 */
public final class Capo extends GapMethod<Capo.Hyper> {
  /** The settings of rewards and loss. */
  public record Hyper(
      @Inline Beta strength,
      @Help("whether pairs are left out of which neither is ahead by every reward") boolean fronts,
      RewardEnsemble.Setting reward) {}

  /** Creates the method. */
  public Capo() {
    super(
        "capo",
        "Calibrated preference optimisation (Lee et al. 2025, arXiv 2502.02588)",
        new Hyper(new Beta(0.1), true, RewardEnsemble.Setting.of(3)));
  }

  @Override
  protected Gaps gaps(
      Hyper hyper, double validationShare, TrainingInput input, TrainingContext context) {
    RewardEnsemble rewards =
        RewardEnsemble.fit(input.preferences(), hyper.reward, validationShare, context);
    List<PreferencePair> pairs = labelled(input);
    FloatMatrix values = rewards.sums(pairs);
    for (int m = 0; m < values.rows(); m++) {
      double[] calibrated = RewardEnsemble.winRates(values.row(m));
      for (int i = 0; i < calibrated.length; i++) {
        values.set(m, i, (float) calibrated[i]);
      }
    }
    FloatMatrix gaps = RewardEnsemble.gaps(values);
    int[] kept =
        IntStream.range(0, pairs.size()).filter(i -> !hyper.fronts || agreed(gaps, i)).toArray();
    Checks.require(
        kept.length > 0,
        "capo finds no pair whose segments all %d rewards order alike; fronts: false keeps all",
        gaps.rows());
    List<PreferencePair> chosen = new ArrayList<>();
    FloatMatrix of = new FloatMatrix(gaps.rows(), kept.length);
    for (int k = 0; k < kept.length; k++) {
      chosen.add(pairs.get(kept[k]));
      for (int m = 0; m < gaps.rows(); m++) {
        of.set(m, k, gaps.get(m, kept[k]));
      }
    }
    return new Gaps(chosen, of);
  }

  /** Whether no two rewards contradict each other on pair {@code i}. */
  private static boolean agreed(FloatMatrix gaps, int i) {
    boolean ahead = false;
    boolean behind = false;
    for (int m = 0; m < gaps.rows(); m++) {
      ahead |= gaps.get(m, i) > 0;
      behind |= gaps.get(m, i) < 0;
    }
    return !(ahead && behind);
  }

  @Override
  public GapLoss loss(Hyper hyper) {
    return GapLoss.regression(hyper.strength);
  }
}
