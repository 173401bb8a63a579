package org.prefbench.render;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.env.scene.Scene;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/** One episode that was played, from its first state to its last. Not thread-safe. */
public final class Episode {
  private final Environment environment; // only to look at states
  private final List<double[]> states;
  private final List<Double> returns; // undiscounted, up to each state
  private final String end;

  private Episode(
      Environment environment, List<double[]> states, List<Double> returns, String end) {
    this.environment = environment;
    this.states = states;
    this.returns = returns;
    this.end = end;
  }

  /**
   * The randomness of an episode.
   *
   * @param start of its first state
   * @param policy of what the policy samples
   */
  public record Streams(Seed start, Seed policy) {
    /**
     * Returns those of the episode that is number 0 of {@link org.prefbench.policy.MeanReturn} with
     * this seed.
     */
    public static Streams ofRollout(Seed seed) {
      return new Streams(seed.child("start").child(0), seed.child("policy").child(0));
    }

    /** Returns those of the i-th episode that {@code stage.Evaluator} counts under this seed. */
    public static Streams ofEvaluation(Seed seed, int i) {
      return new Streams(seed.child(i).child("reset"), seed.child(i).child("policy"));
    }
  }

  /**
   * Plays an episode.
   *
   * @param lookAhead what the policy may see of forks of its environment
   * @param maxSteps the episode is cut after as many steps, at least 1
   * @throws InvalidInputException if the environment cannot be drawn
   */
  public static Episode play(
      EnvironmentFactory factory,
      Policy policy,
      EnvironmentAccess.LookAhead lookAhead,
      Streams streams,
      int maxSteps) {
    Checks.atLeast("steps", maxSteps, 1);
    VectorEnvironment environment = new VectorEnvironment(factory, 1);
    environment.reset(0, streams.start());
    Seed[] noise = {streams.policy()};
    List<double[]> states = new ArrayList<>();
    List<Double> returns = new ArrayList<>();
    states.add(stateOf(environment));
    returns.add(0.0);
    Environment looking = factory.create();
    looking.writeState(states.get(0));
    Checks.require(
        looking.scene().isPresent(),
        "environment '%s' cannot be drawn: it describes no scene",
        factory.spec().id());
    EnvironmentAccess access = new EnvironmentAccess(environment, lookAhead, new Ledger());
    try (Actor actor = policy.start(access, noise)) {
      while (!environment.allFinished() && environment.elapsed(0) < maxSteps) {
        environment.step(actor.act(environment.observations()));
        states.add(stateOf(environment));
        returns.add(returns.get(returns.size() - 1) + environment.reward(0));
      }
    }
    String end =
        environment.terminated(0) ? "terminated" : environment.truncated(0) ? "truncated" : "cut";
    return new Episode(looking, states, returns, end);
  }

  private static double[] stateOf(VectorEnvironment environment) {
    double[] state = new double[environment.spec().stateSize()];
    environment.readState(0, state);
    return state;
  }

  /** Returns the environment's id. */
  public String environment() {
    return environment.spec().id();
  }

  /** Returns the seconds per step. */
  public double controlStep() {
    return environment.spec().controlStep();
  }

  /** Returns the number of steps; there is one more state. */
  public int steps() {
    return states.size() - 1;
  }

  /** Returns the sum of the rewards of the first {@code step} steps. */
  public double returnAfter(int step) {
    return returns.get(step);
  }

  /** Returns how it ended: {@code terminated}, {@code truncated} or {@code cut}. */
  public String end() {
    return end;
  }

  /** Returns what the state after {@code step} steps looks like. */
  Scene scene(int step) {
    environment.writeState(states.get(step));
    return environment.scene().orElseThrow();
  }
}
