package org.prefbench.env.locomotion;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;

/**
 * Mean returns of uniformly random actions against those of libmujoco 2.2.2 under Gym's tasks (200
 * episodes each, mean and standard error, measured independently of this project), where the start
 * and the actions have the same distributions but not the same numbers.
 */
@Tag("slow")
class RandomReturnTest {
  private static final int EPISODES = 200;

  @ParameterizedTest
  @CsvSource({
    "hopper-v2, 20.7, 1.7",
    "halfcheetah-v2, -283.2, 6.2",
    "walker2d-v2, 1.64, 0.42",
    "ant-v2, -66, 8",
    "hopper-v4, 20.6, 1.7",
    "halfcheetah-v4, -279.5, 5.7",
    "walker2d-v4, 2.18, 0.45"
  })
  void equalsMujocos(String id, double mean, double standardError) {
    Environment environment = Environments.registered().get(id).create();
    StepResult result = new StepResult(environment.spec());
    double[] action = new double[environment.spec().actions().size()];
    double sum = 0;
    double squares = 0;
    for (int episode = 0; episode < EPISODES; episode++) {
      Seed seed = new Seed(2024).child(id).child(episode);
      RandomStream random = seed.child("actions").generator();
      environment.reset(seed.child("start"), result.observation);
      double total = 0;
      for (int t = 0; t < environment.spec().maxSteps(); t++) {
        for (int i = 0; i < action.length; i++) {
          action[i] = random.uniform(-1, 1);
        }
        environment.step(action, result);
        total += result.reward;
        if (result.terminated) {
          break;
        }
      }
      sum += total;
      squares += total * total;
    }
    double ours = sum / EPISODES;
    double error = Math.sqrt((squares / EPISODES - ours * ours) / (EPISODES - 1));
    System.out.println(
        id + ": " + ours + " +- " + error + ", MuJoCo " + mean + " +- " + standardError);
    double combined = Math.sqrt(error * error + standardError * standardError);
    assertTrue(Math.abs(ours - mean) < 2 * combined, id + ": " + ours + " +- " + error);
  }
}
