package org.prefbench.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;

/**
 * Which queries an annotator gets: all pairs in order, repeats far from their pairs, fair sides.
 */
class QueryOrderTest {
  @ParameterizedTest
  @CsvSource({
    "200, 0.1, 20",
    "182, 0.1, 18",
    "200, 0, 0",
    "10, 1, 0",
    "11, 1, 1",
    "12, 0.2, 2",
    "1, 0.5, 0"
  })
  void everyPairComesOnceAndSomeAgainLater(int pairs, double share, int repeats) {
    List<Query> queries = QueryOrder.of(pairs, share, new Seed(4));
    assertEquals(pairs + repeats, queries.size());
    Map<Integer, Integer> first = new HashMap<>();
    List<Integer> order = new ArrayList<>();
    int again = 0;
    for (int i = 0; i < queries.size(); i++) {
      Integer before = first.putIfAbsent(queries.get(i).pair(), i);
      if (before == null) {
        order.add(queries.get(i).pair());
      } else {
        again++;
        assertTrue(i - before > QueryOrder.APART, before + " again at " + i);
      }
    }
    assertEquals(IntStream.range(0, pairs).boxed().toList(), order);
    assertEquals(repeats, again);
  }

  /** Of 1100 fair coins 550 are heads, with a standard deviation of 16.6: five of them are 83. */
  @Test
  void sidesAreFairCoins() {
    long first =
        QueryOrder.of(1000, 0.1, new Seed(9)).stream()
            .filter(query -> query.left() == Query.Side.FIRST)
            .count();
    assertEquals(550, first, 83);
  }

  @Test
  void theSeedDecidesAndAnnotatorsDiffer() {
    Seed anna = new Seed(1).child("desk").child("anna");
    Seed ben = new Seed(1).child("desk").child("ben");
    assertEquals(QueryOrder.of(50, 0.2, anna), QueryOrder.of(50, 0.2, anna));
    assertNotEquals(QueryOrder.of(50, 0, anna), QueryOrder.of(50, 0, ben)); // sides
  }

  @Test
  void sharesAreChecked() {
    assertThrows(InvalidInputException.class, () -> QueryOrder.of(10, 1.1, new Seed(0)));
    assertThrows(InvalidInputException.class, () -> QueryOrder.of(0, 0.1, new Seed(0)));
  }
}
