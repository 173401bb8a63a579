package org.prefbench.method.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.Environments;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferenceDataset;

class BestOfNTest {
  private static final Seed SEED = new Seed(23);

  /** Independent standard normal actions. */
  private record Noise(int size) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      RandomStream[] streams =
          Arrays.stream(seeds).map(Seed::generator).toArray(RandomStream[]::new);
      FloatMatrix actions = new FloatMatrix(seeds.length, size);
      return observations -> {
        for (int k = 0; k < actions.values().length; k++) {
          actions.values()[k] = (float) streams[k / size].nextGaussian();
        }
        return actions;
      };
    }

    @Override
    public Policy deterministic() {
      return this;
    }
  }

  /**
   * Means of the largest of n standard normals (n = 1, 2, 4, 8): order statistics, by quadrature.
   */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0.5642", "4, 1.0294", "8, 1.4236"})
  void onTheLineItIsTheLargestOfN(int n, double mean) {
    Ledger ledger = new Ledger();
    double[] returns = returns("gaussian-1d-v0", 1, n, 1, 8000, ledger);
    double sum = Arrays.stream(returns).sum();
    assertEquals(mean, sum / 8000, 4 / Math.sqrt(8000));
    assertEquals(8000L * n, ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS));
  }

  @Test
  void plansBetterThanItsReferenceOnThePointMass() {
    // Rewards are quadratic costs: choosing among random plans must save some of the cost. The
    // lower bound is the best possible mean return, -8.9065 (see PointMass).
    double reference = mean(returns("point-mass-v0", 2, 1, 8, 200, new Ledger()));
    double two = mean(returns("point-mass-v0", 2, 2, 8, 200, new Ledger()));
    double eight = mean(returns("point-mass-v0", 2, 8, 8, 200, new Ledger()));
    assertTrue(reference + 3 < two, reference + " " + two);
    assertTrue(two + 3 < eight, two + " " + eight);
    assertTrue(eight < -8.9065, "better than the optimum: " + eight);
  }

  @Test
  void needsALengthFromSomewhere() {
    assertThrows(InvalidInputException.class, () -> planner("gaussian-1d-v0", 1, 2, 0));
  }

  private static Policy planner(String id, int actions, int n, int length) {
    var spec = Environments.registered().get(id).spec();
    Segment unused =
        new Segment(
            new FloatMatrix(2, spec.observations().size()),
            new FloatMatrix(1, actions),
            new FloatMatrix(1, 1),
            End.RUNNING,
            Optional.empty());
    TrainingInput input =
        new TrainingInput(
            spec,
            Optional.of(new Noise(actions)),
            new TrajectoryDataset(id, List.of(unused), Map.of()),
            new PreferenceDataset(id, List.of(), Map.of()),
            Optional.empty(),
            Optional.empty());
    return ConfiguredAlgorithm.of(
            new BestOfN(), Map.of("n", String.valueOf(n), "segment-length", String.valueOf(length)))
        .algorithm()
        .train(input, new TrainingContext(SEED, new Ledger(), Monitor.SILENT));
  }

  private static double[] returns(
      String id, int actions, int n, int length, int copies, Ledger ledger) {
    VectorEnvironment environment =
        new VectorEnvironment(Environments.registered().get(id), copies);
    Seed[] seeds = new Seed[copies];
    Arrays.setAll(seeds, SEED.child("episode")::child);
    environment.reset(seeds);
    EnvironmentAccess access =
        new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.WITH_REWARDS, ledger);
    double[] returns = new double[copies];
    try (Actor actor = planner(id, actions, n, length).start(access, seeds)) {
      while (!environment.allFinished()) {
        environment.step(actor.act(environment.observations()));
        for (int i = 0; i < copies; i++) {
          returns[i] += environment.reward(i);
        }
      }
    }
    return returns;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
