package org.prefbench.generative.image;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.flow.Coupling;
import org.prefbench.flow.Integration;
import org.prefbench.flow.ProbabilityPath;
import org.prefbench.flow.StraightPath;
import org.prefbench.generative.Plans;
import org.prefbench.generative.ReferencePlans;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferencePair;

/**
 * The training of a {@link UNet} by the loss of preference flow matching on labelled pairs; the
 * settings are those of {@code pfm} that make sense of images.
 */
public record UNetMatching(
    @Help("how rejected and preferred images of a batch are joined; the paper: paired")
        Coupling coupling,
    @Help("weight of squared context distance in minibatch-ot, >= 0; released code: 0")
        double contextWeight,
    @Help("spread around the straight path, in units of actions; released code: 0.1") double sigma,
    @Help("channels of the U-Net, a multiple of 16; released code: 32") int channels,
    @Inline(without = {"warm-up", "max-gradient-norm"})
        @Help(of = "batch-size", value = "pairs per gradient step; released code: 125")
        @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
        Fitting fitting,
    @Inline Integration integration,
    @Help("times that the flow is applied in a row, >= 1; the paper: 1") int reapply) {
  /** Validates. */
  public UNetMatching {
    Checks.notNegative("context-weight", contextWeight);
    Checks.notNegative("sigma", sigma);
    Checks.require(
        channels >= UNet.LEAST && channels % UNet.LEAST == 0,
        "channels must be a multiple of %d, got %d",
        UNet.LEAST,
        channels);
    Checks.atLeast("reapply", reapply, 1);
  }

  /**
   * Returns the policy that moves the reference's plans.
   *
   * @param pairs decided ones
   */
  public Policy fit(List<PreferencePair> pairs, Policy reference, TrainingContext context) {
    return new Training(this, pairs, reference, context).run();
  }

  /** One training. */
  private static final class Training {
    private final UNetMatching settings;
    private final TrainingContext context;
    private final Seed seed;
    private final ReferencePlans source;
    private final int length;
    private final Standardizer contextScales;
    private final FloatMatrix rejected; // y-, [n, d]
    private final FloatMatrix targets; // y+, [n, d]
    private final FloatMatrix contexts; // x, [n, obs]
    private final ProbabilityPath path;
    private final Minibatches batches;
    private final boolean[] held;
    private final Learner learner;
    private final UNet initial;
    private final Learner.Vector[] parameters;

    Training(
        UNetMatching settings,
        List<PreferencePair> pairs,
        Policy reference,
        TrainingContext context) {
      this.settings = settings;
      this.context = context;
      seed = context.seed().child("u-net");
      source = new ReferencePlans(reference);
      length = pairs.stream().mapToInt(PreferencePair::length).max().orElseThrow();
      List<Segment> preferred = pairs.stream().map(PreferencePair::preferred).toList();
      rejected = Plans.of(pairs.stream().map(PreferencePair::rejected).toList(), length);
      targets = Plans.of(preferred, length);
      FloatMatrix starts =
          FloatMatrix.stack(preferred.stream().map(s -> s.observations().slice(0, 1)).toList());
      contextScales = Standardizer.of(starts);
      contexts = contextScales.apply(starts);
      path = new StraightPath(settings.sigma);
      batches = settings.fitting.batches(pairs.size(), seed.child("batches"));
      held = new boolean[pairs.size()];
      Arrays.fill(held, true);
      for (int row : batches.training()) {
        held[row] = false;
      }
      learner = settings.fitting.learner(context.ledger());
      initial =
          UNet.initial(
              settings.channels, targets.columns(), contexts.columns(), seed.child("weights"));
      parameters = UNetFlow.declare(learner, initial);
    }

    Policy run() {
      learner.fit(
          settings.fitting,
          batches,
          context.monitor(),
          Objective.beside(
              (pass, rows) -> loss(pass, Optional.empty(), rows),
              (pass, rows) -> loss(pass, Optional.of(initial), rows)),
          this::policy);
      return policy();
    }

    private Policy policy() {
      float[] weights = new float[initial.weights().length];
      int at = 0;
      for (Learner.Vector vector : parameters) {
        float[] values = learner.read(vector);
        System.arraycopy(values, 0, weights, at, values.length);
        at += values.length;
      }
      return new UNetFlow(
          source,
          length,
          initial.with(weights),
          contextScales,
          settings.integration,
          settings.reapply);
    }

    /**
     * Returns the loss of {@code pfm}; without a network that of the flow that stands still. The
     * same draws at every look at held-out rows.
     */
    private NDArray loss(Pass pass, Optional<UNet> field, int... rows) {
      Seed draw =
          held[rows[0]] ? seed.child("validation") : seed.child("noise").child(learner.steps());
      RandomStream random = draw.generator();
      FloatMatrix from = rejected.select(rows);
      int[] order =
          settings.coupling.match(
              from, targets.select(rows), contexts.select(rows), settings.contextWeight, random);
      int[] matched = new int[rows.length];
      Arrays.setAll(matched, i -> rows[order[i]]);
      ProbabilityPath.Draws way = path.draw(from, targets.select(matched), random);
      NDArray truth = pass.array(way.velocities());
      NDArray learned =
          field
              .map(
                  net ->
                      UNetFlow.velocity(
                          pass,
                          net,
                          parameters,
                          way.times(),
                          way.points(),
                          contexts.select(matched)))
              .orElseGet(() -> pass.array(new FloatMatrix(rows.length, targets.columns())));
      return learned.sub(truth).square().mean();
    }
  }
}
