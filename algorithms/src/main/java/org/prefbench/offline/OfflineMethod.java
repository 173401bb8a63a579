package org.prefbench.offline;

import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.DeclaredMethod;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.rl.OfflineLearner;

/**
 * A method that gives the logged steps rewards and hands both to an {@link OfflineLearner}: what
 * makes one is where its rewards come from, which learner it takes, and its citation.
 *
 * @param <H> the settings
 */
public abstract class OfflineMethod<H extends Record> extends DeclaredMethod<H> {
  /**
   * Creates a method.
   *
   * @param id as in {@link #id}
   * @param title as in {@link #title}
   * @param family as in {@link #family}
   * @param defaults as in {@link #defaults}
   */
  protected OfflineMethod(String id, String title, Family family, H defaults) {
    super(id, title, family, defaults);
  }

  /** Returns the steps that are learned from: those behind the reference, unless it says else. */
  protected LoggedSteps steps(TrainingInput input) {
    return LoggedSteps.of(input);
  }

  /** Returns the rewards of the steps as the learner is to see them, {@code [steps]}. */
  protected abstract float[] rewards(
      H hyper, LoggedSteps steps, TrainingInput input, TrainingContext context);

  /** Returns who learns. */
  protected abstract OfflineLearner learner(H hyper);

  /** Returns whether it learns from labelled pairs, as it does unless it says else. */
  protected boolean readsPairs(H hyper) {
    return true;
  }

  /** It may touch nothing but steps and pairs, unless it says else. */
  @Override
  public Set<Needs> needs(H hyper) {
    return Set.of();
  }

  @Override
  public final void check(H hyper, Prospect prospect) {
    if (readsPairs(hyper)) {
      prospect.requirePairs(id());
    }
    learner(hyper).check(id(), prospect.environment().actions());
  }

  @Override
  public final Algorithm create(H hyper) {
    return (input, context) -> train(hyper, input, context);
  }

  private GaussianPolicy train(H hyper, TrainingInput input, TrainingContext context) {
    LoggedSteps steps = steps(input);
    float[] rewards = rewards(hyper, steps, input, context);
    return learner(hyper).train(steps.transitions(), rewards, steps.actions(), context);
  }
}
