package org.prefbench.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;

class RankedListsTest {
  private static final int MANY = 1_000;

  /** Answers by numbers, counts, and refuses to say anything of a number that is not one. */
  private static final class Numbers implements RankedLists.Judge {
    private final double[] values;
    private int asked;

    Numbers(double... values) {
      this.values = values;
    }

    @Override
    public Label of(int first, int second, int query) {
      assertEquals(asked++, query);
      if (Double.isNaN(values[first])) {
        return Label.SKIP;
      }
      return values[first] > values[second]
          ? Label.FIRST
          : values[first] < values[second] ? Label.SECOND : Label.TIE;
    }
  }

  @Test
  void insertsWhereAnItemBelongs() {
    Numbers judge = new Numbers(3, 1, 3, 2, Double.NaN, 4);
    RankedLists lists = RankedLists.ask(6, MANY, MANY, judge);
    assertEquals(
        List.of(List.of(List.of(1), List.of(3), List.of(0, 2), List.of(5))), lists.lists());
    // 1 with 0; 2 with 0; 3 with 0 and 1; 4 with the middle one in vain; 5 with 3 or 0, then on
    assertEquals(1 + 1 + 2 + 1 + 2, judge.asked);
  }

  /** Bisection takes at most the sum over i of log2(i + 1) rounded up, and orders all. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 9, 50})
  void ordersAllByFewQuestions(int items) {
    double[] values = new double[items];
    int[] order = new Seed(items).generator().permutation(items);
    Arrays.setAll(values, i -> order[i]);
    Numbers judge = new Numbers(values);
    List<List<Integer>> list = RankedLists.ask(items, MANY, MANY, judge).lists().get(0);
    assertEquals(items, list.size());
    for (int rank = 0; rank < items; rank++) {
      assertEquals(rank, values[list.get(rank).get(0)]);
    }
    int most = 0;
    for (int i = 0; i < items; i++) {
      most += (int) Math.ceil(Math.log(i + 1) / Math.log(2) - 1e-9);
    }
    assertTrue(judge.asked <= most, judge.asked + " questions, " + most + " allowed");
  }

  /** Neither budget is ever passed, and as little as one item's questions of it is left. */
  @ParameterizedTest
  @CsvSource({"100, 100", "100, 20", "7, 3", "1, 100", "5, 1"})
  void keepsBothBudgets(int queries, int perList) {
    double[] values = new double[MANY];
    int[] order = new Seed(2).generator().permutation(MANY);
    Arrays.setAll(values, i -> order[i]);
    Numbers judge = new Numbers(values);
    RankedLists lists = RankedLists.ask(MANY, queries, perList, judge);
    assertTrue(judge.asked <= queries);
    assertTrue(judge.asked > queries - 6, judge.asked + " of " + queries); // log2 of some 30 items
    List<Integer> items = new ArrayList<>();
    for (List<List<Integer>> list : lists.lists()) {
      int least = 0; // what bisection takes at least
      for (int i = 0; i < list.size(); i++) {
        least += (int) Math.floor(Math.log(i + 1) / Math.log(2) + 1e-9);
      }
      assertTrue(least <= perList, "a list of " + list.size());
      list.forEach(items::addAll);
    }
    List<Integer> sorted = items.stream().sorted().toList();
    for (int i = 0; i < sorted.size(); i++) {
      assertEquals(i, sorted.get(i), "every item once, in their order");
    }
  }

  @Test
  void allPairsOfAListAreLabelled() {
    RankedLists lists =
        new RankedLists(List.of(List.of(List.of(2), List.of(0, 3)), List.of(List.of(1))));
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      segments.add(
          new Segment(
              new FloatMatrix(2, 1),
              new FloatMatrix(1, 1, new float[] {i}),
              new FloatMatrix(1, 1),
              End.TERMINATED,
              Optional.empty()));
    }
    List<String> told = new ArrayList<>();
    for (PreferencePair pair : lists.pairs(segments)) {
      int first = (int) pair.first().actions().get(0, 0);
      int second = (int) pair.second().actions().get(0, 0);
      told.add(first + " " + pair.label() + " " + second);
    }
    assertEquals(List.of("2 SECOND 0", "2 SECOND 3", "0 TIE 3"), told);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThrows(InvalidInputException.class, () -> new RankedLists.Budget(-1, 1));
    assertThrows(InvalidInputException.class, () -> new RankedLists.Budget(1, 0));
  }
}
