package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.LabelledPairs;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Seed;
import org.prefbench.nn.GaussianDivergence;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.segment.DirectMethod;
import org.prefbench.segment.FineTuning;
import org.prefbench.segment.GapLoss;
import org.prefbench.segment.GapMethod;
import org.prefbench.segment.SegmentArrays;

/**
 * Self-play preference optimisation in rounds (Wu et al. 2024, "Self-play preference optimization
 * for language model alignment", arXiv 2405.00675, algorithm 1): each after the first learns from
 * pairs that the policy of the one before draws in the simulator and the teacher labels.
 *
 * <pre>
 * D_r(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_r(a_t | s_t) ],   pi_1 = pi_ref
 * P_r(y)       = mean over the other y' of the same start of [ y beats y' ],   y, y' ~ pi_r
 * L_r(theta)   = E 1/2 [ (D_r(y) - eta (P_r(y) - 1/2))^2 + (D_r(y') - eta (P_r(y') - 1/2))^2 ]
 * pi_{r+1}     = argmin L_r
 * </pre>
 *
 * <p>A round is a step of multiplicative weights against oneself, pi_r(y) exp(eta P(y beats pi_r))
 * up to a constant, to first order in eta; {@code centred} takes the mean of D over the batch off,
 * which makes it exact. In a game without a pure best answer such steps turn about the balance:
 * what settles there is their average, and what acts is the last one, as in the paper.
 *
 * <p>The first round takes the given pairs, which is {@code sppo}. On the learning curve a round's
 * numbers have its name before theirs, with the policy of the round before as the reference; {@code
 * kl} is that to the reference itself after each round, nats per step of the given pairs.
 *
 * <p>Differs from the paper: P comes from the teacher's answers, two segments of a start and so one
 * answer unless {@code samples} is larger, not from a model of pairs on five; all of them are
 * learned from, not the best and the worst; a segment is not compared with itself, for which the
 * released code counts one half, so that its eta is (n - 1) / n of this one; rounds share their
 * starts, those of the given pairs, and with more samples held-out pairs share segments with
 * others; eta and the rest as in {@code sppo}. The reference needs a density, so it must come from
 * {@code bc}.
 */
public final class SppoRounds implements AlgorithmFactory<DirectMethod.Settings<SppoRounds.Hyper>> {
  private static final String ID = "sppo-rounds";
  private static final String TITLE =
      "Self-play preference optimisation in rounds of fresh pairs (Wu et al. 2024, arXiv 2405.00675)";

  /** The settings of rounds and loss. */
  public record Hyper(
      @Help("step of multiplicative weights: a sure winner is to gain eta / 2 nats, > 0")
          double eta,
      @Help("whether the batch's mean of D is taken off (paper: no)") boolean centred,
      @Help("rounds, >= 1, of which the first is that of the given pairs (paper: 3)")
          int iterations,
      @Help("segments drawn from each start in a round and compared each with each, >= 2; paper: 5")
          int samples) {
    /** Validates. */
    public Hyper {
      Checks.positive("eta", eta);
      Checks.atLeast("iterations", iterations, 1);
      Checks.atLeast("samples", samples, 2);
    }
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return TITLE;
  }

  @Override
  public Family family() {
    return Family.DIRECT;
  }

  @Override
  public DirectMethod.Settings<Hyper> defaults() {
    return new DirectMethod.Settings<>(new Hyper(10, false, 3, 2), false, FineTuning.FITTING);
  }

  @Override
  public Set<Needs> needs(DirectMethod.Settings<Hyper> settings) {
    return settings.loss().iterations > 1
        ? EnumSet.of(Needs.REFERENCE_WEIGHTS, Needs.TRAINING_SIMULATOR, Needs.TEACHER)
        : EnumSet.of(Needs.REFERENCE_WEIGHTS);
  }

  @Override
  public void check(DirectMethod.Settings<Hyper> settings, Prospect prospect) {
    prospect.requirePairs(ID);
    GaussianHead.checkReference(prospect, ID);
  }

  @Override
  public Algorithm create(DirectMethod.Settings<Hyper> settings) {
    return (input, context) -> train(settings, input, context);
  }

  private static GaussianPolicy train(
      DirectMethod.Settings<Hyper> settings, TrainingInput input, TrainingContext context) {
    GaussianPolicy reference = GaussianHead.requireReference(input, ID);
    SelfPlay pairs = new SelfPlay(ID, input);
    FloatMatrix states = states(input, reference);
    int rounds = settings.loss().iterations;
    Monitor monitor = context.monitor();
    GaussianPolicy policy = reference;
    for (int round = 1; round <= rounds; round++) {
      Seed seed = round == 1 ? context.seed() : context.seed().child("round").child(round);
      GapMethod.Gaps known =
          round == 1 ? pairs.given() : pairs.drawn(policy, settings.loss().samples, seed);
      TrainingContext part =
          new TrainingContext(seed, context.ledger(), monitor.part("round-" + round + "-"));
      policy = (GaussianPolicy) new Round(known).create(settings).train(from(policy, input), part);
      GaussianPolicy now = policy;
      double[] kl = GaussianDivergence.of(now, reference, states);
      monitor.metric("kl", round, Arrays.stream(kl).average().orElseThrow());
      monitor.progress(round, rounds);
      if (monitor.checkpointDue(round, rounds)) {
        monitor.checkpoint(round, rounds, Double.NaN, () -> now);
      }
    }
    return policy;
  }

  /** The states of the given pairs, standardised, {@code [steps, obs]}. */
  private static FloatMatrix states(TrainingInput input, GaussianPolicy reference) {
    SegmentArrays given =
        SegmentArrays.of(LabelledPairs.segments(LabelledPairs.of(input.preferences())));
    return reference.standardizer().apply(given.observations().select(given.steps()));
  }

  private static TrainingInput from(GaussianPolicy policy, TrainingInput input) {
    return new TrainingInput(
        input.environment(),
        Optional.of(policy),
        input.trajectories(),
        input.preferences(),
        Optional.empty(),
        Optional.empty());
  }

  /** One round: the pairs and their probabilities less 1/2 are known before it begins. */
  private static final class Round extends GapMethod<Hyper> {
    private final Gaps known;

    Round(Gaps known) {
      super(ID, TITLE, new SppoRounds().defaults().loss());
      this.known = known;
    }

    @Override
    protected Gaps gaps(
        Hyper hyper, double validationShare, TrainingInput input, TrainingContext context) {
      return known;
    }

    @Override
    public GapLoss loss(Hyper hyper) {
      float eta = (float) hyper.eta;
      return (pass, logRatios, advantages) -> {
        NDArray targets = advantages.transpose().mul(pass.scalar(eta)); // [n, 2]
        NDArray gained = hyper.centred ? logRatios.sub(logRatios.mean()) : logRatios;
        return gained.sub(targets).square().sum(new int[] {1}).mul(pass.scalar(0.5f));
      };
    }
  }
}
