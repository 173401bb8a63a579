package org.prefbench.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.reward.RewardDisagreement;

/** Which pairs are asked, and that this follows from the answers and from nothing else. */
class PairChoiceTest {
  private static final int DRAWN = 100;
  private static final int ASKED = 30;
  private static final DeskPlan PLAN =
      new DeskPlan(ASKED, 0.2, PairOrder.DISAGREEMENT, new Seed(1));

  @TempDir private Path path;

  private DeskFolder folder;

  @BeforeEach
  void draw() {
    folder = Pendulums.folder(path, DRAWN, 5);
  }

  /** Answers up to {@code count} queries as an oracle does. */
  private List<AnswerFile.Given> answers(PairChoice choice, int count, boolean skipping) {
    List<AnswerFile.Given> answers = new ArrayList<>();
    while (answers.size() < count) {
      Query query = choice.next(answers);
      assertTrue(choice.allows(query, answers));
      Answer answer = skipping ? Answer.SKIP : Pendulums.oracle(folder.shown(query));
      answers.add(new AnswerFile.Given(query, answer, 1));
    }
    return answers;
  }

  private static List<Integer> pairs(List<AnswerFile.Given> answers) {
    return answers.stream().map(given -> given.query().pair()).toList();
  }

  @Test
  void theSameAnswersChooseTheSamePairs() {
    PairChoice choice = new PairChoice(PLAN, folder, "me");
    assertEquals(ASKED + 6, choice.total());
    List<AnswerFile.Given> all = answers(choice, choice.total(), false);
    List<Integer> pairs = pairs(all);
    assertEquals(ASKED, new HashSet<>(pairs).size());
    int boundary =
        IntStream.range(0, all.size())
            .filter(i -> new HashSet<>(pairs.subList(0, i + 1)).size() > PairChoice.BATCH)
            .findFirst()
            .orElseThrow(); // the first query whose pair was chosen
    assertTrue(pairs.subList(0, boundary).stream().allMatch(pair -> pair < PairChoice.BATCH));
    // after a restart, in the middle of what was chosen, nothing is remembered
    for (int i : new int[] {boundary, boundary + 1, boundary + 7}) {
      PairChoice restarted = new PairChoice(PLAN, folder, "me");
      assertEquals(all.get(i).query(), restarted.next(all.subList(0, i)));
    }
    // other answers choose other pairs
    PairChoice skipped = new PairChoice(PLAN, folder, "me");
    List<Integer> inOrder = pairs(answers(skipped, skipped.total(), true));
    assertEquals(IntStream.range(0, ASKED).boxed().toList(), inOrder.stream().distinct().toList());
    assertNotEquals(inOrder, pairs);
  }

  /** What is asked next is what the rewards disagree on most. */
  @Test
  void thePairsOfMostDisagreementComeFirst() {
    DeskPlan plan = new DeskPlan(40, 0, PairOrder.DISAGREEMENT, new Seed(1));
    PairChoice choice = new PairChoice(plan, folder, "me");
    List<AnswerFile.Given> all = answers(choice, 40, false);
    RewardDisagreement disagreement =
        RewardDisagreement.fit(
            new PreferenceDataset(
                folder.environment(),
                folder.labelled("me", all.subList(0, 20)),
                folder.provenance()),
            3,
            plan.of("me").child("rewards").child(20));
    double[] scores =
        IntStream.range(0, DRAWN)
            .mapToDouble(pair -> disagreement.of(folder.shown(new Query(pair, Query.Side.FIRST))))
            .toArray();
    List<Integer> chosen = pairs(all).subList(20, 40);
    double least = chosen.stream().mapToDouble(pair -> scores[pair]).min().orElseThrow();
    for (int pair = 20; pair < DRAWN; pair++) {
      assertTrue(chosen.contains(pair) || scores[pair] <= least, "pair " + pair);
    }
    for (int i = 1; i < 20; i++) {
      assertTrue(scores[chosen.get(i - 1)] >= scores[chosen.get(i)]);
    }
  }

  @Test
  void answersToWhatWasNotAskedAreNotAllowed() {
    PairChoice choice = new PairChoice(PLAN, folder, "me");
    List<AnswerFile.Given> some = answers(choice, 12, false);
    Query next = choice.next(some);
    Query.Side other = next.left() == Query.Side.FIRST ? Query.Side.SECOND : Query.Side.FIRST;
    assertFalse(choice.allows(new Query(next.pair(), other), some));
    List<AnswerFile.Given> all = answers(choice, choice.total(), false);
    assertFalse(choice.allows(next, all));
    DeskPlan more = new DeskPlan(DRAWN + 1, 0, PairOrder.RANDOM, new Seed(1));
    assertTrue(
        assertThrows(InvalidInputException.class, () -> new PairChoice(more, folder, "me"))
            .getMessage()
            .contains("holds 100 pairs, of which 101 cannot be asked"));
  }
}
