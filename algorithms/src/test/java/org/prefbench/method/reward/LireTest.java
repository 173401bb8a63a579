package org.prefbench.method.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prefbench.algorithm.Monitor;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.NormalLine;

class LireTest {
  private static final Map<String, String> SMALL =
      Map.of(
          "queries-per-list", "30",
          "reward-members", "1",
          "reward-hidden-size", "16",
          "reward-learning-rate", "0.01",
          "reward-steps", "300",
          "hidden-size", "16",
          "hidden-layers", "1",
          "steps", "500",
          "batch-size", "64",
          "learning-rate", "0.005");

  private static GaussianPolicy train(
      List<PreferencePair> pairs, Ledger ledger, String... changes) {
    return (GaussianPolicy)
        NormalLine.train(
            new Lire(), Bandit.with(SMALL, changes), pairs, pairs, ledger, Monitor.SILENT);
  }

  /** The reference is N(0, 1), and for the teacher more is better. */
  @Test
  void climbsWhatTheTeacherRanksAndAsksNoMoreThanItMay() {
    Ledger ledger = new Ledger();
    List<PreferencePair> pairs = NormalLine.pairs(200);
    double mean = Bandit.mean(train(pairs, ledger));
    assertTrue(mean > 0.5, "mean " + mean);
    long asked = ledger.count(Ledger.Entry.TEACHER_QUERIES);
    assertTrue(asked <= 200 && asked > 200 - 5, asked + " questions");
    Ledger few = new Ledger();
    train(pairs, few, "queries", "20", "steps", "1");
    assertTrue(few.count(Ledger.Entry.TEACHER_QUERIES) <= 20);
  }

  /** Labels of the pairs are no answers: turned round they change nothing. */
  @Test
  void readsSegmentsAndNotTheirLabels() {
    List<PreferencePair> pairs = NormalLine.pairs(30);
    List<PreferencePair> turned =
        pairs.stream()
            .map(
                pair ->
                    new PreferencePair(
                        pair.first(), pair.second(), pair.label().exchanged(), pair.annotator()))
            .toList();
    assertEquals(
        train(pairs, new Ledger(), "steps", "20"), train(turned, new Ledger(), "steps", "20"));
  }

  @Test
  void needsSegmentsWithStates() {
    Bandit none = new Bandit().log(Bandit.last(1, 0)).pairs(1, -1, 2, 1);
    assertEquals(
        "lire needs pairs with simulator states to ask a teacher about",
        assertThrows(InvalidInputException.class, () -> none.train("lire", SMALL)).getMessage());
  }
}
