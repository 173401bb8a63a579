package org.prefbench.policy.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.ReferenceScores;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.DensityPolicy;
import org.prefbench.policy.MeanReturn;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;

/** The tiers of the classic tasks against the scores in the specifications and closed forms. */
class ClassicBehaviorsTest {
  private static final List<String> CONTROL =
      List.of(
          "acrobot-continuous-v0",
          "cart-pole-swing-up-v0",
          "mountain-car-continuous-v0",
          "pendulum-v1",
          "point-mass-v0");

  static List<String> control() {
    return CONTROL;
  }

  static List<Behavior> classic() {
    return Stream.concat(CONTROL.stream(), List.of("gaussian-1d-v0", "eight-gaussians-v0").stream())
        .flatMap(id -> Behaviors.of(id).stream())
        .filter(behavior -> behavior.parts().size() == 1)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("control")
  void referenceScoresAreMeasuredAsTheirSourceSays(String id) {
    ReferenceScores scores = Environments.registered().get(id).spec().scores().orElseThrow();
    MeanReturn random = measure(id, "random", 1000, 0);
    MeanReturn expert = measure(id, "expert", 1000, 0);
    assertEquals(random.mean(), scores.random(), 5e-4);
    assertEquals(expert.mean(), scores.expert(), 5e-4);
    String errors =
        String.format(
            Locale.ROOT,
            "standard errors %.3f and %.3f",
            random.standardError(),
            expert.standardError());
    assertTrue(scores.source().endsWith(errors), scores.source() + " but " + errors);
  }

  @ParameterizedTest
  @MethodSource("control")
  void otherSeedsMeasureTheSameScores(String id) {
    ReferenceScores scores = Environments.registered().get(id).spec().scores().orElseThrow();
    for (Map.Entry<String, Double> anchor :
        Map.of("random", scores.random(), "expert", scores.expert()).entrySet()) {
      MeanReturn again = measure(id, anchor.getKey(), 200, 1);
      // The stored mean of 1000 episodes adds a fifth to the variance of this mean of 200.
      double bound = 4 * Math.sqrt(1.2) * again.standardError() + 1e-9;
      assertEquals(anchor.getValue(), again.mean(), bound, id + " " + anchor.getKey());
    }
  }

  @ParameterizedTest
  @MethodSource("control")
  void mediumIsAThirdToAHalfOfExpert(String id) {
    ReferenceScores scores = Environments.registered().get(id).spec().scores().orElseThrow();
    double score = scores.normalize(measure(id, "medium", 400, 2).mean());
    assertTrue(score > 33 && score < 50, id + " medium scores " + score);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "medium", "expert"})
  void eightGaussiansEarnTheirClosedForms(String tier) {
    // Mean of exp(-|y - c|^2 / (2 v)) under N(m, w I) is v/(v+w) exp(-|m - c|^2 / (2 (v + w))).
    double v = Math.sqrt(0.1);
    double variance =
        switch (tier) {
          case "random" -> 12.5 + v;
          case "medium" -> 3 * v;
          default -> v;
        };
    double mean = 0;
    for (int k = 0; k < 8; k++) { // by symmetry, from one component or from the origin
      double distance = tier.equals("random") ? 5 : 10 * Math.sin(k * Math.PI / 8);
      mean += v / (v + variance) * Math.exp(-distance * distance / (2 * (v + variance)));
    }
    ReferenceScores scores =
        Environments.registered().get("eight-gaussians-v0").spec().scores().orElseThrow();
    if (tier.equals("medium")) {
      double score = scores.normalize(mean);
      assertTrue(score > 33 && score < 50, "medium scores " + score);
    } else {
      assertEquals(mean, tier.equals("random") ? scores.random() : scores.expert(), 1e-12);
    }
    MeanReturn measured = measure("eight-gaussians-v0", tier, 20_000, 3);
    assertEquals(mean, measured.mean(), 4 * measured.standardError());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theGaussianTaskIsAnchoredAtTheReferenceAndTheBetterOfTwo(int draws) {
    int pairs = 20_000;
    double[] rewards = new double[pairs * draws];
    VectorEnvironment environment =
        new VectorEnvironment(Environments.registered().get("gaussian-1d-v0"), rewards.length);
    try (Actor actor = start(Behaviors.find("gaussian-1d-v0", "random"), environment, 4)) {
      environment.step(actor.act(environment.observations()));
    }
    double mean = 0;
    for (int i = 0; i < pairs; i++) {
      double best = environment.reward(i * draws);
      for (int k = 1; k < draws; k++) {
        best = Math.max(best, environment.reward(i * draws + k));
      }
      mean += best / pairs;
    }
    ReferenceScores scores = environment.spec().scores().orElseThrow();
    assertEquals(draws == 1 ? scores.random() : scores.expert(), mean, 4 / Math.sqrt(pairs));
  }

  @ParameterizedTest
  @MethodSource("classic")
  void theDensityIntegratesToOneAndPredictsTheSamples(Behavior behavior) {
    DensityPolicy policy = (DensityPolicy) behavior.policy();
    EnvironmentFactory factory = Environments.registered().get(behavior.environment());
    int copies = 4000;
    VectorEnvironment environment = new VectorEnvironment(factory, copies);
    FloatMatrix actions;
    FloatMatrix observation;
    try (Actor actor = start(behavior, environment, 5)) {
      double[] state = new double[factory.spec().stateSize()];
      environment.readState(0, state);
      for (int i = 0; i < copies; i++) {
        environment.reset(i, state); // all at one observation
      }
      observation = environment.observations().slice(0, 1);
      actions = actor.act(environment.observations());
    }
    int size = factory.spec().actions().size();
    double half = size == 1 ? 8 : 20;
    double cell = size == 1 ? 0.002 : 0.1;
    int cells = (int) Math.round(2 * half / cell);
    double total = 0;
    double positive = 0; // probability of first coordinate > threshold
    double threshold = Math.round(actions.get(0, 0)); // a multiple of the cell
    FloatMatrix grid = new FloatMatrix(cells, size);
    FloatMatrix contexts = observation.select(new int[cells]);
    for (int row = 0; row < (size == 1 ? 1 : cells); row++) {
      for (int i = 0; i < cells; i++) {
        grid.set(i, 0, (float) (-half + (i + 0.5) * cell));
        if (size == 2) {
          grid.set(i, 1, (float) (-half + (row + 0.5) * cell));
        }
      }
      double[] logs = policy.logProbabilities(contexts, grid);
      for (int i = 0; i < cells; i++) {
        double mass = Math.exp(logs[i]) * (size == 1 ? cell : cell * cell);
        total += mass;
        positive += grid.get(i, 0) > threshold ? mass : 0;
      }
    }
    assertEquals(1, total, 2e-6, "total probability");
    double share = 0;
    for (int i = 0; i < copies; i++) {
      share += actions.get(i, 0) > threshold ? 1.0 / copies : 0;
    }
    assertEquals(positive, share, 4 * 0.5 / Math.sqrt(copies));
  }

  @ParameterizedTest
  @MethodSource("classic")
  void actionsDependOnTheCopysOwnSeedAlone(Behavior behavior) {
    EnvironmentFactory factory = Environments.registered().get(behavior.environment());
    VectorEnvironment three = new VectorEnvironment(factory, 3);
    Seed[] seeds = {new Seed(1), new Seed(2), new Seed(3)};
    three.reset(seeds);
    VectorEnvironment one = new VectorEnvironment(factory, 1);
    one.reset(new Seed[] {seeds[1]});
    try (Actor many = behavior.policy().start(access(three), seeds);
        Actor single = behavior.policy().start(access(one), new Seed[] {seeds[1]});
        Actor exact = behavior.policy().deterministic().start(access(one), seeds(1, 9));
        Actor again = behavior.policy().deterministic().start(access(one), seeds(1, 8))) {
      for (int t = 0; t < 20 && !one.allFinished(); t++) {
        assertEquals(exact.act(one.observations()).copy(), again.act(one.observations()).copy());
        FloatMatrix all = many.act(three.observations());
        FloatMatrix alone = single.act(one.observations());
        assertEquals(all.slice(1, 2), alone);
        three.step(all);
        one.step(alone);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("classic")
  void everyTierGoesToDiskAndBack(Behavior behavior) {
    byte[] bytes = PolicyFiles.toBytes(behavior.policy());
    Policy back = PolicyFiles.fromBytes("a test", bytes);
    assertEquals(PolicyFiles.hash(behavior.policy()), PolicyFiles.hash(back));
    EnvironmentFactory factory = Environments.registered().get(behavior.environment());
    assertEquals(
        MeanReturn.measure(factory, behavior.policy(), 2, new Seed(6)),
        MeanReturn.measure(factory, back, 2, new Seed(6)));
    for (Behavior other : classic()) {
      boolean same =
          other.tier().equals(behavior.tier())
              && (other.environment().equals(behavior.environment())
                  // A uniform policy is the same thing in two environments with equal actions.
                  || (other.tier().equals("random")
                      && factory.spec().actions().bounded()
                      && factory
                          .spec()
                          .actions()
                          .equals(
                              Environments.registered()
                                  .get(other.environment())
                                  .spec()
                                  .actions())));
      assertEquals(
          same, PolicyFiles.hash(behavior.policy()).equals(PolicyFiles.hash(other.policy())));
    }
  }

  private static MeanReturn measure(String id, String tier, int episodes, long seed) {
    return MeanReturn.measure(
        Environments.registered().get(id),
        Behaviors.find(id, tier).policy(),
        episodes,
        new Seed(seed));
  }

  private static Actor start(Behavior behavior, VectorEnvironment environment, long seed) {
    environment.reset(seeds(environment.copies(), seed));
    return behavior.policy().start(access(environment), seeds(environment.copies(), seed));
  }

  private static EnvironmentAccess access(VectorEnvironment environment) {
    return new EnvironmentAccess(environment, LookAhead.NONE, new Ledger());
  }

  private static Seed[] seeds(int count, long seed) {
    Seed[] seeds = new Seed[count];
    Arrays.setAll(seeds, new Seed(seed)::child);
    return seeds;
  }
}
