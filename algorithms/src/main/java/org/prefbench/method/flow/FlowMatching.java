package org.prefbench.method.flow;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prefbench.algorithm.Monitor;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.flow.ProbabilityPath;
import org.prefbench.flow.StraightPath;
import org.prefbench.generative.FlowMap;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.Plans;
import org.prefbench.generative.VelocityNetwork;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.PreferencePair;

/**
 * The training of one map from labelled pairs: the batches, the loss of {@link Pfm} and its
 * minimisation. Used once.
 */
final class FlowMatching {
  /** Held-out rows are few: each is looked at more than once. */
  private static final int VALIDATION_DRAWS = 8;

  private final PfmSettings settings;
  private final Seed seed;
  private final Standardizer planScales;
  private final Standardizer contextScales;
  private final FloatMatrix rejected; // y-, [n, d]
  private final FloatMatrix targets; // y+, [n, d]
  private final FloatMatrix contexts; // x, [n, obs]
  private final ProbabilityPath path;
  private final Minibatches batches;
  private final boolean[] held;

  FlowMatching(PfmSettings settings, List<PreferencePair> pairs, int length, Seed seed) {
    this.settings = settings;
    this.seed = seed;
    planScales = scales(settings, pairs, length);
    List<Segment> losers = pairs.stream().map(PreferencePair::rejected).toList();
    List<Segment> preferred = pairs.stream().map(PreferencePair::preferred).toList();
    FloatMatrix starts =
        FloatMatrix.stack(preferred.stream().map(s -> s.observations().slice(0, 1)).toList());
    contextScales =
        settings.standardize() ? Standardizer.of(starts) : Standardizer.identity(starts.columns());
    contexts = contextScales.apply(starts);
    rejected = planScales.apply(Plans.of(losers, length));
    targets = planScales.apply(Plans.of(preferred, length));
    path = new StraightPath(settings.sigma());
    batches = settings.fitting().batches(pairs.size(), seed.child("batches"));
    held = new boolean[pairs.size()];
    Arrays.fill(held, true);
    for (int row : batches.training()) {
      held[row] = false;
    }
  }

  /** Returns the policy with the learned map added, as often as it is to be applied. */
  FlowPolicy train(FlowPolicy policy, Ledger ledger, Monitor monitor) {
    Learner learner = settings.fitting().learner(ledger);
    VelocityNetwork velocity =
        new VelocityNetwork(
            learner,
            settings.network(),
            targets.columns(),
            contexts.columns(),
            seed.child("weights"));
    Fitting.Result kept =
        learner.fit(
            settings.fitting(),
            batches,
            monitor,
            Objective.beside(
                (pass, rows) -> loss(pass, Optional.empty(), rows, learner.steps()),
                (pass, rows) -> loss(pass, Optional.of(velocity), rows, learner.steps())),
            () -> extended(policy, velocity));
    return kept.untouched() ? policy : extended(policy, velocity);
  }

  private FlowPolicy extended(FlowPolicy policy, VelocityNetwork velocity) {
    FlowMap map = new FlowMap(velocity.read(), planScales, contextScales, settings.integration());
    FlowPolicy result = policy;
    for (int i = 0; i < settings.reapply(); i++) {
      result = result.with(map);
    }
    return result;
  }

  /**
   * L on the given rows; without a network that of v = 0, the flow that stands still. Draws are
   * keyed by the step, and the same at every look at the held-out rows, so that watching changes
   * nothing and validation losses compare.
   */
  private NDArray loss(Pass pass, Optional<VelocityNetwork> velocity, int[] rows, long step) {
    boolean validation = held[rows[0]];
    RandomStream random =
        (validation ? seed.child("validation") : seed.child("noise").child(step)).generator();
    int[] drawn = repeated(rows, validation ? VALIDATION_DRAWS : 1);
    FloatMatrix from = sources(drawn, random);
    int[] matched = match(drawn, from, random);
    FloatMatrix x = contexts.select(matched); // the context belongs to the target
    ProbabilityPath.Draws way = path.draw(from, targets.select(matched), random);
    NDArray truth = pass.array(way.velocities()); // [n, d], as what is learned
    NDArray learned =
        velocity
            .map(network -> network.at(pass, way.times(), way.points(), x))
            .orElseGet(() -> pass.array(new FloatMatrix(drawn.length, targets.columns())));
    if (settings.broadcast()) {
      NDArray mean = truth.mean(new int[] {0}, true);
      NDArray spread = truth.sub(mean).square().mean();
      return learned.sub(mean).square().mean().add(spread); // |v_i - u_j|^2 over all i and j
    }
    return learned.sub(truth).square().mean(); // over rows and coordinates
  }

  /** Returns y_0 of each row: where its straight path starts. */
  private FloatMatrix sources(int[] rows, RandomStream random) {
    FloatMatrix from = rejected.select(rows);
    switch (settings.trainingSource()) {
      case REJECTED -> {}
      case REFERENCE -> {
        // Either segment of a pair is a sample of the reference; which one must not tell the label.
        for (int i = 0; i < rows.length; i++) {
          if (random.nextInt(2) == 0) {
            from.setRow(i, targets.row(rows[i]));
          }
        }
      }
      case NOISE -> {
        for (int k = 0; k < from.values().length; k++) {
          from.values()[k] = (float) random.nextGaussian();
        }
      }
    }
    return from;
  }

  /** Returns the row of the target of each source, matched in batches of the training's size. */
  private int[] match(int[] rows, FloatMatrix from, RandomStream random) {
    int[] matched = new int[rows.length];
    int size = settings.fitting().batchSize();
    for (int start = 0; start < rows.length; start += size) {
      int end = Math.min(rows.length, start + size);
      int[] batch = Arrays.copyOfRange(rows, start, end);
      int[] order =
          settings
              .coupling()
              .match(
                  from.slice(start, end),
                  targets.select(batch),
                  contexts.select(batch),
                  settings.contextWeight(),
                  random);
      for (int i = 0; i < batch.length; i++) {
        matched[start + i] = batch[order[i]];
      }
    }
    return matched;
  }

  private static int[] repeated(int[] rows, int times) {
    int[] result = new int[rows.length * times];
    Arrays.setAll(result, i -> rows[i % rows.length]);
    return result;
  }

  /** Returns the scales in which the pairs' plans are flowed. */
  static Standardizer scales(PfmSettings settings, List<PreferencePair> pairs, int length) {
    return settings.standardize()
        ? Plans.scales(
            pairs.stream().flatMap(pair -> Stream.of(pair.first(), pair.second())).toList(), length)
        : Standardizer.identity(length * pairs.get(0).first().actions().columns());
  }
}
