package org.prefbench.method.imitation;

import java.util.List;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.Parameters;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;

/**
 * Fits a Gaussian policy to state-action pairs by maximum likelihood. What the methods of this
 * package share, settings included; they differ in the data.
 */
public record Cloning(
    @Help("gaussian, or tanh-gaussian to keep actions inside their bounds")
        GaussianPolicy.Form distribution,
    @Help("whether the network also computes the standard deviations") boolean stateDependentStd,
    @Help("units per hidden layer, >= 1 (CORL: 256)") int hiddenSize,
    @Help("number of hidden layers, >= 0 (CORL: 2)") int hiddenLayers,
    @Inline(without = {"warm-up", "max-gradient-norm"})
        @Help(of = "learning-rate", value = "Adam's step size, > 0 (CORL: 3e-4)")
        @Help(of = "batch-size", value = "state-action pairs per step, >= 1 (CORL: 256)")
        @Help(of = "steps", value = "gradient steps, >= 1 (CORL: up to 1e6)")
        @Help(of = "validation-share", value = "share of the episodes held out, in [0, 0.5]")
        Fitting fitting) {
  /** Validates. */
  public Cloning {
    Checks.atLeast("hidden-size", hiddenSize, 1);
    Checks.atLeast("hidden-layers", hiddenLayers, 0);
  }

  /**
   * Returns the settings of the CORL baselines (Tarasov et al. 2022, arXiv 2210.07105), with a
   * learning rate that falls along a cosine.
   */
  static Cloning corl(int steps, double validationShare) {
    return new Cloning(
        GaussianPolicy.Form.GAUSSIAN,
        false,
        256,
        2,
        Fitting.of(3e-4, Schedule.COSINE, 256, steps, validationShare));
  }

  /** Refuses to keep actions inside bounds where there are none. */
  void check(String method, Prospect prospect) {
    Checks.require(
        distribution == GaussianPolicy.Form.GAUSSIAN || prospect.environment().actions().bounded(),
        "%s.distribution must be gaussian where actions have no bounds, as in %s, got %s",
        method,
        prospect.environment().id(),
        Parameters.word(distribution));
  }

  /** Returns the policy that explains the actions of {@code segments} best. */
  GaussianPolicy fit(List<Segment> segments, Space actionSpace, TrainingContext context) {
    FloatMatrix observations =
        FloatMatrix.stack(
            segments.stream().map(s -> s.observations().slice(0, s.length())).toList());
    FloatMatrix actions = FloatMatrix.stack(segments.stream().map(Segment::actions).toList());
    GaussianPolicy initial = initial(observations, actions, actionSpace, context.seed());
    FloatMatrix inputs = initial.standardizer().apply(observations);
    FloatMatrix latents = initial.latents(actions);
    float[] volumes = new float[latents.rows()];
    double[] logVolumes = initial.logVolumes(latents);
    for (int i = 0; i < volumes.length; i++) {
      volumes[i] = (float) logVolumes[i];
    }

    Learner learner = fitting.learner(context.ledger());
    GaussianHead head = new GaussianHead(learner, initial);
    Minibatches batches =
        fitting.batchesOfGroups(
            segments.stream().mapToInt(Segment::length).toArray(), context.seed());
    learner.fit(
        fitting,
        batches,
        context.monitor(),
        (pass, rows) ->
            pass.rows(volumes, rows)
                .sub(head.logProbabilities(pass, pass.rows(inputs, rows), pass.rows(latents, rows)))
                .mean(),
        head::policy);
    return head.policy();
  }

  /** Deviations start at those of the data, which no mean can exceed. */
  private GaussianPolicy initial(
      FloatMatrix observations, FloatMatrix actions, Space actionSpace, Seed seed) {
    int size = actionSpace.size();
    Mlp network =
        Mlp.initial(
            Mlp.sizes(
                observations.columns(),
                hiddenSize,
                hiddenLayers,
                stateDependentStd ? 2 * size : size),
            Activation.RELU,
            seed.child("weights"));
    GaussianPolicy policy =
        new GaussianPolicy(
            distribution,
            actionSpace,
            Standardizer.of(observations),
            network,
            stateDependentStd ? new float[0] : new float[size]);
    if (stateDependentStd) {
      return policy;
    }
    float[] logStd = Standardizer.of(policy.latents(actions)).scale();
    for (int j = 0; j < size; j++) {
      double log = StrictMath.log(logStd[j]);
      logStd[j] =
          (float) Math.max(GaussianPolicy.MIN_LOG_STD, Math.min(GaussianPolicy.MAX_LOG_STD, log));
    }
    return policy.with(network, logStd);
  }
}
