package org.prefbench.method.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.LabelledPairs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Inline;
import org.prefbench.dataset.Segment;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.offline.OfflineMethod;
import org.prefbench.offline.Relabelling;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.rl.Iql;
import org.prefbench.rl.OfflineLearner;

/**
 * Optimal reward labelling: every step of a winner gets 1 and of a loser 0, then offline
 * reinforcement learning on the labelled segments; no reward model (Xu et al. 2024, "Optimal reward
 * labeling: bridging offline preference and reward-based reinforcement learning", arXiv
 * 2406.10445).
 *
 * <pre>
 * r(s,a) = 1, 0 or 1/2           in segments that won, lost or tied
 * pi     as in {@link Iql} on the steps of the segments
 * </pre>
 *
 * <p>A step that stands in several pairs is learned from as often as it stands there, so that its
 * reward is the mean of its labels. For one-step segments that is the rate at which an action wins.
 *
 * <p>Differs from the paper: ties count half. The learner is a choice of the study there.
 */
public final class Orl extends OfflineMethod<Orl.Hyper> {
  /** The settings. */
  public record Hyper(@Inline Relabelling relabelling, @Inline Iql.Settings learning) {}

  /** Creates the method. */
  public Orl() {
    super(
        "orl",
        "Binary rewards of the labelled steps, then implicit Q-learning (Xu et al. 2024, arXiv 2406.10445)",
        Family.OFFLINE,
        new Hyper(
            new Relabelling(Relabelling.Scale.AS_GIVEN, Relabelling.Shift.NONE),
            Iql.Settings.defaults()));
  }

  /** The first and the second segment of pair after pair that is not skipped. */
  @Override
  protected LoggedSteps steps(TrainingInput input) {
    List<Segment> segments = LabelledPairs.segments(LabelledPairs.of(input.preferences()));
    return LoggedSteps.of(segments, input.environment().actions());
  }

  @Override
  protected float[] rewards(
      Hyper hyper, LoggedSteps steps, TrainingInput input, TrainingContext context) {
    return hyper.relabelling.of(rewards(input.preferences()), steps.lengths());
  }

  /** Returns the rewards of the steps of all pairs that are not skipped. */
  static double[] rewards(PreferenceDataset preferences) {
    List<double[]> rewards = new ArrayList<>();
    for (PreferencePair pair : LabelledPairs.of(preferences)) {
      double first = pair.label().probabilityFirst();
      rewards.add(repeated(first, pair.first().length()));
      rewards.add(repeated(1 - first, pair.second().length()));
    }
    return rewards.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] repeated(double value, int times) {
    double[] values = new double[times];
    Arrays.fill(values, value);
    return values;
  }

  @Override
  protected OfflineLearner learner(Hyper hyper) {
    return new Iql(hyper.learning);
  }
}
