package org.prefbench.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/** Logged actions N(0, 1) on the line, and as many pairs of such actions. */
public final class LabelledActions {
  /** The line. */
  public static final EnvironmentSpec SPEC = Environments.registered().get("gaussian-1d-v0").spec();

  private static final int ACTIONS = 6_000;

  private LabelledActions() {}

  /** Returns one step from the only state that ends the task. */
  public static Segment action(double value) {
    return new Segment(
        new FloatMatrix(2, 1),
        new FloatMatrix(1, 1, new float[] {(float) value}),
        new FloatMatrix(1, 1),
        End.TERMINATED,
        Optional.empty());
  }

  /**
   * Returns what a method is given.
   *
   * @param moreIsBetter whether labels are by Bradley and Terry for more, else by the toss of a
   *     coin
   */
  public static TrainingInput input(Policy reference, boolean moreIsBetter) {
    RandomStream random = new Seed(8).generator();
    List<PreferencePair> pairs = new ArrayList<>();
    List<Segment> log = new ArrayList<>();
    for (int i = 0; i < ACTIONS; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      double wins = moreIsBetter ? 1 / (1 + Math.exp(b - a)) : 0.5;
      Label label = random.nextDouble() < wins ? Label.FIRST : Label.SECOND;
      pairs.add(new PreferencePair(action(a), action(b), label, "test"));
      log.add(action(random.nextGaussian()));
    }
    return new TrainingInput(
        SPEC,
        Optional.of(reference),
        new TrajectoryDataset(SPEC.id(), log, Map.of()),
        new PreferenceDataset(SPEC.id(), pairs, Map.of()),
        Optional.empty(),
        Optional.empty());
  }
}
