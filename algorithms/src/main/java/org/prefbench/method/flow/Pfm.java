package org.prefbench.method.flow;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Seed;
import org.prefbench.generative.DynamicsModel;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.ImaginedPlans;
import org.prefbench.generative.NoisePlans;
import org.prefbench.generative.PlanSource;
import org.prefbench.generative.ReferencePlans;
import org.prefbench.generative.RejectedPlans;
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
public final class Pfm implements AlgorithmFactory<PfmSettings> {
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
  public PfmSettings defaults() {
    return PfmSettings.defaults();
  }

  @Override
  public Set<Needs> needs(PfmSettings settings) {
    Set<Needs> needs = EnumSet.noneOf(Needs.class);
    if (settings.source() == PfmSettings.Source.REFERENCE
        || settings.source() == PfmSettings.Source.REJECTED) {
      needs.add(Needs.LOOK_AHEAD);
    }
    if (settings.source() == PfmSettings.Source.REJECTED || settings.rounds() > 1) {
      needs.add(Needs.TEACHER);
    }
    if (settings.rounds() > 1) {
      needs.add(Needs.TRAINING_SIMULATOR);
    }
    return needs;
  }

  @Override
  public void check(PfmSettings settings, Prospect prospect) {
    prospect.requirePairs(id());
    prospect.requireReference(id());
    checkExecuted(settings, prospect.segmentLength().orElseThrow());
  }

  private static void checkExecuted(PfmSettings settings, int length) {
    Checks.require(
        settings.rolloutFrequency() <= length,
        "pfm.rollout-frequency must be <= the segment length %d, got %d",
        length,
        settings.rolloutFrequency());
  }

  @Override
  public Algorithm create(PfmSettings settings) {
    return (input, context) -> train(settings, input, context);
  }

  private static FlowPolicy train(
      PfmSettings settings, TrainingInput input, TrainingContext context) {
    List<PreferencePair> pairs = input.preferences().decided();
    Checks.require(!pairs.isEmpty(), "pfm needs pairs with a preferred segment, got none");
    int length = pairs.stream().mapToInt(PreferencePair::length).max().orElseThrow();
    checkExecuted(settings, length);
    FlowPolicy policy =
        new FlowPolicy(
            source(settings, input, context, pairs, length),
            length,
            List.of(),
            settings.rolloutFrequency());
    for (int round = 0; round < settings.rounds(); round++) {
      Seed seed = context.seed().child("round").child(round);
      if (round > 0) {
        pairs = Rounds.relabel(policy, input, length, seed);
      }
      policy =
          new FlowMatching(settings, pairs, length, seed)
              .train(
                  policy,
                  context.ledger(),
                  Rounds.monitor(context.monitor(), round, settings.rounds()));
    }
    return policy;
  }

  private static PlanSource source(
      PfmSettings settings,
      TrainingInput input,
      TrainingContext context,
      List<PreferencePair> pairs,
      int length) {
    return switch (settings.source()) {
      case REFERENCE -> new ReferencePlans(input.requireReference());
      case REJECTED -> new RejectedPlans(input.requireReference(), input.requireTeacher());
      case IMAGINED ->
          new ImaginedPlans(
              input.requireReference(),
              DynamicsModel.fit(
                  input.trajectories().episodes(),
                  input.environment().actions(),
                  settings.dynamics(),
                  context));
      case NOISE -> new NoisePlans(FlowMatching.scales(settings, pairs, length), true);
    };
  }
}
