package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Losses;
import org.prefbench.nn.Minibatches;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.policy.Policy;
import org.prefbench.segment.Beta;
import org.prefbench.segment.FineTuning;
import org.prefbench.segment.PairArrays;
import org.prefbench.segment.PairTerms;
import org.prefbench.segment.SegmentLikelihood;

/**
 * A policy for each of several hidden types of annotators, by expectation and maximisation, which
 * methods share (Chidambaram et al. 2024, arXiv 2405.15065):
 *
 * <pre>
 * E: gamma_ak ~ prior_ak prod_{votes j of a} sigmoid(beta u_k(j)),   prior_ak = share_k g_ak
 * M: min over theta_k of - E gamma_ak log sigmoid(beta u_k)
 * </pre>
 *
 * <p>with u_k = D_k(winner) - D_k(loser), D the log-ratio to the reference, and share_k the mean of
 * gamma_ak over the annotators. The paper's prior is share_k alone. While the policies have hardly
 * moved no vote tells types apart by them, and all that was known would be forgotten; so g_ak, the
 * first guess of {@link LinearTypes}, at least 0.05, stays a part of it, which a few votes
 * outweigh.
 *
 * @param policies one per type
 * @param responsibilities who probably has which type
 * @param pairs what they were learned from
 */
record TypedPolicies(
    List<GaussianPolicy> policies, Responsibilities responsibilities, PairArrays pairs) {
  private static final int BATCH = 1_024; // pairs at a time, a matter of memory
  private static final double DOUBT = 0.05; // of the first guess
  private static final int MOST_TOLD = 100; // annotators on the learning curve

  /** How they are learned. */
  record Setting(
      @Inline Beta strength,
      @Help("types of annotators, >= 1") int types,
      @Help("rounds of expectation and maximisation, >= 1, which share the steps") int rounds,
      @Help(
              "whether standard deviations that do not depend on the state are trained too; those"
                  + " that a network computes always are")
          boolean trainStd,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, >= 1")
          @Help(
              of = "keep",
              value =
                  "the state that is kept in every round: last, or best: the smallest loss on held-out"
                      + " pairs")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          Fitting fitting) {
    /** Validates. */
    Setting {
      Checks.between("types", types, 1, 100);
      Checks.atLeast("rounds", rounds, 1);
    }

    /** Returns two types in five rounds, fitted as direct methods are. */
    static Setting usual() {
      return new Setting(new Beta(0.1), 2, 5, true, FineTuning.FITTING);
    }
  }

  /** Returns log P of a label where the log-odds that the first wins are z. */
  static double log(double z, double probabilityFirst) {
    double softplus = Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
    return probabilityFirst * z - softplus;
  }

  /**
   * Learns the policies.
   *
   * @param deployed what acts, of what has been learned so far
   */
  static TypedPolicies fit(
      Setting setting,
      GaussianPolicy reference,
      PairArrays pairs,
      TrainingContext context,
      Function<TypedPolicies, Policy> deployed) {
    Fitting all = setting.fitting;
    Learner learner = all.learner(context.ledger());
    List<SegmentLikelihood> likelihoods = new ArrayList<>();
    for (int k = 0; k < setting.types; k++) {
      likelihoods.add(
          new SegmentLikelihood(pairs.segments(), reference, learner, setting.trainStd));
    }
    Minibatches batches = all.batches(pairs.pairs(), context.seed());
    int[] votes = batches.training();
    Responsibilities guess =
        LinearTypes.guess(pairs, votes, setting.types, context.seed().child("types"));
    Responsibilities who = guess;
    float beta = (float) setting.strength.beta();
    int rounds = Math.min(setting.rounds, all.steps());
    for (int round = 0, done = 0; round < rounds; round++) {
      int steps = (all.steps() - done) / (rounds - round);
      Responsibilities now = who;
      Objective objective =
          Objective.fromIdle((pass, rows) -> loss(pass, rows, likelihoods, pairs, now, beta));
      learner.fit(
          steps(all, steps),
          batches,
          new Part(context.monitor(), done, steps, all.steps()),
          objective,
          () -> deployed.apply(of(likelihoods, now, pairs)));
      done += steps;
      who =
          expectation(learner, likelihoods, pairs, votes, guess.priors(now.shares(), DOUBT), beta);
    }
    tell(context.monitor(), all.steps(), who, pairs.annotators());
    return of(likelihoods, who, pairs);
  }

  private static TypedPolicies of(
      List<SegmentLikelihood> likelihoods, Responsibilities who, PairArrays pairs) {
    return new TypedPolicies(
        likelihoods.stream().map(SegmentLikelihood::policy).toList(), who, pairs);
  }

  private static Fitting steps(Fitting all, int steps) {
    return new Fitting(
        all.learningRate(),
        all.schedule(),
        all.warmUp(),
        all.batchSize(),
        steps,
        all.maxGradientNorm(),
        all.validationShare(),
        all.keep());
  }

  /** The mean over some pairs of the cross-entropies of all types, weighted by who has which. */
  private static NDArray loss(
      Pass pass,
      int[] rows,
      List<SegmentLikelihood> likelihoods,
      PairArrays pairs,
      Responsibilities who,
      float beta) {
    NDArray sum = pass.scalar(0);
    NDArray implied = pass.scalar(0);
    for (int k = 0; k < likelihoods.size(); k++) {
      PairTerms terms = new PairTerms(pass, pairs, likelihoods.get(k), rows);
      NDArray weights = pass.rows(who.ofVotes(pairs.annotator(), k), rows);
      NDArray margins = terms.margins();
      NDArray each = Losses.logistic(margins.mul(pass.scalar(beta)), terms.probabilityFirst());
      sum = sum.add(each.mul(weights));
      implied = implied.add(margins.mul(weights));
    }
    if (pass.watched()) {
      NDArray lean = pass.rows(pairs.probabilityFirst(), rows).sub(0.5f).sign();
      NDArray right = implied.mul(lean).sign().add(1).mul(pass.scalar(0.5f));
      pass.metric("implicit-accuracy", right.booleanMask(lean.neq(pass.scalar(0))));
    }
    return sum.mean();
  }

  private static Responsibilities expectation(
      Learner learner,
      List<SegmentLikelihood> likelihoods,
      PairArrays pairs,
      int[] votes,
      double[][] priors,
      float beta) {
    double[][] logs = new double[votes.length][likelihoods.size()];
    int[] annotator = new int[votes.length];
    for (int from = 0; from < votes.length; from += BATCH) {
      int first = from;
      int[] rows = Arrays.copyOfRange(votes, from, Math.min(from + BATCH, votes.length));
      for (int k = 0; k < likelihoods.size(); k++) {
        int type = k;
        learner.evaluate(
            pass -> {
              NDArray margins = new PairTerms(pass, pairs, likelihoods.get(type), rows).margins();
              float[] u = margins.toFloatArray();
              for (int j = 0; j < u.length; j++) {
                float label = pairs.probabilityFirst()[rows[j]];
                logs[first + j][type] = log(beta * u[j], label);
                annotator[first + j] = pairs.annotator()[rows[j]];
              }
              return margins.sum();
            });
      }
    }
    return Responsibilities.of(priors, logs, annotator);
  }

  /** Who is like the first annotator: types have no names, and may be exchanged between runs. */
  private static void tell(
      Monitor monitor, long step, Responsibilities who, List<String> annotators) {
    for (int a = 1; a < Math.min(annotators.size(), MOST_TOLD); a++) {
      monitor.metric("same-type-" + annotators.get(a), step, who.same(0, a));
    }
    double[] shares = who.shares();
    for (int k = 0; k < shares.length; k++) {
      monitor.metric("type-share-" + (k + 1), step, shares[k]);
    }
  }

  /** One round of a training, shown as a part of all of it. */
  private record Part(Monitor whole, int done, int steps, int all) implements Monitor {
    @Override
    public int checkpoints() {
      return whole.checkpoints();
    }

    @Override
    public boolean checkpointDue(long step, long of) {
      return whole.checkpointDue(done + step, all);
    }

    @Override
    public boolean keepsMetrics() {
      return whole.keepsMetrics();
    }

    @Override
    public void progress(long step, long of) {
      whole.progress(done + step, all);
    }

    @Override
    public void metric(String name, long step, double value) {
      boolean kept = name.startsWith("kept-");
      if (kept && done + steps < all || step == 0 && done > 0) {
        return; // of the last round, and of the end of the round before
      }
      whole.metric(name, done + step, name.equals("kept-step") ? done + value : value);
    }

    @Override
    public void checkpoint(long step, long of, double validationLoss, Supplier<Policy> policy) {
      whole.checkpoint(done + step, all, validationLoss, policy);
    }
  }
}
