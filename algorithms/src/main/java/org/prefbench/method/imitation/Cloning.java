package org.prefbench.method.imitation;

import java.util.List;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.nn.Activation;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Mlp;
import org.prefbench.nn.Schedule;
import org.prefbench.nn.Standardizer;

/**
 * Fits a Gaussian policy to state-action pairs by maximum likelihood. What the methods of this
 * package share; they differ in the data.
 *
 * @param form whether actions are squashed into their bounds
 * @param stateDependentStd whether the network computes the deviations too
 */
record Cloning(
    GaussianPolicy.Form form,
    boolean stateDependentStd,
    int hiddenSize,
    int hiddenLayers,
    double learningRate,
    Schedule schedule,
    int batchSize,
    long steps,
    double validationShare) {

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

    Learner learner = new Learner(Adam.of(learningRate).with(schedule, steps), context.ledger());
    GaussianHead head = new GaussianHead(learner, initial);
    Minibatches batches =
        Minibatches.ofGroups(
            segments.stream().mapToInt(Segment::length).toArray(),
            validationShare,
            batchSize,
            context.seed());
    learner.fit(
        steps,
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
            form,
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
