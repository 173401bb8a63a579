package org.prefbench.method.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Query;

/** What several rounds of {@link Pfm} need beyond one: fresh pairs, and a watcher of them all. */
final class Rounds {
  private static final int BATCH = 128; // a matter of speed alone: every roll-out has its stream

  private Rounds() {}

  /**
   * Returns fresh pairs: two segments of {@code policy} from the start of every given pair,
   * executed to their end in the simulator and labelled by the teacher.
   */
  static List<PreferencePair> relabel(
      FlowPolicy policy, TrainingInput input, int length, Seed seed) {
    List<PreferencePair> given = input.preferences().pairs();
    List<PreferencePair> fresh = new ArrayList<>();
    for (int from = 0; from < given.size(); from += BATCH) {
      int count = Math.min(BATCH, given.size() - from);
      double[][] starts = new double[count][];
      Seed[] first = seed.children(from, count, "first");
      Seed[] second = seed.children(from, count, "second");
      for (int i = 0; i < count; i++) {
        starts[i] =
            given
                .get(from + i)
                .first()
                .states()
                .orElseThrow(
                    () ->
                        new InvalidInputException(
                            "pfm.rounds > 1 needs pairs with simulator states to start from"))
                .row(0);
      }
      List<Segment> a =
          PairSampler.rollOut(input.requireSimulator(), policy.openLoop(), starts, length, first);
      List<Segment> b =
          PairSampler.rollOut(input.requireSimulator(), policy.openLoop(), starts, length, second);
      Seed[] streams = seed.children(from, count, "query");
      List<Query> queries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        queries.add(new Query(a.get(i), b.get(i), streams[i]));
      }
      fresh.addAll(input.requireTeacher().answer(queries));
    }
    List<PreferencePair> decided = fresh.stream().filter(PreferencePair::decided).toList();
    Checks.require(!decided.isEmpty(), "the teacher decided no pair of the next round");
    return decided;
  }

  /** Returns what shows a watcher several rounds as one training. */
  static Monitor monitor(Monitor watcher, int round, int rounds) {
    return rounds == 1 ? watcher : new RoundMonitor(watcher, round, rounds);
  }

  private record RoundMonitor(Monitor watcher, int round, int rounds) implements Monitor {
    @Override
    public int checkpoints() {
      return watcher.checkpoints() * (round + 1) / rounds - watcher.checkpoints() * round / rounds;
    }

    @Override
    public boolean keepsMetrics() {
      return watcher.keepsMetrics();
    }

    @Override
    public void progress(long step, long steps) {
      watcher.progress(round * steps + step, rounds * steps);
    }

    @Override
    public void metric(String name, long step, double value) {
      watcher.metric(name + "-round-" + (round + 1), step, value);
    }

    @Override
    public void checkpoint(long step, long steps, double validationLoss, Supplier<Policy> policy) {
      watcher.checkpoint(round * steps + step, rounds * steps, validationLoss, policy);
    }
  }
}
