package org.prefbench.method.planning;

import java.util.EnumSet;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferencePair;
import org.prefbench.rl.StateValue;

/**
 * The exact best-of-n planner: it rolls the reference out n times from the present state, on a fork
 * of the simulator, and executes the first actions of the roll-out with the largest
 *
 * <pre>
 * R(y) + V(s_end)
 * </pre>
 *
 * (of the first such, in a tie), where R is the sum of its true rewards and V, by default 0, the
 * value of the state in which it ends, which is 0 where the task ended: the mean return of
 * continuations of the reference in the simulator, or a network learned from returns of the
 * reference. With n = 2, no value and an oracle as teacher the law of its plan is
 *
 * <pre>
 * p1(y | x) = 2 pi_ref(y | x) P(R(y) &gt; R(y') | y' ~ pi_ref(. | x)),
 * </pre>
 *
 * the very target of preference flow matching, reached without learning; it appears as "Planning"
 * in Kim et al. 2024 (arXiv 2405.19806), appendix B. With a value it is that target for the teacher
 * return-plus-value. To continue roll-outs of a policy by a value is Tesauro and Galperin 1996
 * ("On-line policy improvement using Monte-Carlo search"). Its deterministic form is the
 * reference's, because n roll-outs that never differ leave nothing to choose.
 *
 * <p>Differs from the paper: the value, and plans of which more than one action is executed.
 */
public final class BestOfN implements AlgorithmFactory<BestOfN.Hyper> {

  /** What the state adds in which a roll-out ends. */
  public enum Value {
    /** Nothing. */
    NONE,
    /** The mean return of continuations in the simulator. */
    CONTINUATION,
    /** What a network has learned that the reference still earns. */
    LEARNED
  }

  /** Hyperparameters. */
  public record Hyper(
      @Help("number of roll-outs compared, >= 1; the paper: 2") int n,
      @Help("steps per roll-out; 0 takes the longest segment of the preference pairs")
          int segmentLength,
      @Help("actions executed per plan, >= 1; the paper: 1") int rolloutFrequency,
      @Help(
              "what the last state of a roll-out adds to its rewards: none (the paper), the mean"
                  + " return of continuations of the reference, or what a network has learned of it")
          Value value,
      @Help("continuations of each roll-out where value is continuation, >= 1") int forks,
      @Help(
              "most steps of a continuation, >= 0; 0 takes the time limit of the task less the steps"
                  + " of the roll-out")
          int valueSteps,
      StateValue.Settings learned) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("n", n, 1);
      Checks.atLeast("segment-length", segmentLength, 0);
      Checks.atLeast("rollout-frequency", rolloutFrequency, 1);
      Checks.atLeast("forks", forks, 1);
      Checks.atLeast("value-steps", valueSteps, 0);
    }
  }

  @Override
  public String id() {
    return "best-of-n";
  }

  @Override
  public String title() {
    return "Exact best-of-n planning by true rewards (Kim et al. 2024, arXiv 2405.19806, appendix B)";
  }

  @Override
  public Family family() {
    return Family.BOUND;
  }

  @Override
  public Hyper defaults() {
    return new Hyper(2, 0, 1, Value.NONE, 4, 0, StateValue.Settings.of(100, 256, 2, 5000));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    Set<Needs> needs = EnumSet.of(Needs.LOOK_AHEAD, Needs.TRUE_REWARDS);
    if (hyper.value() == Value.LEARNED) {
      needs.add(Needs.TRAINING_SIMULATOR);
    }
    return needs;
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requireReference(id());
    int length =
        hyper.segmentLength() > 0 ? hyper.segmentLength() : prospect.segmentLength().orElse(0);
    checkExecuted(hyper, length);
  }

  private static void checkExecuted(Hyper hyper, int length) {
    Checks.require(length > 0, "segment-length 0 needs preference pairs to take it from");
    Checks.require(
        hyper.rolloutFrequency() <= length,
        "best-of-n.rollout-frequency must be <= the steps of a roll-out %d, got %d",
        length,
        hyper.rolloutFrequency());
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> plan(hyper, input, context);
  }

  private static Policy plan(Hyper hyper, TrainingInput input, TrainingContext context) {
    int length =
        hyper.segmentLength() > 0
            ? hyper.segmentLength()
            : input.preferences().pairs().stream().mapToInt(PreferencePair::length).max().orElse(0);
    checkExecuted(hyper, length);
    Planner planner =
        new Planner(
            input.requireReference(),
            hyper.n(),
            length,
            hyper.rolloutFrequency(),
            value(hyper, length, input, context));
    context.monitor().progress(1, 1);
    if (context.monitor().checkpointDue(1, 1)) {
      context.monitor().checkpoint(1, 1, Double.NaN, () -> planner);
    }
    return planner;
  }

  private static EndValue value(
      Hyper hyper, int length, TrainingInput input, TrainingContext context) {
    return switch (hyper.value()) {
      case NONE -> new EndValue.None();
      case CONTINUATION ->
          new EndValue.Continuation(
              hyper.forks(),
              hyper.valueSteps() > 0
                  ? hyper.valueSteps()
                  : Math.max(0, input.environment().maxSteps() - length));
      case LEARNED ->
          new EndValue.Learned(
              StateValue.fit(
                  input.requireSimulator(), input.requireReference(), hyper.learned(), context));
    };
  }
}
