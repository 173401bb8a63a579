package org.prefbench.env.locomotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;
import org.prefbench.physics.GoldenTable;

/**
 * Observations, rewards and ends of Gymnasium 1.3.0's v4 tasks on MuJoCo 3.14.0, played open loop
 * from their starts; the files were written by {@code generate.py} beside them.
 */
class GymnasiumParityTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hopper-v4",
        "halfcheetah-v4",
        "walker2d-v4",
        "ant-v4",
        "swimmer-v4",
        "reacher-v4",
        "inverted-pendulum-v4",
        "inverted-double-pendulum-v4"
      })
  void episodesAreGymnasiums(String id) {
    LocomotionEnvironment environment =
        (LocomotionEnvironment) Environments.registered().get(id).create();
    String file = id + ".csv";
    GoldenTable table =
        GoldenTable.plain(GymnasiumParityTest.class.getResourceAsStream(file), file);
    StepResult result = new StepResult(environment.spec());
    int actions = environment.spec().actions().size();
    int observations = environment.spec().observations().size();
    assertEquals(78, table.rows());
    for (int r = 0; r < table.rows(); r++) {
      if (table.number(r, "t") == 0) {
        environment.setState(
            table.vector(r, "qpos", environment.model().nq()),
            table.vector(r, "qvel", environment.model().nv()));
        environment.observe(result.observation);
        result.reward = 0;
        result.terminated = false;
      } else {
        environment.step(table.vector(r - 1, "act", actions), result);
      }
      double[] expected = table.vector(r, "obs", observations);
      if (id.equals("ant-v4") && table.number(r, "t") == 0) {
        normalize(expected);
      }
      double error = GoldenTable.error(expected, result.observation);
      assertTrue(error < 1e-7, id + ", row " + r + ": observation " + error);
      assertEquals(table.number(r, "reward"), result.reward, 1e-7, id + ", row " + r);
      assertEquals(table.number(r, "terminated") == 1, result.terminated, id + ", row " + r);
    }
  }

  /** The forward pass of a reset normalises the quaternion in MuJoCo 2, as here, but not in 3. */
  private static void normalize(double[] observation) {
    double square = 0;
    for (int i = 1; i < 5; i++) {
      square += observation[i] * observation[i];
    }
    for (int i = 1; i < 5; i++) {
      observation[i] /= Math.sqrt(square);
    }
  }
}
