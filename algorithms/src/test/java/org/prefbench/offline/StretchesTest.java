package org.prefbench.offline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

class StretchesTest {
  @Test
  void stretchesBeginAnywhereAndStayInTheirEpisode() {
    Stretches stretches = new Stretches(new int[] {3, 1, 2}, 2);
    RandomStream random = new Seed(5).generator();
    int[][] all = {{0, 1}, {1, 2}, {2}, {3}, {4, 5}, {5}};
    Set<Integer> begun = new HashSet<>();
    for (int[] drawn : stretches.draw(200, random)) {
      begun.add(drawn[0]);
      assertArrayEquals(all[drawn[0]], drawn);
    }
    assertEquals(all.length, begun.size());
  }
}
