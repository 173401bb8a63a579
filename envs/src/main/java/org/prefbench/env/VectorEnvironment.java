package org.prefbench.env;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;

/**
 * Many copies of one environment stepped in lockstep, with the time limit. There is no automatic
 * reset: a copy that terminated or was truncated is finished and stands still, with reward 0, until
 * the next reset. A copy's episode depends on its own seed and actions alone, never on the other
 * copies. Not thread-safe.
 */
public final class VectorEnvironment {
  private final EnvironmentFactory factory;
  private final EnvironmentSpec spec;
  private final Environment[] environments;
  private final int maxSteps;
  private final boolean rewardsVisible;
  private final Optional<Meter> meter;
  private final FloatMatrix observations;
  private final double[] rewards;
  private final boolean[] terminated;
  private final boolean[] truncated;
  private final int[] elapsed;
  private final Stepping stepping;
  private final StepResult[]
      results; // one per copy, so that copies can be stepped at the same time
  private final double[][] actions;
  private final double[] state;

  /** Who steps the copies; what comes out is the same, bit for bit. */
  public enum Stepping {
    /** The caller's thread, one copy after the other. */
    SEQUENTIAL,
    /** All cores, through the common pool: worth it for costly simulations, such as physics. */
    PARALLEL
  }

  /** Creates {@code copies} copies that are truncated after the specification's time limit. */
  public VectorEnvironment(EnvironmentFactory factory, int copies) {
    this(factory, copies, Stepping.SEQUENTIAL);
  }

  /** Creates {@code copies} copies that are truncated after the specification's time limit. */
  public VectorEnvironment(EnvironmentFactory factory, int copies, Stepping stepping) {
    this(factory, copies, factory.spec().maxSteps(), true, Optional.empty(), stepping);
  }

  /** Where the steps of metered copies are counted. */
  record Meter(Ledger ledger, Ledger.Entry entry) {}

  /** Creates copies whose steps are counted and whose rewards may be hidden. */
  VectorEnvironment(
      EnvironmentFactory factory,
      int copies,
      int maxSteps,
      boolean rewardsVisible,
      Optional<Meter> meter,
      Stepping stepping) {
    this.stepping = stepping;
    this.factory = factory;
    this.spec = factory.spec();
    this.maxSteps = maxSteps;
    this.rewardsVisible = rewardsVisible;
    this.meter = meter;
    environments = new Environment[Checks.atLeast("copies", copies, 1)];
    Arrays.setAll(environments, i -> factory.create());
    observations = new FloatMatrix(copies, spec.observations().size());
    rewards = new double[copies];
    terminated = new boolean[copies];
    truncated = new boolean[copies];
    elapsed = new int[copies];
    results = new StepResult[copies];
    Arrays.setAll(results, i -> new StepResult(spec));
    actions = new double[copies][spec.actions().size()];
    state = new double[spec.stateSize()];
    Arrays.fill(truncated, true); // nothing to step before the first reset
  }

  /** Returns what is fixed about the environment. */
  public EnvironmentSpec spec() {
    return spec;
  }

  /** Returns the number of copies. */
  public int copies() {
    return environments.length;
  }

  /** Starts one episode in every copy; copy {@code i} starts as {@code seeds[i]} says. */
  public void reset(Seed[] seeds) {
    Checks.require(seeds.length == copies(), "need %d seeds, got %d", copies(), seeds.length);
    for (int i = 0; i < seeds.length; i++) {
      reset(i, seeds[i]);
    }
  }

  /** Starts an episode in copy {@code i}. */
  public void reset(int i, Seed seed) {
    environments[i].reset(seed, results[i].observation);
    begin(i);
  }

  /** Starts an episode in copy {@code i} from {@code state}, with no step elapsed. */
  public void reset(int i, double[] state) {
    reset(i, state, 0);
  }

  /** Goes on in copy {@code i} from {@code state} after {@code elapsed} steps of its episode. */
  public void reset(int i, double[] state, int elapsed) {
    environments[i].writeState(state);
    environments[i].observe(results[i].observation);
    begin(i);
    this.elapsed[i] = elapsed;
  }

  private void begin(int i) {
    observations.setRow(i, results[i].observation);
    rewards[i] = 0;
    terminated[i] = false;
    truncated[i] = false;
    elapsed[i] = 0;
  }

