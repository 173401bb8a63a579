package org.prefbench.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.LookAhead;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;

/** The learned model against the simulator, on the point mass with its noisy feedback policy. */
class DynamicsModelTest {
  private static final Seed SEED = new Seed(5);
  private static final GeneratedDataset DATA = GeneratedDataset.find("point-mass-medium-v0");
  private static final int LENGTH = 8;
  private static final int COPIES = 20;
  private static DynamicsModel model;

  @BeforeAll
  static void learn() {
    model =
        DynamicsModel.fit(
            DATA.generate(4000, SEED.child("data"), 1, ProgressListener.SILENT).episodes(),
            DATA.environment().spec().actions(),
            DynamicsModel.Settings.of(2, 48, 2500),
            new TrainingContext(SEED.child("model"), new Ledger(), Monitor.SILENT));
  }

  @Test
  void imaginedPlansAreThoseOfTheSimulator() {
    Policy reference = DATA.behavior().policy();
    VectorEnvironment environment = environment();
    EnvironmentAccess access =
        new EnvironmentAccess(
            environment, EnvironmentAccess.LookAhead.WITHOUT_REWARDS, new Ledger());
    Seed[] streams = seeds("plan");
    FloatMatrix exact =
        new ReferencePlans(reference)
            .start(access, LENGTH)
            .propose(environment.observations(), streams);
    Ledger ledger = new Ledger();
    FloatMatrix imagined =
        new ImaginedPlans(reference, model)
            .start(
                new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.NONE, ledger),
                LENGTH)
            .propose(environment.observations(), streams);
    double squares = 0;
    double spread = 0;
    for (int k = 0; k < exact.values().length; k++) {
      double error = imagined.values()[k] - exact.values()[k];
      squares += error * error;
      spread += exact.values()[k] * exact.values()[k];
    }
    // same noise, so that only the model's errors part them: under 5 % of the plans' size
    assertTrue(squares < 0.05 * 0.05 * spread, squares + " of " + spread);
    assertEquals(
        COPIES * (LENGTH - 1) * 2, ledger.count(Ledger.Entry.NETWORK_EVALUATIONS), "2 networks");
    assertEquals(0, ledger.count(Ledger.Entry.LOOK_AHEAD_STEPS));
  }

  @Test
  void imaginedObservationsFollowTheSimulator() {
    VectorEnvironment environment = environment();
    FloatMatrix start = environment.observations().copy();
    EnvironmentAccess access =
        new EnvironmentAccess(
            environment, EnvironmentAccess.LookAhead.WITHOUT_REWARDS, new Ledger());
    LookAhead truth = new LookAhead(access, DATA.behavior().policy(), LENGTH, true);
    truth.rollOut(start, seeds("plan"));
    DynamicsModel.Runner runner = model.runner();
    FloatMatrix imagined = start.copy();
    int size = DATA.environment().spec().actions().size();
    double squares = 0;
    double moved = 0;
    for (int i = 0; i < COPIES; i++) {
      for (int t = 0; t < LENGTH; t++) {
        FloatMatrix chosen = new FloatMatrix(COPIES, size);
        float[] plan = truth.actions().row(i);
        chosen.setRow(i, Arrays.copyOfRange(plan, t * size, (t + 1) * size));
        runner.advance(imagined, chosen, i);
      }
      for (int j = 0; j < imagined.columns(); j++) {
        double end = truth.observations(i).get(LENGTH, j);
        squares += Math.pow(imagined.get(i, j) - end, 2);
        moved += Math.pow(start.get(i, j) - end, 2);
      }
    }
    assertTrue(squares < 0.1 * 0.1 * moved, squares + " of " + moved);
  }

  @Test
  void policyThatImaginesIsReadAsItWasWritten() {
    FlowPolicy policy =
        new FlowPolicy(
            new ImaginedPlans(DATA.behavior().policy(), model), LENGTH, List.of(), LENGTH);
    byte[] bytes = PolicyFiles.toBytes(policy);
    FlowPolicy read = (FlowPolicy) PolicyFiles.fromBytes("policy", bytes);
    assertEquals(model, ((ImaginedPlans) read.source()).model());
    assertArrayEquals(bytes, PolicyFiles.toBytes(read));
  }

  @Test
  void farFromTheDataObservationsStayBounded() {
    DynamicsModel.Runner runner = model.runner();
    int size = DATA.environment().spec().observations().size();
    FloatMatrix observations = new FloatMatrix(1, size);
    Arrays.fill(observations.values(), 1e6f);
    FloatMatrix push = new FloatMatrix(1, DATA.environment().spec().actions().size());
    runner.advance(observations, push, 0);
    float[] mean = model.inputs().mean();
    float[] scale = model.inputs().scale();
    for (int j = 0; j < size; j++) {
      double distance = Math.abs(observations.get(0, j) - mean[j]) / scale[j];
      assertEquals(10, distance, 1e-4);
    }
  }

  private static VectorEnvironment environment() {
    VectorEnvironment environment = new VectorEnvironment(DATA.environment(), COPIES);
    environment.reset(seeds("episode"));
    return environment;
  }

  private static Seed[] seeds(String name) {
    Seed[] seeds = new Seed[COPIES];
    Arrays.setAll(seeds, SEED.child(name)::child);
    return seeds;
  }
}
