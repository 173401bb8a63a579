package org.prefbench.method.flow;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.flow.Coupling;
import org.prefbench.flow.OdeMethod;
import org.prefbench.nn.Schedule;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferencePair;

/**
 * Preference flow matching: learns the flow that carries rejected segments into preferred ones and
 * moves the reference's segments by it, without a reward model and without touching the reference
 * (Kim, Lee, Kang, Oh, Chong and Yun 2024, arXiv 2405.19806).
 *
 * <p>A segment y is its l actions in one vector, the context x the observation at its start. With t
 * uniform in [0, 1], (x, y+, y-) a labelled pair and y_t ~ N(t y+ + (1-t) y-, sigma^2 I) the
 * velocity v minimises (the paper's equation for conditional flow matching)
 *
 * <pre>
 * L = E || v(t, y_t | x) - (y+ - y-) ||^2 / d.
 * </pre>
 *
 * Acting, the reference is rolled out for l steps on a fork of the simulator, dy/dt = v(t, y | x)
 * is solved from t = 0 to 1 from its actions, the first action of the result is executed, and the
 * plan is made anew. The loss is in {@link FlowMatching}, the acting in {@link FlowPolicy}.
 *
 * <p>The paper trains from the rejected segments and acts from the reference's. That is not the
 * flow's own source: rejected segments follow p0(y | x) = 2 pi(y | x) P(y is rejected), and with
 * {@code N(0, 1)} as reference and a teacher for whom more is better the flow takes the reference
 * to mean 1.166, past the preferred law's 0.564. Two ways to make both ends meet, and one to do
 * without the simulator, are hyperparameters:
 *
 * <ul>
 *   <li>{@code training-source reference}: y_0 is either segment of the pair, by the toss of a coin
 *       that does not know the label. Both are roll-outs of the reference from the pair's start, so
 *       y_0 follows the reference given x exactly, and the flow carries the reference into the
 *       preferred law; half of the paths stand still.
 *   <li>{@code training-source noise} with {@code source noise}: y_0 ~ N(0, I), as in flow matching
 *       for generation (Lipman et al. 2023, arXiv 2210.02747): a conditional model of the preferred
 *       segments that asks neither reference nor simulator when it acts.
 *   <li>{@code source imagined}: the reference's plan is rolled out in a {@link DynamicsModel}
 *       learned from the logged transitions, from the present observation, instead of on a fork.
 * </ul>
 *
 * The deterministic form flows the plan that the source makes without sampling: the reference's
 * roll-out by its mean actions, or the mean of the noise.
 *
 * <p>Differs from the paper: written from its equations, not from the released tutorials, whose
 * labels carry no information and whose source and target are exchanged. (a) Pairs stay together
 * ({@code coupling paired}), as in the equation; the released code re-matches by optimal transport
 * and so mixes contexts. (b) x and y are standardised, y by one mean and deviation per action
 * coordinate over all steps, so that sigma and the network mean the same in any unit; the released
 * code scales neither. (c) The learning rate falls to 0 along a half cosine, so that the last
 * parameters need no averaging; the released code keeps it constant. (d) Ties and skipped queries
 * are not trained on. Segments that ended early are filled up with zero actions, as in the released
 * code. Where the two segments of a pair start in different states, x is that of the preferred one,
 * because the context belongs to the target; then {@code training-source reference} starts from the
 * pairs' segments in their contexts' mixture.
 */
public final class Pfm implements AlgorithmFactory<Pfm.Hyper> {

  /** Where the flow starts when it is learned. */
  public enum TrainingSource {
    /** The rejected segment of a pair, as in the paper. */
    REJECTED,
    /** Either segment of a pair, by the toss of a coin: the law of the reference. */
    REFERENCE,
    /** Gaussian noise, standard normal in standardised actions. */
    NOISE
  }

  /** Where the flow starts when it acts. */
  public enum Source {
    /** A segment of the reference, rolled out on a fork of the simulator, as the paper does. */
    REFERENCE,
    /** The one of two segments of the reference that the teacher rejects: the law trained from. */
    REJECTED,
    /** A segment of the reference, rolled out in a learned model of the dynamics. */
    IMAGINED,
    /** Gaussian noise. */
    NOISE
  }

