package org.prefbench.method.flow;

import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.LabelledPairs;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.core.RandomStream;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.generative.FlowPlans;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.LabelledFlow;
import org.prefbench.generative.LabelledPlans;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;
import org.prefbench.offline.LoggedSteps;
import org.prefbench.offline.Relabelling;
import org.prefbench.reward.RewardModel;
import org.prefbench.rl.ImplicitLearning;
import org.prefbench.rl.Iql;

/**
 * Preference flow matching with longer sight: as {@code pfm-weighted}, a flow from noise to all
 * labelled segments by their win rates (after Kim et al. 2024, arXiv 2405.19806), but what wins is
 * the learned return of a segment with the value of the state that it ends in.
 *
 * <pre>
 * U(y) = sum_{t &lt; k} gamma^t r(s_t, a_t) + gamma^k c V(s_k),   c = 0 where the task ended, else 1
 * w(y) = 2 sigmoid((U(y) - U(y')) / temperature)^sharpness,     y' the other of its pair
 * L(theta) = E w(y) || v_theta(t, (1 - t) e + t y | x) - (y - e) ||^2 / d,   e ~ N(0, I)
 * </pre>
 *
 * <p>r is a {@link RewardModel} of the labels, V that of {@link Iql} on the logged steps with r as
 * their rewards: a segment of a few steps that leads to a fall is no good one, whatever it earned.
 * With values of 0 and no discount it is {@code pfm-weighted}.
 *
 * <p>Differs from the paper: reward and value between labels and flow; noise as source. The
 * smallest reward of a logged step is 0, or an early end would be worth as much as going on.
 */
public final class PfmValue extends LabelledFlow<PfmValue.Hyper> {
  private static final Iql.Settings PUBLISHED = Iql.Settings.defaults();

  /** The settings. */
  public record Hyper(
      @Help("power of the probability of winning, > 0; 1 is the law of preferred segments")
          double sharpness,
      @Help("what differences of U are divided by, > 0; 1 as the labels' rewards have it")
          double temperature,
      @Help("actions executed per plan, >= 1 (PFM: 1)") int rolloutFrequency,
      RewardModel.Setting reward,
      Iql.Settings value,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          FlowPlans plans) {
    /** Validates. */
    public Hyper {
      Checks.positive("sharpness", sharpness);
      Checks.positive("temperature", temperature);
      Checks.atLeast("rollout-frequency", rolloutFrequency, 1);
    }
  }

  /** Creates the method. */
  public PfmValue() {
    super(
        "pfm-value",
        "Preference flow matching by win rates of return plus learned value, from noise (after Kim et al. 2024, arXiv 2405.19806)",
        new Hyper(
            1,
            1,
            1,
            RewardModel.Setting.bPref(),
            new Iql.Settings(
                PUBLISHED.hiddenSize(),
                PUBLISHED.hiddenLayers(),
                Fitting.of(3e-4, Schedule.COSINE, 256, 20_000, 0),
                PUBLISHED.discount(),
                PUBLISHED.expectile(),
                PUBLISHED.weights(),
                PUBLISHED.targetRate()),
            PLANS));
  }

  @Override
  protected int executed(Hyper hyper) {
    return hyper.rolloutFrequency;
  }

  @Override
  protected FlowPolicy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    RewardModel reward = RewardModel.fit(input.preferences(), hyper.reward, context);
    List<Segment> segments = LabelledPairs.segments(LabelledPairs.of(input.preferences()));
    double[] utilities = utilities(hyper.value, segments, reward, input, context);
    for (int i = 0; i < utilities.length; i++) {
      utilities[i] /= hyper.temperature;
    }
    LabelledPlans plans = plans(hyper, segments);
    return plans.fitWeighted(
        hyper.plans,
        LabelledPlans.winRates(utilities, hyper.sharpness),
        hyper.rolloutFrequency,
        context);
  }

  /** Returns U of every segment. */
  private static double[] utilities(
      Iql.Settings settings,
      List<Segment> segments,
      RewardModel reward,
      TrainingInput input,
      TrainingContext context) {
    LoggedSteps log = LoggedSteps.of(input);
    double[] learned = log.rewards(reward::rewards);
    double zero = Arrays.stream(learned).min().orElseThrow();
    float[] rewards =
        new Relabelling(Relabelling.Scale.AS_GIVEN, Relabelling.Shift.MIN_ZERO)
            .of(learned, log.lengths());
    TrainingContext own =
        new TrainingContext(
            context.seed().child("value"), context.ledger(), context.monitor().part("value-"));
    ImplicitLearning learning =
        new ImplicitLearning(settings, log.transitions(), log.actions(), own);
    RandomStream random = own.seed().child("batches").generator();
    learning.run(
        own.monitor(),
        () -> {
          int[] rows = learning.draw(random);
          learning.learnValue(rows);
          return learning.learnCritics(rows, rewards);
        });
    double[] ends =
        learning.values(
            FloatMatrix.stack(
                segments.stream()
                    .map(s -> s.observations().slice(s.length(), s.length() + 1))
                    .toList()));
    double[] utilities = new double[ends.length];
    for (int i = 0; i < ends.length; i++) {
      utilities[i] =
          utility(
              Arrays.stream(reward.rewards(segments.get(i))).map(r -> r - zero).toArray(),
              segments.get(i).end() == End.TERMINATED ? 0 : ends[i],
              settings.discount());
    }
    return utilities;
  }

  /** Returns sum_t gamma^t r_t + gamma^k value. */
  static double utility(double[] rewards, double value, double discount) {
    double sum = value;
    for (int t = rewards.length - 1; t >= 0; t--) {
      sum = rewards[t] + discount * sum; // Horner's rule
    }
    return sum;
  }
}
