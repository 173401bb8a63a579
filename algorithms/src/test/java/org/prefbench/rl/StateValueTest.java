package org.prefbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Simulator;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;
import org.prefbench.env.StepResult;
import org.prefbench.policy.TwoDoors;
import org.prefbench.policy.UniformPolicy;

class StateValueTest {
  private static final StateValue.Settings SETTINGS = StateValue.Settings.of(60, 32, 2, 1500);

  private static StateValue fit(EnvironmentFactory task, Ledger ledger) {
    return StateValue.fit(
        new Simulator(task, true, ledger),
        new UniformPolicy(),
        SETTINGS,
        new TrainingContext(new Seed(5), ledger, Monitor.SILENT));
  }

  private static double at(StateValue value, long time, float... observation) {
    return value.evaluator().values(new FloatMatrix(1, observation.length, observation), time)[0];
  }

  /** Uniform actions are paid 1 on average: five times in the paying room, never in the empty. */
  @Test
  void itIsWhatThePolicyStillEarns() {
    Ledger ledger = new Ledger();
    StateValue value = fit(new TwoDoors(), ledger);
    // mean of 30 episodes of five payments 1 + u, u uniform in [-1, 1]: four standard errors are
    // 4 sqrt(5 / 3 / 30) = 0.94
    assertEquals(5, at(value, 1, 2, 0), 0.94);
    assertEquals(2, at(value, 4, 2, 3), 0.94);
    assertEquals(0, at(value, 1, 1, 0), 0.3);
    assertEquals(0, at(value, 7, 1, 0), 0.3);
    assertEquals(0, at(value, 8, 2, 0), "time is up");
    // an episode has one step (the task ends at once), eight (empty room) or six
    long steps = ledger.count(Ledger.Entry.SIMULATOR_STEPS);
    assertTrue(60 < steps && steps < 60 * 8, steps + " steps of 60 episodes");
  }

  /** Nothing but the time tells what is left of a job that pays 1 in each of its 10 steps. */
  @Test
  void theTimeIsAnInput() {
    StateValue value = fit(new Job(), new Ledger());
    for (int t = 0; t < 10; t++) {
      assertEquals(10 - t, at(value, t, 0), 0.3, "at " + t);
    }
    assertEquals(0, at(value, 10, 0));
  }

  @Test
  void aFileHoldsAllOfIt() throws IOException {
    StateValue value = fit(new Job(), new Ledger());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    value.write(new DataOutputStream(bytes));
    StateValue read =
        StateValue.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertEquals(value, read);
    FloatMatrix rows = new FloatMatrix(3, 1, new float[] {0, 1, 2});
    assertArrayEquals(value.evaluator().values(rows, 3), read.evaluator().values(rows, 3));
    assertEquals(at(value, 3, 2), value.evaluator().values(rows, 3)[2], "alone or among others");
  }

  private static final class Job implements EnvironmentFactory {
    private static final EnvironmentSpec SPEC =
        new EnvironmentSpec(
            "job-v0",
            "Ten steps that pay 1",
            Space.unbounded(1),
            Space.box(1, -1, 1),
            List.of(new StateField("none", 1)),
            1,
            10,
            Optional.empty());

    @Override
    public EnvironmentSpec spec() {
      return SPEC;
    }

    @Override
    public Environment create() {
      return new Environment() {
        @Override
        public EnvironmentSpec spec() {
          return SPEC;
        }

        @Override
        public void reset(Seed seed, double[] observation) {
          observation[0] = 0;
        }

        @Override
        public void step(double[] action, StepResult result) {
          result.reward = 1;
          result.terminated = false;
          result.observation[0] = 0;
        }

        @Override
        public void observe(double[] observation) {
          observation[0] = 0;
        }

        @Override
        public void readState(double[] state) {
          state[0] = 0;
        }

        @Override
        public void writeState(double[] state) {}
      };
    }
  }
}
