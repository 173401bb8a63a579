package org.prefbench.reward;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.SegmentPair;

/**
 * How far rewards that were learned from the same labels disagree on a pair that has none: where
 * they do, a label tells most. The standard deviation over members m of
 *
 * <pre>
 * P_m(first is better) = sigmoid( sum_t r_m(s_t, a_t) - sum_t r_m(s'_t, a'_t) )
 * </pre>
 *
 * <p>as in Christiano et al. 2017 (arXiv 1706.03741, section 2.2.4) and B-Pref (Lee et al. 2021,
 * arXiv 2111.03026). Members are small networks trained for few steps, because somebody waits for
 * the next pair; each has its own initial weights and batches. Immutable.
 */
public final class RewardDisagreement {
  private static final RewardModel.Setting SETTING =
      new RewardModel.Setting(
          1,
          64,
          2,
          true,
          RewardModel.Constant.AS_LEARNED,
          Fitting.of(1e-3, Schedule.CONSTANT, 64, 200, 0));

  private final List<RewardModel> members;

  private RewardDisagreement(List<RewardModel> members) {
    this.members = members;
  }

  /**
   * Learns the rewards.
   *
   * @param members how many, at least 2
   * @throws org.prefbench.core.InvalidInputException if every pair was skipped
   */
  public static RewardDisagreement fit(PreferenceDataset preferences, int members, Seed seed) {
    Checks.atLeast("members", members, 2);
    List<RewardModel> fitted = new ArrayList<>();
    for (int m = 0; m < members; m++) {
      TrainingContext context = new TrainingContext(seed.child(m), new Ledger(), Monitor.SILENT);
      fitted.add(RewardModel.fit(preferences.withoutRewards(), SETTING, context));
    }
    return new RewardDisagreement(fitted);
  }

  /** Returns the standard deviation of the members' probabilities, in [0, 0.5]. */
  public double of(SegmentPair pair) {
    double sum = 0;
    double squares = 0;
    for (RewardModel member : members) {
      double margin = sum(member, pair.first()) - sum(member, pair.second());
      double probability = 1 / (1 + StrictMath.exp(-margin));
      sum += probability;
      squares += probability * probability;
    }
    double mean = sum / members.size();
    return Math.sqrt(Math.max(0, squares / members.size() - mean * mean));
  }

  private static double sum(RewardModel member, Segment segment) {
    double sum = 0;
    for (double reward : member.rewards(segment)) {
      sum += reward;
    }
    return sum;
  }
}
