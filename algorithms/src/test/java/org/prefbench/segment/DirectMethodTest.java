package org.prefbench.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.prefbench.segment.Line.pair;
import static org.prefbench.segment.Line.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.Environments;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;

class DirectMethodTest {
  private static final GaussianPolicy STANDARD_NORMAL =
      new GaussianPolicy(
          GaussianPolicy.Form.GAUSSIAN,
          Space.unbounded(1),
          Standardizer.identity(1),
          new Mlp(List.of(1, 1), Activation.RELU, Activation.IDENTITY, new float[2]),
          new float[1]);

  /** Squares of what the margin misses to 2 for a win of the first, to -2 for one of the second. */
  private static final class Squares extends DirectMethod<Squares.Hyper> {
    record Hyper() {}

    Squares(Fitting fitting) {
      super("squares", "Squares, for this test (2024)", new Hyper(), fitting);
    }

    @Override
    public PairLoss loss(Hyper hyper) {
      return (pass, terms) ->
          terms.margins().sub(terms.probabilityFirst().mul(pass.scalar(4)).sub(2)).square();
    }
  }

  /**
   * Two arms, a = 1 and a = -1, with labels of 6 wins, 2 losses and 2 ties: the mean target is (6 -
   * 2) / 10 * 2 = 0.8, and so is the margin 2 m / s^2 of N(m, s^2) against N(0, 1). At the end the
   * decided pairs have a mean margin of (6 - 2) / 8 * 0.8 = 0.4 towards their winner, and 6 of 8
   * are told right; the log-ratios of winner and loser differ by that margin.
   */
  @Test
  void oneLossMakesAMethod() {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Label label = i < 6 ? Label.FIRST : i < 8 ? Label.SECOND : Label.TIE;
      pairs.add(pair(segment(1), segment(-1), label, "hand"));
    }
    RecordingMonitor watcher = new RecordingMonitor();
    GaussianPolicy policy =
        (GaussianPolicy) train(Fitting.of(0.02, Schedule.COSINE, 64, 800, 0), pairs, watcher);
    double mean = policy.network().weights()[1];
    double variance = Math.exp(2 * policy.logStd()[0]);
    assertEquals(0.8, 2 * mean / variance, 1e-3);

    assertEquals(0, watcher.values("margin").get(0), 0.2, "near the start");
    assertEquals(0.4, last(watcher, "margin"), 1e-3);
    assertEquals(0.75, last(watcher, "implicit-accuracy"));
    assertEquals(
        last(watcher, "margin"),
        last(watcher, "log-ratio-winner") - last(watcher, "log-ratio-loser"),
        1e-6);
  }

  /**
   * The same with a fifth of the pairs held out, which leaves the policy as it is without a
   * watcher.
   */
  @Test
  void watchingChangesNothing() {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      pairs.add(pair(segment(i % 7 - 3, 0.5f), segment(i % 5 - 2), Label.values()[i % 3], "hand"));
    }
    Fitting fitting = Fitting.of(0.01, Schedule.CONSTANT, 8, 60, 0.2);
    RecordingMonitor watcher = new RecordingMonitor(3);
    assertEquals(train(fitting, pairs, Monitor.SILENT), train(fitting, pairs, watcher));
    assertEquals(60, watcher.values("margin").size());
    assertEquals(61, watcher.values("validation-margin").size(), "at the start too");
    assertEquals(3, watcher.validationLosses().size());
  }

  /**
   * Policy N(0.5, 2^2) against N(0, 1), whose D is 0.46875 - log 2 at 1, -log 2 at -0.5 and 1.71875
   * - log 2 at 2 (worked out in DpoTest). Three decided pairs and a tie.
   */
  @Test
  void theCurveShowsWinnersAndLosersOfTheDecidedPairs() {
    PairArrays pairs =
        PairArrays.of(
            Line.dataset(
                pair(segment(1), segment(-0.5f), Label.FIRST, "hand"),
                pair(segment(1), segment(2), Label.FIRST, "hand"),
                pair(segment(1), segment(2), Label.TIE, "hand"),
                pair(segment(2), segment(2), Label.SECOND, "hand")));
    Learner learner = new Learner(Adam.of(1), new Ledger());
    SegmentLikelihood likelihood =
        new SegmentLikelihood(pairs.segments(), STANDARD_NORMAL, learner, true);
    Learner.State state = learner.state();
    float[] moved = {0, 0.5f, (float) Math.log(2)};
    learner.restore(new Learner.State(moved, state.mean(), state.square(), 0));
    RecordingMonitor watcher = new RecordingMonitor();
    learner.fitPart(
        Fitting.of(1, Schedule.CONSTANT, 4, 1, 0),
        Minibatches.of(4, 0, 4, new Seed(1)),
        watcher,
        Objective.of(
            (pass, rows) -> {
              PairTerms terms = new PairTerms(pass, pairs, likelihood, rows);
              terms.tell(pass);
              return terms.margins().mean();
            }));
    double log2 = Math.log(2);
    assertEquals(
        (2 * 0.46875 + 1.71875) / 3 - log2, last(watcher, "log-ratio-winner"), 1e-6, "winner");
    assertEquals((0 + 2 * 1.71875) / 3 - log2, last(watcher, "log-ratio-loser"), 1e-6, "loser");
    assertEquals((0.46875 + 0.46875 - 1.71875) / 3, last(watcher, "margin"), 1e-6, "margin");
    assertEquals((1 + 0 + 0.5) / 3, last(watcher, "implicit-accuracy"), 1e-6, "accuracy");
    // N(0.5, 4) from N(0, 1) at every step: -log 2 + (4 + 0.25) / 2 - 1 / 2
    assertEquals(1.625 - log2, last(watcher, "kl"), 1e-6, "divergence");
  }

  private static double last(RecordingMonitor watcher, String name) {
    List<Double> values = watcher.values(name);
    return values.get(values.size() - 1);
  }

  private static Object train(Fitting fitting, List<PreferencePair> pairs, Monitor monitor) {
    TrainingInput input =
        new TrainingInput(
            Environments.registered().get("gaussian-1d-v0").spec(),
            Optional.of(STANDARD_NORMAL),
            new TrajectoryDataset("gaussian-1d-v0", List.of(segment(0)), Map.of()),
            Line.dataset(pairs.toArray(PreferencePair[]::new)),
            Optional.empty(),
            Optional.empty());
    Squares method = new Squares(fitting);
    return method
        .create(method.defaults())
        .train(input, new TrainingContext(new Seed(4), new Ledger(), monitor));
  }
}
