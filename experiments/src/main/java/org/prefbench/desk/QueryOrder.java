package org.prefbench.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.prefbench.core.Checks;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * In which order, and on which sides, an annotator sees the pairs. Every pair comes once; some come
 * a second time, at least {@value #APART} others later and on a side drawn anew, and nothing on the
 * page tells so: how often the two answers agree is the annotator's agreement with themselves.
 */
final class QueryOrder {
  static final int APART = 10; // queries between a pair and its repeat

  private QueryOrder() {}

  /**
   * Returns the queries. Pairs come by their number, the same for all annotators: as they were
   * drawn, which is random, those who stop early have pairs in common.
   *
   * @param pairs number of pairs
   * @param repeats share of the pairs that come twice, in [0, 1]; of the last {@value #APART} none
   *     can
   * @param seed the stream of one annotator
   */
  static List<Query> of(int pairs, double repeats, Seed seed) {
    Checks.atLeast("pairs", pairs, 1);
    Checks.between("repeats", repeats, 0, 1);
    int candidates = Math.max(0, pairs - APART);
    int count = Math.min(candidates, (int) Math.round(repeats * pairs));
    RandomStream random = seed.child("repeats").generator();
    int[] chosen = random.permutation(candidates);
    List<List<Integer>> after = new ArrayList<>(); // repeats that follow each pair
    IntStream.range(0, pairs).forEach(pair -> after.add(new ArrayList<>()));
    for (int i = 0; i < count; i++) {
      int earliest = chosen[i] + APART;
      after.get(earliest + random.nextInt(pairs - earliest)).add(chosen[i]);
    }
    List<Query> queries = new ArrayList<>();
    RandomStream sides = seed.child("sides").generator();
    for (int pair = 0; pair < pairs; pair++) {
      queries.add(query(pair, sides));
      for (int repeat : after.get(pair)) {
        queries.add(query(repeat, sides));
      }
    }
    return queries;
  }

  private static Query query(int pair, RandomStream sides) {
    return new Query(pair, sides.nextInt(2) == 0 ? Query.Side.FIRST : Query.Side.SECOND);
  }
}
