package org.prefbench.algorithm;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.prefbench.core.Ledger;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Simulator;
import org.prefbench.policy.BlackBox;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Annotators;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.Teacher;

/** Hands a method what it declared, and nothing else. */
public record Grants(Set<Needs> needs) {
  /** Copies the set. */
  public Grants {
    needs = Set.copyOf(needs);
  }

  /** Returns whether {@code need} was declared. */
  public boolean include(Needs need) {
    return needs.contains(need);
  }

  /**
   * Returns what the method trains on.
   *
   * @param reference the pre-trained policy, boxed here unless its weights were declared
   * @param trajectories the data behind the reference, with rewards
   * @param preferences the labelled pairs, with rewards
   * @param annotators who answers queries, asked for only where a teacher was declared
   * @param ledger counts the simulator's steps and the teacher's answers
   */
  public TrainingInput input(
      EnvironmentFactory environment,
      Policy reference,
      TrajectoryDataset trajectories,
      PreferenceDataset preferences,
      Supplier<Annotators> annotators,
      Ledger ledger) {
    boolean rewards = include(Needs.TRUE_REWARDS);
    return new TrainingInput(
        environment.spec(),
        Optional.of(include(Needs.REFERENCE_WEIGHTS) ? reference : new BlackBox(reference)),
        rewards ? trajectories : trajectories.withoutRewards(),
        rewards ? preferences : preferences.withoutRewards(),
        include(Needs.TRAINING_SIMULATOR)
            ? Optional.of(new Simulator(environment, rewards, ledger))
            : Optional.empty(),
        include(Needs.TEACHER)
            ? Optional.of(new Teacher(annotators.get(), environment, ledger))
            : Optional.empty());
  }

  /** Returns what an actor of the method sees of the environment it acts in. */
  public LookAhead lookAhead() {
    if (!include(Needs.LOOK_AHEAD)) {
      return LookAhead.NONE;
    }
    return include(Needs.TRUE_REWARDS) ? LookAhead.WITH_REWARDS : LookAhead.WITHOUT_REWARDS;
  }
}
