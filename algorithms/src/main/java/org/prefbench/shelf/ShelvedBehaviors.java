package org.prefbench.shelf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.prefbench.core.Sha256;
import org.prefbench.policy.Behavior;
import org.prefbench.policy.BehaviorFactory;

/**
 * The tiers whose policies are on the shelf; all of them sample their actions. The descriptions
 * name the weights by the first digits of their checksums.
 */
public final class ShelvedBehaviors implements BehaviorFactory {
  private static final int DIGITS = 12;

  private final PolicyShelf shelf;

  /** Uses the shelf on the class path. */
  public ShelvedBehaviors() {
    this(PolicyShelf.standard());
  }

  /** Uses the given shelf. */
  public ShelvedBehaviors(PolicyShelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public List<Behavior> behaviors() {
    List<Behavior> behaviors = new ArrayList<>();
    for (PolicyCard card : shelf.cards()) {
      behaviors.add(
          new Behavior(card.environment(), card.tier(), description(card), () -> shelf.load(card)));
    }
    for (ReplayRecipe recipe : shelf.recipes()) {
      behaviors.add(replay(recipe));
    }
    return behaviors;
  }

  private Behavior replay(ReplayRecipe recipe) {
    List<Behavior.Part> parts = new ArrayList<>();
    Sha256 checksums = new Sha256();
    for (int i = 0; i < recipe.snapshots().size(); i++) {
      int index = i;
      ReplayRecipe.Snapshot snapshot = recipe.snapshots().get(i);
      checksums.add(snapshot.sha256());
      parts.add(
          new Behavior.Part(
              "after " + snapshot.trainingSteps() + " steps",
              snapshot.steps(),
              () -> shelf.load(recipe, index)));
    }
    String description =
        String.format(
            Locale.ROOT,
            "%s, %d snapshots up to %d training steps, actions sampled (%s)",
            recipe.algorithm(),
            parts.size(),
            recipe.snapshots().get(parts.size() - 1).trainingSteps(),
            checksums.hex().substring(0, DIGITS));
    return new Behavior(recipe.environment(), ReplayRecipe.TIER, description, parts);
  }

  private static String description(PolicyCard card) {
    return String.format(
        Locale.ROOT,
        "%s after %d training steps, actions sampled (%s)",
        card.algorithm(),
        card.trainingSteps(),
        card.sha256().substring(0, DIGITS));
  }
}
