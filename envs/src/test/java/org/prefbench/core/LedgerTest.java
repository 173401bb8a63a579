package org.prefbench.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerTest {
  @Test
  void countsAreSeparateAndLoseNothingBetweenThreads() {
    Ledger ledger = new Ledger();
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(i -> ledger.add(Ledger.Entry.SIMULATOR_STEPS, i % 3));
    assertEquals(9_999, ledger.count(Ledger.Entry.SIMULATOR_STEPS)); // 3333 times 0 + 1 + 2
    for (Ledger.Entry entry : Ledger.Entry.values()) {
      assertEquals(entry == Ledger.Entry.SIMULATOR_STEPS ? 9_999 : 0, ledger.count(entry));
    }
  }
}
