package org.prefbench.generative.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Monitor;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.Environments;
import org.prefbench.env.Space;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.nn.Adam;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Schedule;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;

final class LatentVariablePolicyTest {
  private static final Seed SEED = new Seed(3);
  private static final TrainingContext CONTEXT =
      new TrainingContext(SEED, new Ledger(), Monitor.SILENT);

  private static FloatMatrix act(Policy policy, int copies) {
    VectorEnvironment environment =
        new VectorEnvironment(Environments.registered().get("gaussian-1d-v0"), copies);
    environment.reset(SEED.children(0, copies, "reset"));
    EnvironmentAccess access =
        new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.NONE, new Ledger());
    try (Actor actor = policy.start(access, SEED.children(0, copies, "policy"))) {
      return actor.act(environment.observations()).copy();
    }
  }

  @Test
  void actionsFollowTheLawOfLatentsAndNoise() {
    FloatMatrix actions = act(LatentVariableLine.generator(2, 1, 0.5), 20_000);
    // N(1, 2^2 + 0.5^2); four standard errors
    assertEquals(1, LatentVariableLine.mean(actions), 4 * Math.sqrt(4.25 / 20_000));
    assertEquals(4.25, LatentVariableLine.variance(actions), 4 * 4.25 * Math.sqrt(2.0 / 20_000));
  }

  @Test
  void withoutSamplingTheMeanAtTheMiddleOfTheLatentsIsTaken() {
    FloatMatrix actions = act(LatentVariableLine.generator(2, 1, 0.5).deterministic(), 2);
    assertArrayEquals(new float[] {1, 1}, actions.values());
  }

  @Test
  void aFileHoldsAllOfIt() {
    LatentVariablePolicy policy = LatentVariableLine.generator(2, 1, 0.5);
    for (Policy form : List.of(policy, policy.deterministic())) {
      assertEquals(form, PolicyFiles.fromBytes("file", PolicyFiles.toBytes(form)));
    }
  }

  @Test
  void aPolicyWithoutLatentsIsRefused() {
    Policy gaussian = LatentVariableLine.generator(2, 1, 0.5).conditional();
    InvalidInputException refusal =
        assertThrows(
            InvalidInputException.class, () -> LatentVariablePolicy.require(gaussian, "some.key"));
    assertEquals(
        "some.key needs a reference that draws latents, such as vae-bc or gan-bc train, and the"
            + " reference is another",
        refusal.getMessage());
  }

  /**
   * The mean of the latent given the action is the best guess of it: z | a is normal with mean
   * slope (a - shift) / (slope^2 + deviation^2).
   */
  @Test
  void inferenceFindsTheMeanLatentBehindAnAction() {
    LatentVariablePolicy policy = LatentVariableLine.generator(2, 1, 0.5);
    FloatMatrix none = new FloatMatrix(1_000, 1);
    LatentInference inference =
        LatentInference.fit(new LatentInference.Setting(16, 1_500), policy, none, CONTEXT);
    float[] found =
        inference
            .latents(new FloatMatrix(3, 1), FloatMatrix.of(new float[][] {{-1}, {1}, {3}}))
            .values();
    double slope = 2 / 4.25;
    assertArrayEquals(new float[] {(float) (-2 * slope), 0, (float) (2 * slope)}, found, 0.05f);
  }

  @Test
  void divergencesAreThoseOfGaussiansGivenTheLatents() {
    LatentVariablePolicy start = LatentVariableLine.generator(2, 1, 0.5);
    Learner learner = new Learner(Adam.of(1), new Ledger());
    GeneratorHead head = new GeneratorHead(learner, start);
    assertEquals(0, divergence(learner, head), 1e-6);
    // a step of Adam at rate 1 moves every weight by 1 against the sign of its derivative: the
    // derivative of the mean action by the bias is 1, so the bias goes from 1 to 0
    learner.step(pass -> head.draw(pass, new FloatMatrix(1, 1), SEED.generator()).actions().mean());
    float[] moved = head.policy().conditional().network().weights();
    assertEquals(0, moved[2], 1e-4);
    RandomStream random = SEED.generator();
    double latent = LatentVariablePolicy.draws(random, 1, 1).get(0, 0);
    double away = (moved[0] - 2) * latent + moved[2] - 1;
    assertEquals(away * away / (2 * 0.25), divergence(learner, head), 1e-4);
  }

  private static double divergence(Learner learner, GeneratorHead head) {
    return learner.evaluate(
        pass -> head.draw(pass, new FloatMatrix(1, 1), SEED.generator()).divergences().mean());
  }

  @Test
  void divergenceFromTheStandardNormalIsInClosedForm() {
    double[] found = new double[1];
    Learner learner = new Learner(Adam.of(1), new Ledger());
    learner.vector(0);
    learner.evaluate(
        pass -> {
          NDArray mean = pass.array(new float[] {1, 0}, 1, 2);
          NDArray logVariance = pass.array(new float[] {0, 1}, 1, 2);
          NDArray each = VariationalAutoencoder.divergence(pass, mean, logVariance);
          found[0] = each.getFloat(0);
          return each.sum();
        });
    // N(1, 1): 1/2; N(0, e): (e - 1 - 1) / 2
    assertEquals(0.5 + (Math.E - 2) / 2, found[0], 1e-6);
  }

  /**
   * Data N(3, 2^2) under a likelihood of deviation 1 have their best decoder in N(3, 2^2 - 1): with
   * noise 0.2 draws follow N(3, 3.04).
   */
  @Test
  void anAutoencoderLearnsTheLawOfItsDataLessItsOwnSpread() {
    RandomStream random = SEED.child("data").generator();
    FloatMatrix actions = new FloatMatrix(4_000, 1);
    for (int i = 0; i < actions.rows(); i++) {
      actions.set(i, 0, (float) (3 + 2 * random.nextGaussian()));
    }
    Segment episode =
        new Segment(
            new FloatMatrix(4_001, 1),
            actions,
            new FloatMatrix(4_000, 1),
            End.RUNNING,
            Optional.empty());
    LatentVariablePolicy policy =
        new VariationalAutoencoder(
                1, 16, 1, 0.5, 0.1, Fitting.of(5e-3, Schedule.COSINE, 256, 2_000, 0))
            .fit(List.of(episode), Space.unbounded(1), CONTEXT);
    FloatMatrix draws = LatentVariableLine.draws(policy, 20_000, SEED.child("draws"));
    assertEquals(3, LatentVariableLine.mean(draws), 0.15);
    assertEquals(3.04, LatentVariableLine.variance(draws), 0.3);
  }
}
