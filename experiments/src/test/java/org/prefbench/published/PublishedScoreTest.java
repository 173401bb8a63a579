package org.prefbench.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.study.Claim;
import org.prefbench.study.ClaimFile;

class PublishedScoreTest {
  /** The table's own lines of averages, which were recalled apart from its cells. */
  @ParameterizedTest
  @CsvSource({
    "random, 9.62, 9.60, 10.84, 8.79",
    "medium, 61.08, 66.13, 67.89, 61.05",
    "expert, 109.19, 111.75, 110.58, 38.06"
  })
  void cellsAverageToTheTablesAverages(
      String tier, double bc, double dpo, double pfm, double marginal) {
    assertEquals(bc, average(tier, "reference"), 0.0101);
    assertEquals(dpo, average(tier, "dpo"), 0.0101);
    assertEquals(pfm, average(tier, "pfm"), 0.0101);
    assertEquals(marginal, average(tier, "marginal-bc"), 0.0101);
  }

  private static double average(String tier, String method) {
    List<PublishedScore> cells =
        PublishedScore.all().stream()
            .filter(cell -> cell.task().endsWith("-" + tier + "-v2"))
            .filter(cell -> cell.method().equals(method))
            .toList();
    assertEquals(4, cells.size());
    return cells.stream().mapToDouble(PublishedScore::mean).average().orElseThrow();
  }

  @Test
  void onlyOneCellWasSeenInPrint() {
    List<PublishedScore> verified =
        PublishedScore.all().stream().filter(PublishedScore::verified).toList();
    assertEquals(1, verified.size());
    assertEquals("ant-random-v2", verified.get(0).task());
    assertEquals("pfm", verified.get(0).method());
  }

  /** From the averages above: gains of 4.015 on the eight other sets and 1.39 on expert sets. */
  @Test
  void theSidesOfAClaimAreThePapersAverages() {
    PublishedSides gain = sides("pfm-gains-most-on-suboptimal-data").get();
    assertEquals((10.84 + 67.89 - 9.62 - 61.08) / 2, gain.left(), 0.01);
    assertEquals(110.58 - 109.19, gain.right(), 0.01);
    assertFalse(gain.verified());
    PublishedSides search = sides("pfm-above-dpo").get();
    assertEquals((10.84 + 67.89 + 110.58) / 3, search.left(), 0.01);
    assertEquals((9.60 + 66.13 + 111.75) / 3, search.right(), 0.01);
    assertEquals(true, sides("pfm-above-rlhf").isEmpty());
  }

  private static Claim claim(String id) {
    return ClaimFile.shipped().claims().stream()
        .filter(c -> c.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<PublishedSides> sides(String id) {
    Claim claim = claim(id);
    return PublishedSides.of(claim, claim.tasks(), claim.test().moreThanOn());
  }

  /** Of a part of the table: hopper alone has 7.69 against 3.17 on random data. */
  @Test
  void sidesAreOverTheTasksAtHand() {
    PublishedSides one =
        PublishedSides.of(claim("pfm-above-bc-on-random"), List.of("hopper-random-v2"), List.of())
            .get();
    assertEquals(7.69, one.left(), 1e-9);
    assertEquals(3.17, one.right(), 1e-9);
  }
}
