package org.prefbench.contract;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.core.Sha256;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.network.Activation;
import org.prefbench.network.Mlp;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.nn.Standardizer;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/**
 * A task in a nutshell: a small random reference, a few of its episodes, a few pairs from common
 * starts labelled by their true rewards. The same at every call and made anew each time, so that a
 * method that changes what it is given spoils no other rule.
 */
record Problem(
    EnvironmentFactory environment,
    GaussianPolicy reference,
    TrajectoryDataset trajectories,
    PreferenceDataset preferences,
    Labeler labeler) {
  /** The root of all random streams. */
  static final Seed SEED = new Seed(17);

  private static final int EPISODES = 6;
  private static final int EPISODE_STEPS = 20;
  private static final int PAIRS = 24;
  private static final int SEGMENT_STEPS = 4;

  /** One action, episodes that end by time alone. */
  static Problem pendulum() {
    return of("pendulum-v1");
  }

  /** Three actions, episodes that end by a fall. */
  static Problem hopper() {
    return of("hopper-v4");
  }

  private static Problem of(String id) {
    EnvironmentFactory environment = Environments.registered().get(id);
    int inputs = environment.spec().observations().size();
    int actions = environment.spec().actions().size();
    float[] logStd = new float[actions];
    java.util.Arrays.fill(logStd, -0.5f);
    GaussianPolicy reference =
        new GaussianPolicy(
            GaussianPolicy.Form.TANH_GAUSSIAN,
            environment.spec().actions(),
            Standardizer.identity(inputs),
            Mlp.initial(Mlp.sizes(inputs, 8, 1, actions), Activation.RELU, SEED.child("reference")),
            logStd);
    Simulator simulator = new Simulator(environment, true, new Ledger());
    VectorEnvironment starting = simulator.vector(EPISODES);
    starting.reset(SEED.children(0, EPISODES, "start"));
    double[][] starts = new double[EPISODES][environment.spec().stateSize()];
    for (int i = 0; i < EPISODES; i++) {
      starting.readState(i, starts[i]);
    }
    List<Segment> episodes =
        PairSampler.rollOut(
            simulator, reference, starts, EPISODE_STEPS, SEED.children(0, EPISODES, "episode"));
    TrajectoryDataset trajectories = new TrajectoryDataset(id, episodes, Map.of());
    Labeler oracle = Labelers.create("oracle", Map.of(), Calibration.of(episodes));
    List<PreferencePair> pairs =
        PairSampler.label(
            PairSampler.fromPolicy(
                simulator,
                reference,
                trajectories,
                PairSampler.StateDistribution.INITIAL,
                PAIRS,
                SEGMENT_STEPS,
                SEED.child("pairs")),
            oracle,
            SEED.child("labels"));
    return new Problem(
        environment, reference, trajectories, new PreferenceDataset(id, pairs, Map.of()), oracle);
  }

  /** Returns the problem with other pairs. */
  Problem with(UnaryOperator<List<PreferencePair>> change) {
    return new Problem(
        environment,
        reference,
        trajectories,
        new PreferenceDataset(
            preferences.environment(), change.apply(preferences.pairs()), Map.of()),
        labeler);
  }

  /** Returns a hash of trajectories and pairs, rewards included. */
  String dataHash() {
    Sha256 hash = new Sha256().add(trajectories.contentHash());
    for (PreferencePair pair : preferences.pairs()) {
      hash.add(pair.label().name());
      for (Segment segment : List.of(pair.first(), pair.second())) {
        for (FloatMatrix part :
            List.of(segment.observations(), segment.actions(), segment.rewards())) {
          add(hash, part);
        }
      }
    }
    return hash.hex();
  }

  /** Returns a hash of matrices. */
  static String hash(Iterable<FloatMatrix> matrices) {
    Sha256 hash = new Sha256();
    matrices.forEach(matrix -> add(hash, matrix));
    return hash.hex();
  }

  private static void add(Sha256 hash, FloatMatrix matrix) {
    ByteBuffer bytes = ByteBuffer.allocate(matrix.values().length * Float.BYTES);
    bytes.asFloatBuffer().put(matrix.values());
    hash.add(bytes.array());
  }

  /** Returns a change of every pair, by its number. */
  static UnaryOperator<List<PreferencePair>> each(Change change) {
    return pairs -> {
      List<PreferencePair> changed = new ArrayList<>();
      for (int i = 0; i < pairs.size(); i++) {
        changed.add(change.of(i, pairs.get(i)));
      }
      return changed;
    };
  }

  /** What becomes of one pair. */
  @FunctionalInterface
  interface Change {
    /** Returns what pair number {@code index} becomes. */
    PreferencePair of(int index, PreferencePair pair);
  }
}
