package org.prefbench.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Simulator;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.SegmentPair;

/** Labelled pairs of segments: the last thing that all methods of a run share. */
public final class PairStage {
  private PairStage() {}

  /**
   * Which pairs.
   *
   * @param stream name of their random stream
   * @param pairs how many
   * @param length steps per segment
   */
  public record Draw(String stream, int pairs, int length) {}

  /**
   * Returns two roll-outs of a policy from each start.
   *
   * @param seed see {@link DatasetStage#seed}
   */
  public static List<SegmentPair> rolledOut(
      Draw draw,
      EnvironmentFactory environment,
      Policy policy,
      TrajectoryDataset dataset,
      PairSampler.StateDistribution states,
      Seed seed) {
    return PairSampler.fromPolicy(
        new Simulator(environment, true, new Ledger()),
        policy,
        dataset,
        states,
        draw.pairs(),
        draw.length(),
        seed.child(draw.stream()));
  }

  /**
   * Returns stretches of the data.
   *
   * @param seed see {@link DatasetStage#seed}
   */
  public static List<SegmentPair> logged(Draw draw, TrajectoryDataset dataset, Seed seed) {
    return PairSampler.fromLog(dataset, draw.pairs(), draw.length(), seed.child(draw.stream()));
  }

  /**
   * Returns pairs with the labels of annotators, whose scales come from the pairs themselves.
   *
   * @param reference the policy that goes on after a segment, as it acts: at its own temperature,
   *     not at one that pairs alone are drawn with
   * @param seed see {@link DatasetStage#seed}
   * @param provenance what is recorded with them
   */
  public static PreferenceDataset label(
      EnvironmentFactory environment,
      Policy reference,
      List<SegmentPair> pairs,
      List<Annotator> annotators,
      Seed seed,
      Map<String, String> provenance) {
    List<Segment> segments = new ArrayList<>();
    pairs.forEach(pair -> segments.addAll(List.of(pair.first(), pair.second())));
    Calibration calibration = Calibration.of(segments, environment, reference);
    return new PreferenceDataset(
        environment.spec().id(),
        PairSampler.label(pairs, Labelers.create(annotators, calibration), seed.child("labels")),
        provenance);
  }
}
