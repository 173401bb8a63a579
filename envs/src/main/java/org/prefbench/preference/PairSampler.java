package org.prefbench.preference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Simulator;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;

/**
 * Draws pairs of segments to be compared. Pair {@code i} depends on its own stream {@code
 * seed.child(i)} alone, so more pairs extend fewer pairs.
 */
public final class PairSampler {
  /** Pairs rolled out in lockstep; a matter of speed alone. */
  private static final int BATCH = 128;

  /** Where the two roll-outs of a pair start. */
  public enum StateDistribution {
    /** At the start of an episode. */
    INITIAL,
    /** At a step drawn uniformly from one whole episode of the reference policy. */
    VISITED,
    /** At a row drawn uniformly from the trajectory data. */
    DATASET
  }

  private PairSampler() {}

  /**
   * Returns pairs of roll-outs of one policy that start from the same state, as in Kim et al. 2024
   * (arXiv 2405.19806, section 5.3). A roll-out that terminates is shorter than {@code length}.
   *
   * @param trajectories where {@link StateDistribution#DATASET} draws from; must then hold
   *     simulator states
   * @param length steps per segment
   */
  public static List<SegmentPair> fromPolicy(
      Simulator simulator,
      Policy policy,
      TrajectoryDataset trajectories,
      StateDistribution distribution,
      int pairs,
      int length,
      Seed seed) {
    Checks.atLeast("pairs", pairs, 1);
    Checks.atLeast("segment length", length, 1);
    List<SegmentPair> result = new ArrayList<>(pairs);
    for (int from = 0; from < pairs; from += BATCH) {
      int count = Math.min(BATCH, pairs - from);
      double[][] starts =
          switch (distribution) {
            case INITIAL -> initialStates(simulator, seed, from, count);
            case VISITED -> visitedStates(simulator, policy, seed, from, count);
            case DATASET -> datasetStates(trajectories, seed, from, count);
          };
      List<Segment> first =
          rollOut(simulator, policy, starts, length, seed.children(from, count, "first"));
      List<Segment> second =
          rollOut(simulator, policy, starts, length, seed.children(from, count, "second"));
      for (int i = 0; i < count; i++) {
        result.add(new SegmentPair(first.get(i), second.get(i)));
      }
    }
    return result;
  }

  /**
   * Returns pairs of stretches drawn independently from logged episodes, uniformly over all
   * stretches of {@code length} steps, as in B-Pref and most human-label sets.
   */
  public static List<SegmentPair> fromLog(
      TrajectoryDataset trajectories, int pairs, int length, Seed seed) {
    Checks.atLeast("pairs", pairs, 1);
    List<Segment> episodes =
        trajectories.episodes().stream().filter(episode -> episode.length() >= length).toList();
    Checks.require(
        !episodes.isEmpty(),
        "no episode of %s has %d steps or more",
        trajectories.environment(),
        length);
    long[] cumulative = new long[episodes.size()]; // stretches in episodes 0 .. k
    long stretches = 0;
    for (int k = 0; k < cumulative.length; k++) {
      stretches += episodes.get(k).length() - length + 1;
      cumulative[k] = stretches;
    }
    List<SegmentPair> result = new ArrayList<>(pairs);
    for (int i = 0; i < pairs; i++) {
      RandomStream random = seed.child(i).generator();
      result.add(
          new SegmentPair(
              stretch(episodes, cumulative, random.nextLong(stretches), length),
              stretch(episodes, cumulative, random.nextLong(stretches), length)));
    }
    return result;
  }

  /**
   * Returns the pairs with the annotators' labels; query {@code i} has the stream {@code
   * seed.child(i)}.
   */
  public static List<PreferencePair> label(
      List<SegmentPair> pairs, Annotators annotators, Seed seed) {
    List<Query> queries = new ArrayList<>(pairs.size());
    for (SegmentPair pair : pairs) {
      queries.add(new Query(pair.first(), pair.second(), seed.child(queries.size())));
    }
    return annotators.answer(queries);
  }

