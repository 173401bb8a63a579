package org.prefbench.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.prefbench.segment.Line.pair;
import static org.prefbench.segment.Line.segment;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.core.InvalidInputException;
import org.prefbench.preference.Label;

class PairArraysTest {
  @Test
  void segmentsArePaddedToTheLongest() {
    SegmentArrays arrays = SegmentArrays.of(List.of(segment(5), segment(6, 7, 8), segment(9, 10)));
    assertEquals(3, arrays.segments());
    assertEquals(3, arrays.length());
    assertArrayEquals(new float[] {1, 0, 0, 1, 1, 1, 1, 1, 0}, arrays.mask().values());
    assertArrayEquals(new float[] {5, 0, 0, 6, 7, 8, 9, 10, 0}, arrays.actions().values());
    // the observation before each action, not the last one
    assertArrayEquals(new float[] {0, 0, 0, 0, 1, 2, 0, 1, 0}, arrays.observations().values());
    assertArrayEquals(new int[] {0, 3, 4, 5, 6, 7}, arrays.steps());
    assertArrayEquals(new float[] {6, 7, 8}, arrays.perSegment(arrays.actions()).row(1));
    assertThrows(InvalidInputException.class, () -> SegmentArrays.of(List.of()));
  }

  @Test
  void pairsKeepTheirLabelsAndAnnotatorsAndLoseTheSkipped() {
    PairArrays pairs =
        PairArrays.of(
            Line.dataset(
                pair(segment(1), segment(2, 3), Label.SECOND, "nina"),
                pair(segment(4), segment(5), Label.SKIP, "zoe"),
                pair(segment(6), segment(7), Label.TIE, "anna"),
                pair(segment(8), segment(9), Label.FIRST, "nina")));
    assertEquals(3, pairs.pairs());
    assertArrayEquals(new float[] {0, 0.5f, 1}, pairs.probabilityFirst());
    assertEquals(List.of("anna", "nina"), pairs.annotators());
    assertArrayEquals(new int[] {1, 0, 1}, pairs.annotator());
    assertArrayEquals(
        new float[] {1, 0, 2, 3, 6, 0, 7, 0, 8, 0, 9, 0}, pairs.segments().actions().values());
    assertArrayEquals(new int[] {4, 5, 0, 1}, pairs.segmentsOf(new int[] {2, 0}));
  }

  @Test
  void pairsThatWereAllSkippedAreNamed() {
    assertEquals(
        "preferences on gaussian-1d-v0 have no labelled pair (1 pairs, all skipped)",
        assertThrows(
                InvalidInputException.class,
                () -> PairArrays.of(Line.dataset(pair(segment(1), segment(2), Label.SKIP, "nina"))))
            .getMessage());
  }
}
