package org.prefbench.shelf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.policy.Policy;

/** The policies that are shipped do what their cards say. */
class ShippedPoliciesTest {
  static List<PolicyCard> cards() {
    return PolicyShelf.standard().cards();
  }

  @Test
  void thereAreSome() {
    assertFalse(cards().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("cards")
  void aFewEpisodesAgreeWithTheCard(PolicyCard card) {
    EnvironmentFactory environment = Environments.registered().get(card.environment());
    Policy policy = PolicyShelf.standard().load(card); // checks its checksum
    int episodes = 10;
    PolicyEvaluation some = PolicyEvaluation.measure(environment, policy, episodes, 12345);
    double error = card.sampled().returnStandardDeviation() / Math.sqrt(episodes);
    double gap = Math.abs(some.returnMean() - card.sampled().returnMean());
    assertTrue(gap < 4 * error, card.id() + ": " + gap + " off, standard error " + error);
  }

  /** Nothing in an evaluation depends on the machine, so it comes out to the last bit. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cards")
  void theCardComesOutAgain(PolicyCard card) {
    EnvironmentFactory environment = Environments.registered().get(card.environment());
    Policy policy = PolicyShelf.standard().load(card);
    for (PolicyEvaluation known : List.of(card.sampled(), card.deterministic())) {
      Policy actor = known == card.sampled() ? policy : policy.deterministic();
      assertEquals(
          known,
          PolicyEvaluation.measure(environment, actor, known.episodes(), known.seed()),
          card.id());
    }
  }

  @Test
  void recipesLoad() {
    for (ReplayRecipe recipe : PolicyShelf.standard().recipes()) {
      for (int i = 0; i < recipe.snapshots().size(); i++) {
        PolicyShelf.standard().load(recipe, i);
      }
    }
  }
}
