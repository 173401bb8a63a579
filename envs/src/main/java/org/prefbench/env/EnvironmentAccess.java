package org.prefbench.env;

import java.util.stream.IntStream;
import org.prefbench.core.Checks;
import org.prefbench.core.Ledger;

/**
 * What an actor may reach of the environment it acts in: its specification and, only where its
 * method declared it, forks for look-ahead, whose steps are counted. The environment itself stays
 * out of reach, so nobody steps or reads it by the way.
 */
public final class EnvironmentAccess {
  /** What a fork shows. */
  public enum LookAhead {
    /** No fork at all. */
    NONE,
    /** Forks whose rewards read NaN. */
    WITHOUT_REWARDS,
    /** Forks with true rewards. */
    WITH_REWARDS
  }

  private final VectorEnvironment environment;
  private final LookAhead lookAhead;
  private final Ledger ledger;

  /** Grants {@code lookAhead} on {@code environment}, counting into {@code ledger}. */
  public EnvironmentAccess(VectorEnvironment environment, LookAhead lookAhead, Ledger ledger) {
    this.environment = environment;
    this.lookAhead = lookAhead;
    this.ledger = ledger;
  }

  /** Returns what is fixed about the environment. */
  public EnvironmentSpec spec() {
    return environment.spec();
  }

  /** Returns the number of copies acted in. */
  public int copies() {
    return environment.copies();
  }

  /** Returns the ledger that counts what acting costs. */
  public Ledger ledger() {
    return ledger;
  }

  /** Returns whether copy {@code i} is finished and its action no longer matters. */
  public boolean finished(int i) {
    return environment.finished(i);
  }

  /**
   * Returns copies of all environments in their present state, free to be stepped without a time
   * limit. Keep the fork and {@link #refresh} it at later steps rather than forking anew.
   *
   * @throws IllegalStateException if the method did not declare look-ahead
   */
  public VectorEnvironment fork() {
    if (lookAhead == LookAhead.NONE) {
      throw new IllegalStateException(
          "look-ahead on " + spec().id() + " was not declared in needs()");
    }
    return environment.fork(lookAhead == LookAhead.WITH_REWARDS, ledger);
  }

  /** Returns the copies that are not finished, in order. */
  public int[] acting() {
    return IntStream.range(0, environment.copies()).filter(i -> !finished(i)).toArray();
  }

  /**
   * Sets a fork made by this object to the present state of the environment; finished copies stay
   * finished.
   */
  public void refresh(VectorEnvironment fork) {
    Checks.require(fork.isFork(), "only a fork can be refreshed");
    Checks.require(
        fork.copies() == copies() && fork.spec().id().equals(spec().id()),
        "a fork can be refreshed only by the access that made it");
    fork.copyFrom(environment);
  }
}
