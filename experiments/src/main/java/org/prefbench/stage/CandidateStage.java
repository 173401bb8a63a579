package org.prefbench.stage;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Simulator;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.SegmentPair;

/**
 * Pairs of the best and the worst of several roll-outs from one start by their true returns, in an
 * order that a coin decides: what the released code of Kim et al. 2024 (arXiv 2405.19806) labels in
 * place of two roll-outs as they come.
 */
public final class CandidateStage {
  private static final int BATCH = 128; // starts in lockstep, a matter of speed alone

  private CandidateStage() {}

  /**
   * Returns a pair for each of some pairs, whose two segments are the first candidates.
   *
   * @param candidates roll-outs from each start, those two among them
   * @param pairs as {@link PairStage#rolledOut} returns them
   * @param seed see {@link DatasetStage#seed}
   */
  public static List<SegmentPair> bestAndWorst(
      int candidates,
      List<SegmentPair> pairs,
      EnvironmentFactory environment,
      Policy policy,
      PairStage.Draw draw,
      Seed seed) {
    Simulator simulator = new Simulator(environment, true, new Ledger());
    Seed streams = seed.child(draw.stream());
    List<SegmentPair> result = new ArrayList<>();
    for (int from = 0; from < pairs.size(); from += BATCH) {
      List<SegmentPair> some = pairs.subList(from, Math.min(from + BATCH, pairs.size()));
      double[][] starts = new double[some.size()][];
      List<List<Segment>> all = new ArrayList<>();
      for (int i = 0; i < starts.length; i++) {
        starts[i] = some.get(i).first().states().orElseThrow().row(0);
        all.add(new ArrayList<>(List.of(some.get(i).first(), some.get(i).second())));
      }
      for (int k = 2; k < candidates; k++) {
        List<Segment> more =
            PairSampler.rollOut(
                simulator,
                policy,
                starts,
                draw.length(),
                streams.children(from, starts.length, "candidate-" + k));
        for (int i = 0; i < starts.length; i++) {
          all.get(i).add(more.get(i));
        }
      }
      for (int i = 0; i < starts.length; i++) {
        boolean bestFirst = streams.child(from + i).child("order").generator().nextInt(2) == 0;
        result.add(pair(all.get(i), bestFirst));
      }
    }
    return result;
  }

  /** Returns the first of the best and the first of the worst; two that are equal stay two. */
  static SegmentPair pair(List<Segment> candidates, boolean bestFirst) {
    int best = 0;
    int worst = candidates.size() - 1;
    for (int k = 0; k < candidates.size(); k++) {
      double sum = candidates.get(k).sumOfRewards();
      best = sum > candidates.get(best).sumOfRewards() ? k : best;
      worst = sum < candidates.get(worst).sumOfRewards() ? k : worst;
    }
    return bestFirst
        ? new SegmentPair(candidates.get(best), candidates.get(worst))
        : new SegmentPair(candidates.get(worst), candidates.get(best));
  }
}
