package org.prefbench.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.canvas.CanvasEpisodes.Played;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess.LookAhead;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.Policy;
import org.prefbench.policy.UniformPolicy;
import org.prefbench.stage.Evaluator;

/** Episodes for a canvas against those of an evaluation and the limits that are asked for. */
class CanvasEpisodesTest {
  private static final Seed SEED = new Seed(7);

  private static EnvironmentFactory environment(String id) {
    return Environments.registered().get(id);
  }

  private static JsonNode json(Played played) throws Exception {
    return new ObjectMapper().readTree(played.json());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pendulum-v1", "hopper-v2"})
  void theyAreTheEpisodesOfAnEvaluation(String id) {
    EnvironmentFactory place = environment(id);
    Evaluator.Episodes expected =
        new Evaluator(place, LookAhead.NONE).evaluate(new UniformPolicy(), 4, SEED, new Ledger());
    CanvasEpisodes episodes = new CanvasEpisodes(place, SEED);
    for (int i = 0; i < 4; i++) {
      Played played = episodes.play(new UniformPolicy(), LookAhead.NONE, i);
      assertEquals(expected.returns()[i], played.undiscounted());
      assertEquals(expected.lengths()[i], played.steps());
      assertEquals(played.steps() < place.spec().maxSteps(), played.terminated());
    }
  }

  @Test
  void allPoliciesStartFromTheSameState() throws Exception {
    CanvasEpisodes episodes = new CanvasEpisodes(environment("pendulum-v1"), SEED);
    Policy expert = Behaviors.named("pendulum-expert").policy();
    for (int i = 0; i < 3; i++) {
      JsonNode one = json(episodes.play(new UniformPolicy(), LookAhead.NONE, i)).get("frames");
      JsonNode other = json(episodes.play(expert, LookAhead.NONE, i)).get("frames");
      assertEquals(one.get(0), other.get(0));
      assertTrue(!one.get(one.size() - 1).equals(other.get(other.size() - 1)));
    }
  }

  /** A step of the pendulum takes 0.05 s, an episode 200 of them. */
  @Test
  void picturesAreNoMoreThanASecondHolds() throws Exception {
    int[] every = {1, 2, 3, 20};
    double[] rates = {25, 10, 8, 1};
    for (int i = 0; i < every.length; i++) {
      Played played =
          new CanvasEpisodes(environment("pendulum-v1"), SEED, rates[i], 1 << 20)
              .play(new UniformPolicy(), LookAhead.NONE, 0);
      assertEquals(every[i], played.every());
      assertEquals(every[i] * 0.05, json(played).get("step").asDouble(), 1e-12);
      int pictures = (200 + every[i] - 1) / every[i] + 1;
      assertEquals(pictures, json(played).get("frames").size());
    }
  }

  @Test
  void firstAndLastStateStayHoweverLittleRoomThereIs() throws Exception {
    EnvironmentFactory hopper = environment("hopper-v2");
    Policy expert = Behaviors.named("hopper-expert").policy().deterministic();
    JsonNode whole =
        json(new CanvasEpisodes(hopper, SEED, 1e6, 1 << 24).play(expert, LookAhead.NONE, 0));
    Played all = new CanvasEpisodes(hopper, SEED, 1e6, 1 << 24).play(expert, LookAhead.NONE, 0);
    assertEquals(1, all.every());
    assertEquals(all.steps() + 1, whole.get("frames").size());
    int before = Integer.MAX_VALUE;
    for (int bytes : new int[] {1 << 16, 1 << 13, 1 << 12, 1}) {
      Played played = new CanvasEpisodes(hopper, SEED, 1e6, bytes).play(expert, LookAhead.NONE, 0);
      JsonNode frames = json(played).get("frames");
      assertTrue(played.json().length() <= bytes || frames.size() == 2, bytes + " bytes");
      assertTrue(frames.size() < before);
      assertEquals(whole.get("frames").get(0), frames.get(0));
      assertEquals(whole.get("frames").get(all.steps()), frames.get(frames.size() - 1));
      before = frames.size();
    }
  }

  @Test
  void playingChangesNothingAndWhatIsNoEpisodeIsRefused() {
    CanvasEpisodes episodes = new CanvasEpisodes(environment("pendulum-v1"), SEED);
    Played[] twice = new Played[2];
    Arrays.setAll(twice, any -> episodes.play(new UniformPolicy(), LookAhead.NONE, 1));
    assertEquals(twice[0].json(), twice[1].json());
    assertEquals(twice[0].undiscounted(), twice[1].undiscounted());
    assertTrue(
        Arrays.deepEquals(twice[0].states().toArray(), twice[1].states().toArray()), "states");
    assertThrows(
        InvalidInputException.class, () -> episodes.play(new UniformPolicy(), LookAhead.NONE, -1));
    assertThrows(
        InvalidInputException.class,
        () -> new CanvasEpisodes(environment("pendulum-v1"), SEED, 0, 1));
    assertThrows(
        InvalidInputException.class,
        () -> new CanvasEpisodes(environment("pendulum-v1"), SEED, 1, 0));
  }
}
