package org.prefbench.dataset;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.DensityPolicy;
import org.prefbench.policy.Policy;

/**
 * Runs a policy and keeps what happens: observations, actions, rewards, ends, the simulator state
 * before every action and, where the policy has one, the log density of every action. Episode
 * {@code i} depends on {@code seed.child(i)} alone, and episodes run in lockstep in blocks whose
 * size does not depend on the machine, so any number of workers gives the same data.
 *
 * @param environment the environment
 * @param policy the policy, used by several threads at once
 * @param lookAhead what the policy may see of forks of the environment
 * @param ledger counts what acting costs
 * @param workers threads
 * @param progress hears how many steps (or episodes, when episodes are asked for) are collected
 */
public record Collector(
    EnvironmentFactory environment,
    Policy policy,
    EnvironmentAccess.LookAhead lookAhead,
    Ledger ledger,
    int workers,
    ProgressListener progress) {
  /** Episodes in lockstep: enough to fill the batch of a network, few enough to share out. */
  private static final int BLOCK = 32;

  /** Validates the number of workers. */
  public Collector {
    Checks.atLeast("workers", workers, 1);
  }

  /** Creates a collector with one worker, without look-ahead, in silence. */
  public Collector(EnvironmentFactory environment, Policy policy) {
    this(
        environment,
        policy,
        EnvironmentAccess.LookAhead.NONE,
        new Ledger(),
        1,
        ProgressListener.SILENT);
  }

  /** Returns the same collector with another number of threads. */
  public Collector withWorkers(int threads) {
    return new Collector(environment, policy, lookAhead, ledger, threads, progress);
  }

  /** Returns the same collector with another listener. */
  public Collector withProgress(ProgressListener listener) {
    return new Collector(environment, policy, lookAhead, ledger, workers, listener);
  }

  /**
   * Returns exactly {@code steps} steps; the last episode is cut where they are reached, as in
   * D4RL.
   *
   * @param provenance how the policy came about; {@code seed} and {@code steps} are added
   */
  public TrajectoryDataset steps(long steps, Seed seed, Map<String, String> provenance) {
    Checks.atLeast("steps", steps, 1L);
    List<Segment> kept = new ArrayList<>();
    try (Episodes episodes = episodes(seed, steps)) {
      for (long missing = steps; missing > 0; ) {
        Segment episode = episodes.next();
        kept.add(episode.length() <= missing ? episode : episode.slice(0, (int) missing));
        missing -= Math.min(missing, episode.length());
        progress.progress(steps - missing, steps);
      }
    }
    return dataset(kept, seed, "steps", steps, provenance);
  }

  /**
   * Returns {@code episodes} whole episodes.
   *
   * @param provenance how the policy came about; {@code seed} and {@code episodes} are added
   */
  public TrajectoryDataset episodes(int episodes, Seed seed, Map<String, String> provenance) {
    Checks.atLeast("episodes", episodes, 1);
    List<Segment> kept = new ArrayList<>(episodes);
    try (Episodes source = new Episodes(seed, Math.min(BLOCK, episodes), episodes)) {
      while (kept.size() < episodes) {
        kept.add(source.next());
        progress.progress(kept.size(), episodes);
      }
    }
    return dataset(kept, seed, "episodes", episodes, provenance);
  }

  /**
   * Returns whole episodes without end, one after another; the caller closes them.
   *
   * @param steps how many steps will be wanted, about: more can be taken
   */
  Episodes episodes(Seed seed, long steps) {
    long fewest = (steps - 1) / environment.spec().maxSteps() + 1; // no fewer can do
    return new Episodes(seed, (int) Math.min(BLOCK, fewest), Long.MAX_VALUE);
  }

  /** Returns the seed of the start of an episode. */
  static Seed resetSeed(Seed episode) {
    return episode.child("reset");
  }

  private TrajectoryDataset dataset(
      List<Segment> kept, Seed seed, String unit, long count, Map<String, String> provenance) {
    EnvironmentSpec spec = environment.spec();
    Map<String, String> origin = new TreeMap<>(provenance);
    origin.put("seed", Long.toString(seed.value()));
    origin.put(unit, Long.toString(count));
    return new TrajectoryDataset(spec.id(), spec.state(), kept, origin);
  }

  /**
   * One collection: numbers the blocks, hands them to workers a little ahead of need, gives their
   * episodes back in order.
   */
  final class Episodes implements AutoCloseable {
    private final Seed seed;
    private final int copies;
    private final long total;
    private final ExecutorService pool;
    private final Deque<Future<List<Segment>>> running = new ArrayDeque<>();
    private final Deque<Segment> ready = new ArrayDeque<>();
    private long first;

    private Episodes(Seed seed, int copies, long total) {
      this.seed = seed;
      this.copies = copies;
      this.total = total;
      pool =
          Executors.newFixedThreadPool(
              workers,
              task -> {
                Thread thread = new Thread(task, "prefbench-collector");
                thread.setDaemon(true);
                return thread;
              });
    }

    /** Returns the next episode. */
    Segment next() {
      try {
        while (ready.isEmpty()) {
          while (running.size() < workers && first < total) {
            long start = first;
            running.add(pool.submit(() -> block(start)));
            first += copies;
          }
          ready.addAll(running.remove().get());
        }
        return ready.remove();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException("collecting failed", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("collecting was interrupted", e);
      }
    }

    /** Stops the workers. */
    @Override
    public void close() {
      pool.shutdownNow();
    }

    /** Returns the episodes from number {@code start} on, as many as a block has. */
    private List<Segment> block(long start) {
      int count = (int) Math.min(copies, total - start);
      VectorEnvironment vector = new VectorEnvironment(environment, count);
      Seed[] resets = new Seed[count];
      Seed[] choices = new Seed[count];
      Arrays.setAll(resets, i -> resetSeed(seed.child(start + i)));
      Arrays.setAll(choices, i -> seed.child(start + i).child("policy"));
      vector.reset(resets);
      EnvironmentSpec spec = vector.spec();
      int observationSize = spec.observations().size();
      int actionSize = spec.actions().size();
      EpisodeBuilder[] builders = new EpisodeBuilder[count];
      Arrays.setAll(
          builders,
          i ->
              new EpisodeBuilder(
                  observationSize, actionSize, spec.stateSize(), policy instanceof DensityPolicy));
      Segment[] done = new Segment[count];
      double[] state = new double[spec.stateSize()];
      try (Actor actor = policy.start(new EnvironmentAccess(vector, lookAhead, ledger), choices)) {
        while (!vector.allFinished()) {
          if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("collecting was stopped");
          }
          FloatMatrix observations = vector.observations();
          FloatMatrix actions = actor.act(observations);
          double[] densities =
              policy instanceof DensityPolicy density
                  ? actor
                      .logProbabilities()
                      .orElseGet(() -> density.logProbabilities(observations, actions))
                  : new double[0];
          for (int i = 0; i < count; i++) {
            if (!vector.finished(i)) {
              builders[i].beginStep();
              builders[i].observation(observations.values(), i * observationSize);
              builders[i].action(actions.values(), i * actionSize);
              vector.readState(i, state);
              builders[i].state(0, state, 0, state.length);
              if (densities.length > 0) {
                builders[i].logProbability((float) densities[i]);
              }
            }
          }
          vector.step(actions);
          for (int i = 0; i < count; i++) {
            if (done[i] == null) {
              builders[i].reward((float) vector.reward(i));
              if (vector.finished(i)) {
                done[i] =
                    builders[i].build(
                        vector.observations().values(),
                        i * observationSize,
                        vector.terminated(i) ? End.TERMINATED : End.TRUNCATED);
              }
            }
          }
        }
      }
      return List.of(done);
    }
  }
}
