package org.prefbench.report.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;

class SortingTest {
  private static final Block.Table TABLE =
      new Block.Table(
          List.of("method", "IQM [95 %]", "gradient-steps"),
          List.of(
              List.of("rlhf", "57.1 [1, 99]", "2420"),
              List.of("dpo", "-3.0 [-4, -2]", "1.20k"),
              List.of("broken", "–", "1199"),
              List.of("pfm", "+57.2", "1.1M"),
              List.of("bc", "57.1", "–")),
          Set.of(new Block.Cell(3, 1)));

  private static final Document DOCUMENT =
      new Document(
          List.of(
              new Block.Text("one"),
              TABLE,
              new Block.Table(List.of("check"), List.of(List.of("b"), List.of("a")))));

  private static Block.Table sorted(String order) {
    return (Block.Table) Sorting.parse(order).of(DOCUMENT).blocks().get(1);
  }

  /** Without a number: last, whatever the direction; equal numbers stay as they were. */
  @ParameterizedTest
  @CsvSource({
    "IQM [95 %], pfm rlhf bc dpo broken",
    "iqm, pfm rlhf bc dpo broken",
    "iqm:down, pfm rlhf bc dpo broken",
    "iqm:up, dpo rlhf bc pfm broken",
    "method, bc broken dpo pfm rlhf",
    "method:down, rlhf pfm dpo broken bc",
    "grad, pfm rlhf dpo broken bc"
  })
  void rowsAreInTheOrderOfAColumn(String order, String expected) {
    assertEquals(
        expected, String.join(" ", sorted(order).rows().stream().map(row -> row.get(0)).toList()));
  }

  @Test
  void whatStandsOutDoesSoStill() {
    assertEquals(Set.of(new Block.Cell(0, 1)), sorted("iqm").strong());
  }

  @Test
  void tablesWithoutTheColumnAndAllElseStay() {
    List<Block> blocks = Sorting.parse("iqm").of(DOCUMENT).blocks();
    assertEquals(DOCUMENT.blocks().get(0), blocks.get(0));
    assertEquals(DOCUMENT.blocks().get(2), blocks.get(2));
  }

  @Test
  void aColumnThatNoTableHasIsRefused() {
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> Sorting.parse("scores").of(DOCUMENT));
    assertEquals(
        "unknown column of these tables 'scores' (known: IQM [95 %], check, gradient-steps, method)",
        error.getMessage());
    assertThrows(InvalidInputException.class, () -> Sorting.parse(""));
  }
}
