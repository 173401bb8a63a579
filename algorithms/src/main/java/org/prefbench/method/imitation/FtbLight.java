package org.prefbench.method.imitation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.prefbench.dataset.Segment;
import org.prefbench.env.Space;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.VelocityNetwork;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Schedule;
import org.prefbench.offline.BestEpisodes;
import org.prefbench.offline.LearnedReward;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.reward.RewardModel;

/**
 * Flow-to-Better, light (after Zhang et al. 2024, "Flow to better: offline preference-based
 * reinforcement learning via preferred trajectory generation", ICLR 2024): stretches of the log are
 * sorted into blocks by a learned score, a flow learns to carry a block into the next better one,
 * and what it makes of the best episodes is cloned beside them.
 *
 * <pre>
 * y         = (s_0, a_0, .., a_(k-1), s_k), a stretch of the log; score(y) = sum_t r(s_t, a_t)
 * blocks    = k-means of the scores
 * L(v)      = E || v(t, (1 - t) y + t y') - (y' - y) ||^2 / d,   y' in the block after y's, the
 *             nearest one by one (least sum of squared distances in batches)
 * y_(n+1)   = the end of dy/dt = v(t, y) from y_n, where score(y_(n+1)) &gt; score(y_n)
 * L(theta)  = - E log pi_theta(a | s)             in the best episodes, as percent-bc, and all y_n
 * </pre>
 *
 * <p>Light: what is made better is a stretch of a few steps, and not a whole episode of up to 1,000
 * steps, by flow matching with a small network, and not by a diffusion model of 1,000 steps with a
 * U-Net and guidance, which takes two days of a GPU. An episode is never made as a whole, so its
 * early steps are no means to its late ones. Stretches that an end cuts short are left out. With
 * {@code rounds} 0 it is {@code percent-bc}.
 *
 * <p>Differs otherwise: the score is the reward of {@code p-iql}, summed; the paper's is a mean of
 * steps in training and a sum of squashed ones in ranking, which pays for staying alive. Any gain
 * of score is enough, where the paper asks for a twentieth.
 */
public final class FtbLight implements AlgorithmFactory<FtbLight.Hyper> {
  private static final double LEAST = 0.05; // of the stretches got better, or it ends (FTB)

  /** How the flow between blocks is learned and solved. */
  public record Flow(
      @Inline VelocityNetwork.Settings network,
      @Inline Integration integration,
      @Inline(without = {"warm-up", "max-gradient-norm", "validation-share", "keep"})
          @Help(of = "batch-size", value = "pairs of stretches per step, >= 1")
          Fitting fitting) {}

  /** The settings. */
  public record Hyper(
      @Help("steps of a stretch of the log, >= 1 (FTB: 1000, whole episodes)") int stretch,
      @Help("blocks of stretches from worst to best, >= 2 (FTB: 20)") int blocks,
      @Help("how often a stretch is made better at most, >= 0 (FTB: while a twentieth gets better)")
          int rounds,
      @Help("share of the logged steps, of the best episodes, that it begins with, in (0, 1]")
          double share,
      Flow flow,
      @Inline LearnedReward reward,
      @Inline Cloning cloning) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("stretch", stretch, 1);
      Checks.atLeast("blocks", blocks, 2);
      Checks.atLeast("rounds", rounds, 0);
      Checks.between("share", share, Double.MIN_NORMAL, 1);
    }
  }

  @Override
  public String id() {
    return "ftb-light";
  }

  @Override
  public String title() {
    return "Cloning of the best and of what a flow from worse to better makes of it (light, after FTB, ICLR 2024)";
  }

  @Override
  public Family family() {
    return Family.IMITATION;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(
        5,
        10,
        3,
        0.1,
        new Flow(
            new VelocityNetwork.Settings(256, 3),
            new Integration(OdeMethod.MIDPOINT, 5, 1e-4),
            Fitting.of(1e-3, Schedule.COSINE, 128, 4_000, 0)),
        LearnedReward.defaults(),
        Cloning.corl(20_000, 0.05));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
    hyper.cloning.check(id(), prospect);
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private static GaussianPolicy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    LoggedSteps steps = LoggedSteps.of(input);
    RewardModel model = RewardModel.fit(input.preferences(), hyper.reward.reward(), context);
    double[] rewards = steps.rewards(model::rewards);
    List<Segment> cloned =
        new ArrayList<>(
            BestEpisodes.of(
                steps.segments(),
                hyper.reward.relabelling().of(rewards, steps.lengths()),
                hyper.share));
    if (hyper.rounds > 0) {
      List<Segment> stretches = stretches(steps.segments(), hyper.stretch);
      Checks.require(
          !stretches.isEmpty(),
          "ftb-light.stretch must be <= the longest of %d episodes, got %d",
          steps.segments().size(),
          hyper.stretch);
      BlockFlow flow =
          BlockFlow.fit(
              hyper.flow,
              stretches,
              scores(steps.segments(), rewards, hyper.stretch),
              hyper.blocks,
              context);
      cloned.addAll(
          improved(
              flow,
              stretches(cloned, hyper.stretch),
              model,
              hyper.rounds,
              input.environment().actions(),
              context.monitor()));
    }
    return hyper.cloning.fit(cloned, steps.actions(), context);
  }

  /** Returns what the flow makes better of stretches, all rounds of it. */
  private static List<Segment> improved(
      BlockFlow flow,
      List<Segment> start,
      RewardModel model,
      int rounds,
      Space actions,
      Monitor monitor) {
    List<Segment> made = new ArrayList<>();
    List<Segment> current = start;
    double[] scores = scores(model, current);
    for (int round = 1; round <= rounds && !current.isEmpty(); round++) {
      List<Segment> moved = flow.moved(current, actions);
      double[] now = scores(model, moved);
      List<Segment> better = new ArrayList<>();
      double[] kept = new double[now.length];
      double gain = 0;
      for (int i = 0; i < now.length; i++) {
        gain += (now[i] - scores[i]) / now.length;
        if (now[i] > scores[i]) {
          kept[better.size()] = now[i];
          better.add(moved.get(i));
        }
      }
      monitor.metric("improved-share", round, (double) better.size() / current.size());
      monitor.metric("score-gain", round, gain);
      made.addAll(better);
      if (better.size() < LEAST * current.size()) {
        break;
      }
      current = better;
      scores = Arrays.copyOf(kept, better.size());
    }
    return made;
  }

  /** Returns the sum of rewards of every stretch. */
  private static double[] scores(RewardModel model, List<Segment> stretches) {
    return stretches.stream().mapToDouble(s -> Arrays.stream(model.rewards(s)).sum()).toArray();
  }

  /**
   * Returns the same of all {@link #stretches}.
   *
   * @param rewards of the steps of all episodes
   */
  static double[] scores(List<Segment> episodes, double[] rewards, int length) {
    List<Double> scores = new ArrayList<>();
    int row = 0;
    for (Segment episode : episodes) {
      for (int from = 0; from + length <= episode.length(); from += length) {
        scores.add(Arrays.stream(rewards, row + from, row + from + length).sum());
      }
      row += episode.length();
    }
    return scores.stream().mapToDouble(score -> score).toArray();
  }

  /** Returns the stretches of {@code length} steps, one after another, of all episodes. */
  static List<Segment> stretches(List<Segment> episodes, int length) {
    List<Segment> stretches = new ArrayList<>();
    for (Segment episode : episodes) {
      for (int from = 0; from + length <= episode.length(); from += length) {
        stretches.add(episode.slice(from, from + length));
      }
    }
    return stretches;
  }
}
