package org.prefbench.canvas;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/**
 * Plays episodes of policies for a canvas. Episode number i starts, for every policy, from the same
 * state and draws on the same random stream: it is the i-th that {@code stage.Evaluator} counts
 * under this seed, to the last bit.
 *
 * @param environment where policies act
 * @param seed root of the streams of all episodes: {@code seed.child(i)} is that of the i-th
 * @param framesPerSecond how many pictures a second of simulated time has at most
 * @param maxBytes how long the JSON of one episode may be: pictures are left out evenly until it
 *     fits, but for the first and the last
 */
public record CanvasEpisodes(
    EnvironmentFactory environment, Seed seed, double framesPerSecond, int maxBytes) {
  /** Pictures per second that look like motion. */
  public static final double FRAMES_PER_SECOND = 25;

  /** 64 KiB: two episodes of each of sixty cells of a table stay under 8 MB. */
  public static final int MAX_BYTES = 1 << 16;

  /** Validates the limits. */
  public CanvasEpisodes {
    Checks.positive("framesPerSecond", framesPerSecond);
    Checks.atLeast("maxBytes", maxBytes, 1);
  }

  /** Plays episodes under the limits that suit a page with many of them. */
  public CanvasEpisodes(EnvironmentFactory environment, Seed seed) {
    this(environment, seed, FRAMES_PER_SECOND, MAX_BYTES);
  }

  /**
   * An episode that was played to its end.
   *
   * @param number which it is
   * @param steps how long it was
   * @param undiscounted the sum of its rewards
   * @param terminated whether the task ended it, rather than the limit of steps
   * @param every steps from one picture to the next
   * @param json what {@code player.js} takes, ASCII text
   * @param states the state before each step and the one after the last
   */
  public record Played(
      int number,
      int steps,
      double undiscounted,
      boolean terminated,
      int every,
      String json,
      List<double[]> states) {
    /** Copies the list. */
    public Played {
      states = List.copyOf(states);
    }
  }

  /**
   * Plays one episode.
   *
   * @param policy acts as it is: pass {@link Policy#deterministic} for its mean or mode
   * @param lookAhead what the policy may see of forks
   * @param number which episode, from 0
   * @throws org.prefbench.core.InvalidInputException if the environment cannot be drawn
   */
  public Played play(Policy policy, LookAhead lookAhead, int number) {
    Checks.atLeast("number of the episode", number, 0);
    VectorEnvironment copy = new VectorEnvironment(environment, 1);
    copy.reset(seed.children(number, 1, "reset"));
    List<double[]> states = new ArrayList<>(List.of(state(copy)));
    double sum = 0;
    EnvironmentAccess access = new EnvironmentAccess(copy, lookAhead, new Ledger());
    try (Actor actor = policy.start(access, seed.children(number, 1, "policy"))) {
      while (!copy.allFinished()) {
        copy.step(actor.act(copy.observations()));
        states.add(state(copy));
        sum += copy.reward(0);
      }
    }
    int every = 1;
    if (environment.spec().controlStep() * framesPerSecond < 1) {
      every = (int) Math.ceil(1 / (environment.spec().controlStep() * framesPerSecond));
    }
    String json = CanvasReplay.of(environment, states, every).json();
    while (json.length() > maxBytes && every < states.size() - 1) {
      double excess = json.length() / (double) maxBytes;
      every = Math.min(states.size() - 1, Math.max(every + 1, (int) (every * excess)));
      json = CanvasReplay.of(environment, states, every).json();
    }
    return new Played(number, states.size() - 1, sum, copy.terminated(0), every, json, states);
  }

  private static double[] state(VectorEnvironment environment) {
    double[] state = new double[environment.spec().stateSize()];
    environment.readState(0, state);
    return state;
  }
}