  /** Hyperparameters. */
  public record Hyper(
      @Help("how rejected and preferred segments of a batch are joined; the paper: paired")
          Coupling coupling,
      @Help("weight of squared context distance in minibatch-ot, >= 0; released code: 0")
          double contextWeight,
      @Help("spread around the straight path, in standard deviations of actions; released: 0.1")
          double sigma,
      @Help("scale actions and observations to zero mean and unit variance; released code: false")
          boolean standardize,
      @Help("width of the hidden layers; released code: 128") int hiddenSize,
      @Help("number of hidden ReLU layers; released code: 3") int hiddenLayers,
      @Help("Adam's step size, > 0; released code: 1e-3") double learningRate,
      @Help("how the step size moves over a round; released code: constant") Schedule schedule,
      @Help("gradient steps per round; 1600 are the released 100 epochs on 1000 pairs") int steps,
      @Help("pairs per gradient step; released code: 64") int batchSize,
      @Help("share of pairs held out for the validation loss, in [0, 0.5]") double validationShare,
      @Help("solver of the flow; released code: dormand-prince") OdeMethod solver,
      @Help("equal steps of euler, midpoint and rk4") int solverSteps,
      @Help("absolute and relative tolerance of dormand-prince; released code: 1e-4")
          double tolerance,
      @Help(
              "what the flow is learned from: the rejected segment (the paper), either segment and so"
                  + " the reference's law, or noise")
          TrainingSource trainingSource,
      @Help(
              "what is flowed when acting; the paper: reference, in its appendix B also rejected;"
                  + " imagined and noise fork no simulator")
          Source source,
      @Help("networks of the dynamics model of source imagined, >= 1; Nagabandi et al. 2018: 1")
          int dynamicsMembers,
      @Help("width of their two hidden layers; Nagabandi et al. 2018: 500") int dynamicsHiddenSize,
      @Help("gradient steps of the dynamics model, on 256 transitions each") int dynamicsSteps,
      @Help("times that the flow is applied in a row, >= 1; the paper: 1, 5 for text") int reapply,
      @Help("rounds of training, each on fresh labels of the last round's segments") int rounds,
      @Help("actions executed per plan, >= 1; released code: 1") int rolloutFrequency) {
    /** Validates. */
    public Hyper {
      Checks.notNegative("context-weight", contextWeight);
      Checks.notNegative("sigma", sigma);
      Checks.atLeast("hidden-size", hiddenSize, 1);
      Checks.atLeast("hidden-layers", hiddenLayers, 1);
      Checks.positive("learning-rate", learningRate);
      Checks.atLeast("steps", steps, 1);
      Checks.atLeast("batch-size", batchSize, 1);
      Checks.between("validation-share", validationShare, 0, 0.5);
      Checks.atLeast("solver-steps", solverSteps, 1);
      Checks.positive("tolerance", tolerance);
      Checks.atLeast("reapply", reapply, 1);
      Checks.atLeast("rounds", rounds, 1);
      Checks.atLeast("rollout-frequency", rolloutFrequency, 1);
      Checks.atLeast("dynamics-members", dynamicsMembers, 1);
      Checks.atLeast("dynamics-hidden-size", dynamicsHiddenSize, 1);
      Checks.atLeast("dynamics-steps", dynamicsSteps, 1);
      boolean noise = trainingSource == TrainingSource.NOISE;
      Checks.require(
          noise == (source == Source.NOISE),
          "source must be noise where training-source is noise and only there, got %s and %s",
          Parameters.word(source),
          Parameters.word(trainingSource));
      Checks.require(
          !noise || (reapply == 1 && rounds == 1),
          "reapply and rounds must be 1 where source is noise, got %d and %d",
          reapply,
          rounds);
    }
  }

  @Override
  public String id() {
    return "pfm";
  }

  @Override
  public String title() {
    return "Preference flow matching (Kim et al. 2024, arXiv 2405.19806)";
  }

