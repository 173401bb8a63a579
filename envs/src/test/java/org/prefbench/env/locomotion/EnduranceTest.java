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

/** Ten million steps under random actions, with resets: no error, no NaN. */
@Tag("slow")
class EnduranceTest {
  @ParameterizedTest
  @CsvSource({
    "hopper-v2, 2500000",
    "halfcheetah-v2, 2500000",
    "walker2d-v2, 2000000",
    "ant-v2, 1000000",
    "swimmer-v4, 500000",
    "reacher-v4, 500000",
    "inverted-pendulum-v4, 500000",
    "inverted-double-pendulum-v4, 500000"
  })
  void neverFails(String id, int steps) {
    Environment environment = Environments.registered().get(id).create();
    StepResult result = new StepResult(environment.spec());
    double[] low = environment.spec().actions().low();
    double[] high = environment.spec().actions().high();
    double[] action = new double[low.length];
    Seed seed = new Seed(7).child(id);
    RandomStream random = seed.generator();
    int elapsed = environment.spec().maxSteps();
    // Every other episode goes on after termination, because a robot that lies on the floor tries
    // the solver harder.
    boolean patient = false;
    for (int t = 0; t < steps; t++) {
      if (elapsed == environment.spec().maxSteps() || result.terminated && !patient) {
        environment.reset(seed.child(t), result.observation);
        patient = !patient;
        elapsed = 0;
      }
      for (int i = 0; i < action.length; i++) {
        action[i] = random.uniform(low[i], high[i]);
      }
      environment.step(action, result);
      elapsed++;
      double sum = result.reward;
      for (double value : result.observation) {
        sum += value;
      }
      assertTrue(Double.isFinite(sum), id + ", step " + t);
    }
  }
}
