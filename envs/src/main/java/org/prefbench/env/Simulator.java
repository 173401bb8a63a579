package org.prefbench.env;

import java.util.Optional;
import org.prefbench.core.Ledger;

/**
 * The simulator as a method may use it while training: every step is counted, and rewards read NaN
 * unless the method declared that it sees true rewards.
 */
public final class Simulator {
  private final EnvironmentFactory factory;
  private final boolean rewardsVisible;
  private final Ledger ledger;

  /** Grants simulation of {@code factory}'s environment, counted in {@code ledger}. */
  public Simulator(EnvironmentFactory factory, boolean rewardsVisible, Ledger ledger) {
    this.factory = factory;
    this.rewardsVisible = rewardsVisible;
    this.ledger = ledger;
  }

  /** Returns what is fixed about the environment. */
  public EnvironmentSpec spec() {
    return factory.spec();
  }

  /** Returns {@code copies} new copies with the time limit of the specification. */
  public VectorEnvironment vector(int copies) {
    return new VectorEnvironment(
        factory,
        copies,
        spec().maxSteps(),
        rewardsVisible,
        Optional.of(new VectorEnvironment.Meter(ledger, Ledger.Entry.SIMULATOR_STEPS)),
        VectorEnvironment.Stepping.SEQUENTIAL);
  }

  /** Returns the access for an actor that acts in {@code environment} during training. */
  public EnvironmentAccess access(VectorEnvironment environment) {
    return new EnvironmentAccess(
        environment,
        rewardsVisible
            ? EnvironmentAccess.LookAhead.WITH_REWARDS
            : EnvironmentAccess.LookAhead.WITHOUT_REWARDS,
        ledger);
  }
}
