package org.prefbench.method.online;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prefbench.core.Parameters;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.MeanReturn;

class OnlineTrainingTest {
  private static SacSettings settings(Map<String, String> changes) {
    return Parameters.override("sac", SacSettings.defaults(), changes);
  }

  private static final Map<String, String> SMALL =
      Map.of(
          "hidden-size", "16",
          "batch-size", "32",
          "copies", "3",
          "warm-up-steps", "100",
          "buffer-size", "1000", // overwritten, so that the cursor counts
          "evaluation-interval", "900",
          "evaluation-episodes", "2",
          "steps", "2700");

  @Test
  void goesOnToTheSameBytes() throws IOException {
    EnvironmentFactory hopper = Environments.registered().get("hopper-v2");
    List<GaussianPolicy> policies = new ArrayList<>();
    List<byte[]> checkpoints = new ArrayList<>();
    OnlineTraining whole = new OnlineTraining(hopper, settings(SMALL), new Seed(1));
    whole.run(
        (evaluation, policy) -> {
          policies.add(policy);
          checkpoints.add(bytes(whole));
        },
        ProgressListener.SILENT);
    assertEquals(3, policies.size());
    assertTrue(!policies.get(0).equals(policies.get(1)), "it learns nothing");

    for (int at = 0; at < 2; at++) {
      OnlineTraining resumed = new OnlineTraining(hopper, settings(SMALL), new Seed(1));
      resumed.read(new DataInputStream(new ByteArrayInputStream(checkpoints.get(at))));
      List<GaussianPolicy> rest = new ArrayList<>();
      resumed.run((evaluation, policy) -> rest.add(policy), ProgressListener.SILENT);
      assertEquals(policies.subList(at + 1, 3), rest);
      List<Evaluation> curve = whole.curve();
      assertEquals(curve, resumed.curve());
    }
  }

  private static byte[] bytes(OnlineTraining training) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      training.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  /** The best is known there: the tier expert is the linear-quadratic regulator. */
  @Test
  void comesNearTheBestOnThePointMass() {
    EnvironmentFactory task = Environments.registered().get("point-mass-v0");
    OnlineTraining training =
        new OnlineTraining(
            task,
            settings(
                Map.of(
                    "hidden-size", "64",
                    "steps", "16000",
                    "steps-per-update", "4",
                    "warm-up-steps", "2000",
                    "evaluation-interval", "16000")),
            new Seed(0));
    training.run((evaluation, policy) -> {}, ProgressListener.SILENT);
    double reached = measure(task, training.policy().deterministic());
    double random = measure(task, Behaviors.find("point-mass-v0", "random").policy());
    double best = measure(task, Behaviors.find("point-mass-v0", "expert").policy());
    assertTrue(
        (reached - random) / (best - random) > 0.95,
        "random " + random + ", reached " + reached + ", best " + best);
  }

  private static double measure(EnvironmentFactory task, org.prefbench.policy.Policy policy) {
    return MeanReturn.measure(task, policy, 50, new Seed(77)).mean();
  }
}