  @Override
  public Family family() {
    return Family.FLOW;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(
        Coupling.PAIRED,
        0,
        0.1,
        true,
        128,
        3,
        1e-3,
        Schedule.COSINE,
        1600,
        64,
        0.1,
        OdeMethod.DORMAND_PRINCE,
        10,
        1e-4,
        TrainingSource.REJECTED,
        Source.REFERENCE,
        3,
        128,
        10_000,
        1,
        1,
        1);
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    Set<Needs> needs = EnumSet.noneOf(Needs.class);
    if (hyper.source() == Source.REFERENCE || hyper.source() == Source.REJECTED) {
      needs.add(Needs.LOOK_AHEAD);
    }
    if (hyper.source() == Source.REJECTED || hyper.rounds() > 1) {
      needs.add(Needs.TEACHER);
    }
    if (hyper.rounds() > 1) {
      needs.add(Needs.TRAINING_SIMULATOR);
    }
    return needs;
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private static FlowPolicy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    List<PreferencePair> pairs = input.preferences().decided();
    Checks.require(!pairs.isEmpty(), "pfm needs pairs with a preferred segment, got none");
    int length = pairs.stream().mapToInt(PreferencePair::length).max().orElseThrow();
    Checks.require(
        hyper.rolloutFrequency() <= length,
        "pfm.rollout-frequency must be <= the segment length %d, got %d",
        length,
        hyper.rolloutFrequency());
    FlowPolicy policy =
        new FlowPolicy(
            source(hyper, input, context, pairs, length),
            length,
            List.of(),
            hyper.rolloutFrequency());
    for (int round = 0; round < hyper.rounds(); round++) {
      Seed seed = context.seed().child("round").child(round);
      if (round > 0) {
        pairs = relabel(policy, input, length, seed);
      }
      Monitor monitor =
          hyper.rounds() == 1
              ? context.monitor()
              : new RoundMonitor(context.monitor(), round, hyper.rounds());
      policy =
          new FlowMatching(hyper, pairs, length, seed).train(policy, context.ledger(), monitor);
    }
    return policy;
  }

  private static PlanSource source(
      Hyper hyper,
      TrainingInput input,
      TrainingContext context,
      List<PreferencePair> pairs,
      int length) {
    return switch (hyper.source()) {
      case REFERENCE -> new ReferencePlans(input.requireReference());
      case REJECTED -> new RejectedPlans(input.requireReference(), input.requireTeacher());
      case IMAGINED ->
          new ImaginedPlans(
              input.requireReference(),
              DynamicsModel.fit(
                  input.trajectories().episodes(),
                  input.environment().actions(),
                  hyper.dynamicsMembers(),
                  hyper.dynamicsHiddenSize(),
                  hyper.dynamicsSteps(),
                  context));
      case NOISE ->
          new NoisePlans(FlowMatching.segmentScales(hyper.standardize(), pairs, length), true);
    };
  }

  /**
   * Returns fresh pairs: two segments of {@code policy} from the start of every given pair,
   * executed to their end in the simulator and labelled by the teacher.
   */
  private static List<PreferencePair> relabel(
      FlowPolicy policy, TrainingInput input, int length, Seed seed) {
    List<PreferencePair> given = input.preferences().pairs();
    List<PreferencePair> fresh = new ArrayList<>();
    int batch = 128; // a matter of speed alone: every roll-out has its own stream
    for (int from = 0; from < given.size(); from += batch) {
      int count = Math.min(batch, given.size() - from);
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
      for (int i = 0; i < count; i++) {
        fresh.add(
            new PreferencePair(
                a.get(i),
                b.get(i),
                input
                    .requireTeacher()
                    .label(a.get(i), b.get(i), seed.child(from + i).child("query")),
                "teacher"));
      }
    }
    List<PreferencePair> decided = fresh.stream().filter(PreferencePair::decided).toList();
    Checks.require(!decided.isEmpty(), "the teacher decided no pair of the next round");
    return decided;
  }

  /** Shows a watcher several rounds as one training. */
  private record RoundMonitor(Monitor watcher, int round, int rounds) implements Monitor {
    @Override
    public int checkpoints() {
      return watcher.checkpoints() * (round + 1) / rounds - watcher.checkpoints() * round / rounds;
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
