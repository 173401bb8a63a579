package org.prefbench.desk;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.SegmentPair;

/** Pairs for the desk: two roll-outs of a pendulum from one start. */
final class Pendulums {
  private Pendulums() {}

  static List<SegmentPair> pairs(int count, int length) {
    Policy policy = Behaviors.find("pendulum-v1", "medium").policy();
    Simulator simulator =
        new Simulator(Environments.registered().get("pendulum-v1"), true, new Ledger());
    Segment unused =
        PairSampler.rollOut(simulator, policy, new double[][] {{0, 0}}, 1, new Seed[] {new Seed(0)})
            .get(0);
    return PairSampler.fromPolicy(
        simulator,
        policy,
        new TrajectoryDataset("pendulum-v1", List.of(unused), Map.of()),
        PairSampler.StateDistribution.INITIAL,
        count,
        length,
        new Seed(3));
  }

  static DeskFolder folder(Path path, int count, int length) {
    return DeskFolder.create(path, "pendulum-v1", pairs(count, length), Map.of("sampler", "test"));
  }

  static DeskPlan plan(int pairs, double repeats) {
    return new DeskPlan(pairs, repeats, PairOrder.RANDOM, new Seed(1));
  }

  /** Returns the answer that an oracle gives to what is shown. */
  static Answer oracle(SegmentPair shown) {
    double margin = shown.first().sumOfRewards() - shown.second().sumOfRewards();
    return margin > 0 ? Answer.LEFT : margin < 0 ? Answer.RIGHT : Answer.TIE;
  }
}