  /**
   * Advances every copy that is not finished by one step.
   *
   * @param actions {@code [copies, act]}; rows of finished copies are ignored
   * @throws InvalidInputException if a coordinate is not finite; names environment, step and
   *     coordinate
   */
  public void step(FloatMatrix actions) {
    int columns = spec.actions().size();
    if (actions.rows() != copies() || actions.columns() != columns) { // boxes nothing per step
      throw new InvalidInputException(
          "actions must be ["
              + copies()
              + ", "
              + columns
              + "], got ["
              + actions.rows()
              + ", "
              + actions.columns()
              + "]");
    }
    int stepped = 0;
    for (int i = 0; i < environments.length; i++) {
      stepped += finished(i) ? 0 : 1;
    }
    if (stepping == Stepping.PARALLEL) {
      IntStream.range(0, environments.length).parallel().forEach(i -> step(i, actions));
    } else {
      for (int i = 0; i < environments.length; i++) {
        step(i, actions);
      }
    }
    if (meter.isPresent()) {
      meter.get().ledger().add(meter.get().entry(), stepped);
    }
  }

  /** Steps copy {@code i}; touches nothing of other copies. */
  private void step(int i, FloatMatrix batch) {
    if (finished(i)) {
      rewards[i] = 0;
      return;
    }
    StepResult result = results[i];
    batch.copyRow(i, actions[i]);
    checkFinite(actions[i], elapsed[i]);
    environments[i].step(actions[i], result);
    observations.setRow(i, result.observation);
    rewards[i] = result.reward;
    terminated[i] = result.terminated;
    elapsed[i]++;
    truncated[i] = !result.terminated && elapsed[i] >= maxSteps;
  }

  /** What acts here is a policy, and one that names no action has gone wrong in every simulator. */
  private void checkFinite(double[] action, int step) {
    for (int j = 0; j < action.length; j++) {
      if (!Double.isFinite(action[j])) {
        throw new InvalidInputException(
            spec.id()
                + ", step "
                + step
                + ": action["
                + j
                + "] must be a finite number, got "
                + action[j]);
      }
    }
  }

  /**
   * Returns the observations after the last reset or step, {@code [copies, obs]}: a live view, do
   * not change it.
   */
  public FloatMatrix observations() {
    return observations;
  }

  /**
   * Returns the reward of copy {@code i} in the last step: 0 if it was already finished, NaN where
   * rewards are hidden.
   */
  public double reward(int i) {
    return rewardsVisible ? rewards[i] : Double.NaN;
  }

  /** Returns whether the task is over in copy {@code i}. */
  public boolean terminated(int i) {
    return terminated[i];
  }

  /** Returns whether time is up in copy {@code i}; exclusive with {@link #terminated}. */
  public boolean truncated(int i) {
    return truncated[i];
  }

  /** Returns whether copy {@code i} stands still. */
  public boolean finished(int i) {
    return terminated[i] || truncated[i];
  }

  /** Returns whether every copy stands still. */
  public boolean allFinished() {
    for (int i = 0; i < environments.length; i++) {
      if (!finished(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the number of steps since the start of the episode in copy {@code i}. */
  public int elapsed(int i) {
    return elapsed[i];
  }

  /** Copies the state of copy {@code i} into {@code state}, {@code [spec().stateSize()]}. */
  public void readState(int i, double[] state) {
    environments[i].readState(state);
  }

  /** Returns whether this is a fork for look-ahead. */
  boolean isFork() {
    return meter.isPresent() && meter.get().entry() == Ledger.Entry.LOOK_AHEAD_STEPS;
  }

  /**
   * Returns copies in the present state that know no time limit and whose steps are counted as
   * look-ahead; of rewards that are hidden here they show none.
   */
  VectorEnvironment fork(boolean rewardsVisible, Ledger ledger) {
    Meter lookAhead = new Meter(ledger, Ledger.Entry.LOOK_AHEAD_STEPS);
    VectorEnvironment fork =
        new VectorEnvironment(
            factory,
            copies(),
            Integer.MAX_VALUE,
            rewardsVisible && this.rewardsVisible,
            Optional.of(lookAhead),
            stepping);
    fork.copyFrom(this);
    return fork;
  }

  /**
   * Takes over the states, observations and ends of {@code source}, which has the same number of
   * copies.
   */
  void copyFrom(VectorEnvironment source) {
    for (int i = 0; i < environments.length; i++) {
      terminated[i] = source.terminated[i];
      truncated[i] = source.truncated[i];
      elapsed[i] = source.elapsed[i];
      rewards[i] = 0;
      if (!finished(i)) {
        source.environments[i].readState(state);
        environments[i].writeState(state);
      }
    }
    System.arraycopy(
        source.observations.values(), 0, observations.values(), 0, observations.values().length);
  }
}
