package org.prefbench.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Space;
import org.prefbench.env.VectorEnvironment;

class BehaviorsTest {
  @Test
  void everyBoundedEnvironmentHasARandomTier() {
    for (EnvironmentFactory factory : Environments.registered().all()) {
      List<Behavior> behaviors = Behaviors.of(factory.spec().id());
      for (Behavior behavior : behaviors) {
        assertEquals(factory.spec().id(), behavior.environment());
      }
      if (factory.spec().actions().bounded()) {
        assertInstanceOf(
            DensityPolicy.class, Behaviors.find(factory.spec().id(), "random").policy());
      }
    }
  }

  @Test
  void unknownNamesAreCorrected() {
    InvalidInputException tier =
        assertThrows(InvalidInputException.class, () -> Behaviors.find("pendulum-v1", "medum"));
    assertEquals(
        "unknown tier of pendulum-v1 'medum', did you mean 'medium'?"
            + " (known: expert, medium, medium-expert, random)",
        tier.getMessage());
    InvalidInputException environment =
        assertThrows(InvalidInputException.class, () -> Behaviors.find("pendulum-v0", "medium"));
    assertTrue(
        environment.getMessage().contains("did you mean 'pendulum-v1'?"), environment.getMessage());
  }

  @Test
  void aBehaviorIsValidated() {
    assertThrows(
        InvalidInputException.class,
        () -> new Behavior("pendulum-v1", "Medium!", "text", UniformPolicy::new));
    assertThrows(
        InvalidInputException.class,
        () -> new Behavior("pendulum-v1", "medium", " ", UniformPolicy::new));
  }

  @Test
  void uniformDensityIsOneOverTheVolumeInsideAndZeroOutside() {
    Space box = new Space(new double[] {-2, 0}, new double[] {2, 0.5});
    DensityPolicy policy = new UniformPolicy().in(box);
    FloatMatrix actions = FloatMatrix.of(new float[][] {{0, 0.25f}, {2, 0.5f}, {2.001f, 0.1f}});
    double[] logs = policy.logProbabilities(new FloatMatrix(3, 1), actions);
    assertArrayEquals(
        new double[] {-Math.log(2), -Math.log(2), Double.NEGATIVE_INFINITY}, logs, 1e-15);
    assertThrows(InvalidInputException.class, () -> new UniformPolicy().in(Space.unbounded(1)));
  }

  @Test
  void uniformActionsFillTheSpaceAndTheirMiddleIsDeterministic() {
    EnvironmentFactory factory = Environments.registered().get("pendulum-v1");
    int copies = 10_000;
    VectorEnvironment environment = new VectorEnvironment(factory, copies);
    Seed[] seeds = new Seed[copies];
    Arrays.setAll(seeds, new Seed(11)::child);
    environment.reset(seeds);
    EnvironmentAccess access = new EnvironmentAccess(environment, LookAhead.NONE, new Ledger());
    int[] counts = new int[10];
    try (Actor actor = new UniformPolicy().start(access, seeds)) {
      for (float action : actor.act(environment.observations()).values()) {
        counts[(int) ((action + 2) / 0.4)]++;
      }
    }
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - 1000.0) * (count - 1000.0) / 1000;
    }
    assertTrue(chiSquare < 27.88, "chi-square with 9 degrees " + chiSquare); // p = 0.001
    try (Actor middle = new UniformPolicy().deterministic().start(access, seeds)) {
      assertEquals(0, middle.act(environment.observations()).get(5, 0));
    }
  }

  @Test
  void aBlackBoxActsAlikeAndCannotBeCast() {
    Behavior expert = Behaviors.find("pendulum-v1", "expert");
    EnvironmentFactory factory = Environments.registered().get("pendulum-v1");
    Policy hidden = new BlackBox(expert.policy());
    assertTrue(!(hidden instanceof DensityPolicy));
    assertEquals(
        MeanReturn.measure(factory, expert.policy(), 3, new Seed(1)),
        MeanReturn.measure(factory, hidden, 3, new Seed(1)));
    assertEquals(
        MeanReturn.measure(factory, expert.policy().deterministic(), 3, new Seed(1)),
        MeanReturn.measure(factory, hidden.deterministic(), 3, new Seed(1)));
  }

  @Test
  void meanReturnIsThatOfSeparateEpisodes() {
    EnvironmentFactory factory = Environments.registered().get("gaussian-1d-v0");
    Policy policy = Behaviors.find("gaussian-1d-v0", "random").policy();
    int episodes = 120; // more than one batch
    Seed seed = new Seed(2);
    double sum = 0;
    double squares = 0;
    double minimum = Double.POSITIVE_INFINITY;
    double maximum = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < episodes; k++) {
      VectorEnvironment environment = new VectorEnvironment(factory, 1);
      environment.reset(new Seed[] {seed.child("start").child(k)});
      EnvironmentAccess access = new EnvironmentAccess(environment, LookAhead.NONE, new Ledger());
      try (Actor actor = policy.start(access, new Seed[] {seed.child("policy").child(k)})) {
        environment.step(actor.act(environment.observations()));
      }
      sum += environment.reward(0);
      squares += environment.reward(0) * environment.reward(0);
      minimum = Math.min(minimum, environment.reward(0));
      maximum = Math.max(maximum, environment.reward(0));
    }
    double mean = sum / episodes;
    MeanReturn measured = MeanReturn.measure(factory, policy, episodes, seed);
    assertEquals(mean, measured.mean(), 1e-15);
    assertEquals(
        Math.sqrt((squares - episodes * mean * mean) / (episodes - 1) / episodes),
        measured.standardError(),
        1e-12);
    assertEquals(
        Math.sqrt((squares - episodes * mean * mean) / (episodes - 1)),
        measured.standardDeviation(),
        1e-12);
    assertEquals(minimum, measured.minimum());
    assertEquals(maximum, measured.maximum());
    assertEquals(1, measured.meanLength(), "a task of one step");
    assertEquals(episodes, measured.episodes());
  }
}
