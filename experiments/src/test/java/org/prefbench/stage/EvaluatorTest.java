package org.prefbench.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.policy.UniformPolicy;
import org.prefbench.run.ScriptedMethod;

class EvaluatorTest {
  private static EnvironmentFactory environment(String id) {
    return Environments.registered().get(id);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 1000})
  void theBatchChangesNothing(int batch) {
    EnvironmentFactory pendulum = environment("pendulum-v1");
    Evaluator.Episodes expected =
        new Evaluator(pendulum, LookAhead.NONE)
            .evaluate(new UniformPolicy(), 7, new Seed(5), new Ledger());
    Evaluator.Episodes episodes =
        new Evaluator(pendulum, LookAhead.NONE, batch)
            .evaluate(new UniformPolicy(), 7, new Seed(5), new Ledger());
    assertArrayEquals(expected.returns(), episodes.returns());
    assertArrayEquals(expected.lengths(), episodes.lengths());
  }

  @Test
  void fewerEpisodesAreTheFirstOnes() {
    Evaluator evaluator = new Evaluator(environment("pendulum-v1"), LookAhead.NONE);
    double[] many = evaluator.evaluate(new UniformPolicy(), 5, new Seed(5), new Ledger()).returns();
    double[] few = evaluator.evaluate(new UniformPolicy(), 2, new Seed(5), new Ledger()).returns();
    assertArrayEquals(few, Arrays.copyOf(many, 2));
  }

  @Test
  void theReturnIsTheSumOfRewards() {
    // in gaussian-1d-v0 the reward is the action and an episode has one step
    Evaluator.Episodes episodes =
        new Evaluator(environment("gaussian-1d-v0"), LookAhead.NONE)
            .evaluate(new ScriptedMethod.Noise(2.5, true), 4000, new Seed(1), new Ledger());
    // four standard errors of mean and standard deviation of N(2.5, 1)
    assertEquals(2.5, episodes.mean(), 4 / Math.sqrt(4000));
    assertEquals(1, episodes.standardDeviation(), 4 / Math.sqrt(2 * 4000));
    assertEquals(1, episodes.meanLength());
  }

  @Test
  void statisticsOfHandWorkedNumbers() {
    Evaluator.Episodes episodes =
        new Evaluator.Episodes(new double[] {1, 2, 6}, new int[] {1, 1, 2});
    assertEquals(3, episodes.mean());
    assertEquals(Math.sqrt(7), episodes.standardDeviation(), 1e-15); // (4 + 1 + 9) / 2
    assertEquals(4.0 / 3, episodes.meanLength(), 1e-15);
    assertTrue(new Evaluator.Episodes(new double[] {5}, new int[] {1}).standardDeviation() == 0);
  }
}