  /**
   * Returns one segment per start state: up to {@code length} steps of {@code policy}.
   *
   * @param starts {@code [n][state]}
   * @param seeds one per roll-out
   */
  public static List<Segment> rollOut(
      Simulator simulator, Policy policy, double[][] starts, int length, Seed[] seeds) {
    int copies = starts.length;
    EnvironmentSpec spec = simulator.spec();
    VectorEnvironment environment = simulator.vector(copies);
    FloatMatrix[] observations = new FloatMatrix[copies];
    FloatMatrix[] actions = new FloatMatrix[copies];
    FloatMatrix[] rewards = new FloatMatrix[copies];
    DoubleMatrix[] states = new DoubleMatrix[copies];
    double[] state = new double[spec.stateSize()];
    for (int i = 0; i < copies; i++) {
      environment.reset(i, starts[i]);
      observations[i] = new FloatMatrix(length + 1, spec.observations().size());
      actions[i] = new FloatMatrix(length, spec.actions().size());
      rewards[i] = new FloatMatrix(length, 1);
      states[i] = new DoubleMatrix(length, state.length);
      observations[i].setRow(0, environment.observations().row(i));
    }
    try (Actor actor = policy.start(simulator.access(environment), seeds)) {
      for (int t = 0; t < length && !environment.allFinished(); t++) {
        FloatMatrix chosen = actor.act(environment.observations());
        for (int i = 0; i < copies; i++) {
          if (!environment.finished(i)) {
            environment.readState(i, state);
            states[i].setRow(t, state);
            actions[i].setRow(t, chosen.row(i));
          }
        }
        environment.step(chosen);
        for (int i = 0; i < copies; i++) {
          if (environment.elapsed(i) == t + 1) {
            rewards[i].set(t, 0, (float) environment.reward(i));
            observations[i].setRow(t + 1, environment.observations().row(i));
          }
        }
      }
    }
    List<Segment> segments = new ArrayList<>(copies);
    for (int i = 0; i < copies; i++) {
      int steps = environment.elapsed(i);
      End end =
          environment.terminated(i)
              ? End.TERMINATED
              : environment.truncated(i) ? End.TRUNCATED : End.RUNNING;
      segments.add(
          new Segment(
              observations[i].slice(0, steps + 1),
              actions[i].slice(0, steps),
              rewards[i].slice(0, steps),
              end,
              Optional.of(states[i].slice(0, steps)),
              Optional.empty()));
    }
    return segments;
  }

  private static double[][] initialStates(Simulator simulator, Seed seed, int from, int count) {
    VectorEnvironment environment = simulator.vector(count);
    environment.reset(seed.children(from, count, "start"));
    double[][] states = new double[count][simulator.spec().stateSize()];
    for (int i = 0; i < count; i++) {
      environment.readState(i, states[i]);
    }
    return states;
  }

  /**
   * Keeps one state of each episode by reservoir sampling, so that memory does not grow with the
   * episode.
   */
  private static double[][] visitedStates(
      Simulator simulator, Policy policy, Seed seed, int from, int count) {
    VectorEnvironment environment = simulator.vector(count);
    environment.reset(seed.children(from, count, "start"));
    double[][] states = new double[count][simulator.spec().stateSize()];
    RandomStream[] choices = new RandomStream[count];
    for (int i = 0; i < count; i++) {
      choices[i] = seed.child(from + i).child("choice").generator();
    }
    try (Actor actor =
        policy.start(simulator.access(environment), seed.children(from, count, "visit"))) {
      for (int t = 0; !environment.allFinished(); t++) {
        for (int i = 0; i < count; i++) {
          if (!environment.finished(i) && choices[i].nextInt(t + 1) == 0) {
            environment.readState(i, states[i]);
          }
        }
        environment.step(actor.act(environment.observations()));
      }
    }
    return states;
  }

  private static double[][] datasetStates(
      TrajectoryDataset trajectories, Seed seed, int from, int count) {
    long[] cumulative = new long[trajectories.episodes().size()];
    long steps = 0;
    for (int k = 0; k < cumulative.length; k++) {
      Segment episode = trajectories.episodes().get(k);
      Checks.require(
          episode.states().map(rows -> rows.rows() == episode.length()).orElse(false),
          "episode %d of %s has no simulator states to start from",
          k,
          trajectories.environment());
      steps += episode.length();
      cumulative[k] = steps;
    }
    double[][] states = new double[count][];
    for (int i = 0; i < count; i++) {
      long row = seed.child(from + i).child("start").generator().nextLong(steps);
      int k = indexOf(cumulative, row);
      int step = (int) (row - (k == 0 ? 0 : cumulative[k - 1]));
      states[i] = trajectories.episodes().get(k).states().orElseThrow().row(step);
    }
    return states;
  }

  private static Segment stretch(
      List<Segment> episodes, long[] cumulative, long index, int length) {
    int k = indexOf(cumulative, index);
    int start = (int) (index - (k == 0 ? 0 : cumulative[k - 1]));
    return episodes.get(k).slice(start, start + length);
  }

  /** Returns the first k with {@code index < cumulative[k]}. */
  private static int indexOf(long[] cumulative, long index) {
    int at = Arrays.binarySearch(cumulative, index);
    return at >= 0 ? firstAbove(cumulative, at) : -at - 1;
  }

  private static int firstAbove(long[] cumulative, int at) {
    int k = at;
    while (cumulative[k] == cumulative[at]) {
      k++;
    }
    return k;
  }
}
