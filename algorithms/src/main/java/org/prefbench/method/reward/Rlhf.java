package org.prefbench.method.reward;

import ai.djl.ndarray.NDArray;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.Seed;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Adam;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Pass;
import org.prefbench.policy.Policy;
import org.prefbench.reward.RewardModel;
import org.prefbench.rl.PpoSettings;

/**
 * Reinforcement learning from human feedback: a Bradley-Terry reward, then proximal policy
 * optimisation in the simulator with a penalty for leaving the reference (Christiano et al. 2017,
 * arXiv 1706.03741; Ouyang et al. 2022, arXiv 2203.02155; PPO: Schulman et al. 2017, arXiv
 * 1707.06347).
 *
 * <pre>
 * maximise  E sum_t [ r(s_t, a_t) - beta (log pi(a_t|s_t) - log pi_ref(a_t|s_t)) ]
 *
 * policy    L = - E min( w A, clip(w, 1 - c, 1 + c) A ),   w = pi(a|s) / pi_old(a|s)
 * value     L = E (V(s) - G)^2,  A and G by generalised advantage estimation (arXiv 1506.02438)
 * </pre>
 *
 * For one-step tasks the optimum is pi proportional to pi_ref exp(r / beta).
 *
 * <p>Differs from the papers: the reward is shifted to zero mean over the labelled steps ({@code
 * reward-constant}), because Bradley-Terry on pairs of equal length leaves a constant free that
 * would pay for (or punish) staying alive; the value is learned in units of the spread of the first
 * returns, and policy and value have an optimiser each, so that the scale of the reward moves no
 * other setting; an episode cut by time is continued by the value of its last state. No entropy
 * bonus. The rate of the policy's steps adapts to how far the policy has come from the one that was
 * rolled out (Rudin et al. 2021, arXiv 2109.11978): clipping alone lets a narrow Gaussian leave the
 * states that the reward was learned on. The rate begins at its smallest, because Adam's first
 * steps have the size of the learning rate whatever the gradient: at a tenth of a clone's noise
 * they took the policy 50 nats per step away, from where clipped ratios have no gradient back.
 */
public final class Rlhf implements AlgorithmFactory<Rlhf.Hyper> {
  /** The smallest rate of the policy's steps, in units of the learning rate. */
  private static final double MIN_RATE = 1e-5;

  /** The hyperparameters. */
  public record Hyper(
      @Help("weight of the divergence from the reference, > 0; 1 in the toy of Kim et al. 2024")
          double beta,
      @Inline PpoSettings ppo,
      RewardModel.Setting reward) {
    /** Validates. */
    public Hyper {
      Checks.positive("beta", beta);
    }
  }

  @Override
  public String id() {
    return "rlhf";
  }

  @Override
  public String title() {
    return "RLHF: Bradley-Terry reward ensemble, then PPO with a KL term (Christiano et al. 2017; Ouyang et al. 2022)";
  }

  @Override
  public Family family() {
    return Family.REWARD;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(0.1, PpoSettings.defaults(), RewardModel.Setting.bPref());
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of(Needs.REFERENCE_WEIGHTS, Needs.TRAINING_SIMULATOR);
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
    GaussianHead.checkReference(prospect, id());
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private Policy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    PpoSettings ppo = hyper.ppo();
    GaussianPolicy reference = GaussianHead.requireReference(input, id());
    RewardModel reward = RewardModel.fit(input.preferences(), hyper.reward(), context);
    Seed seed = context.seed().child("ppo");
    Adam adam = Adam.of(ppo.learningRate()).withMaxNorm(ppo.maxGradientNorm());
    Learner policyLearner = new Learner(adam, context.ledger());
    GaussianHead head = new GaussianHead(policyLearner, reference);
    Learner valueLearner = new Learner(adam, context.ledger());
    Learner.Network value =
        valueLearner.network(
            Mlp.initial(
                Mlp.sizes(reference.standardizer().size(), ppo.valueHiddenSize(), 2, 1),
                Activation.RELU,
                seed.child("value")));

    int copies = Math.min(ppo.copies(), ppo.simulatorSteps());
    int horizon = Math.min(ppo.horizon(), Math.max(1, ppo.simulatorSteps() / copies));
    long updates = Math.max(1, ppo.simulatorSteps() / ((long) copies * horizon));
    PpoRollout rollout =
        new PpoRollout(
            input.requireSimulator(), reference, reward, hyper.beta(), copies, horizon, seed);
    Monitor monitor = context.monitor();
    double valueScale = Double.NaN;
    double rate = MIN_RATE; // of the policy's steps, in units of the learning rate
    policyLearner.scaleRate(rate);
    for (long update = 1; update <= updates; update++) {
      PpoRollout.Batch batch =
          rollout.collect(
              head.policy(), valueLearner.read(value), valueScale, ppo.discount(), ppo.gaeDecay());
      valueScale = batch.valueScale();
      Minibatches minibatches =
          Minibatches.of(batch.rows(), 0, ppo.batchSize(), seed.child("update").child(update));
      int perEpoch = (batch.rows() + ppo.batchSize() - 1) / ppo.batchSize();
      long steps = (long) ppo.epochs() * perEpoch;
      for (long step = 0; step < steps; step++) {
        int[] rows = minibatches.next();
        double[] kl = {0};
        policyLearner.step(pass -> policyLoss(pass, head, batch, rows, (float) ppo.clip(), kl));
        valueLearner.step(pass -> valueLoss(pass, value, batch, rows));
        if (step > 0) { // the first rows of an update find the policy that was rolled out
          rate = adapted(rate, kl[0], ppo.targetKl());
          policyLearner.scaleRate(rate);
        }
      }
      monitor.metric("policy-rate", update, rate);
      monitor.progress(update, updates);
      monitor.metric("learned-reward", update, batch.meanReward());
      monitor.metric("divergence", update, batch.meanDivergence());
      double loss = -(batch.meanReward() - hyper.beta() * batch.meanDivergence());
      if (monitor.checkpointDue(update, updates)) {
        monitor.checkpoint(update, updates, loss, head::policy);
      }
    }
    return head.policy();
  }

  /** Returns the rate of the next step: smaller while the policy moves too far, at most 1. */
  private static double adapted(double rate, double kl, double target) {
    if (kl > 2 * target) {
      return Math.max(rate / 1.5, MIN_RATE);
    }
    return kl < target / 2 ? Math.min(rate * 1.5, 1) : rate;
  }

  /** Leaves E (w - 1 - log w), an estimate of KL(pi_old || pi) that is never negative, in kl. */
  private static NDArray policyLoss(
      Pass pass, GaussianHead head, PpoRollout.Batch batch, int[] rows, float clip, double[] kl) {
    NDArray logProbabilities =
        head.logProbabilities(
            pass, pass.rows(batch.inputs(), rows), pass.rows(batch.latents(), rows));
    NDArray logRatio = logProbabilities.sub(pass.rows(batch.oldLogProbabilities(), rows));
    NDArray ratio = logRatio.exp();
    kl[0] = ratio.sub(logRatio).mean().getFloat() - 1;
    NDArray advantages = pass.rows(batch.advantages(), rows);
    NDArray clipped = ratio.clip(1 - clip, 1 + clip).mul(advantages);
    return ratio.mul(advantages).minimum(clipped).mean().neg();
  }

  private static NDArray valueLoss(
      Pass pass, Learner.Network value, PpoRollout.Batch batch, int[] rows) {
    NDArray predicted = pass.forward(value, pass.rows(batch.inputs(), rows)).reshape(rows.length);
    return predicted.sub(pass.rows(batch.targets(), rows)).square().mean();
  }
}
