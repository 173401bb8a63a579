package org.prefbench.cli.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.report.document.Sorting;
import org.prefbench.report.document.Terminal;

/** Lists in terminals; what they are is written down by hand. */
class ListingTest {
  private static final Listing LISTING =
      new Listing("method", "time", "title")
          .row("dpo", new Listing.Seconds(30), "Direct preference optimisation of the year 2023")
          .row("pfm", new Listing.Seconds(90), "Preference flow matching");

  private static String printed(String order, Terminal.Look look) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    LISTING.print(
        out, false, order.isEmpty() ? Optional.empty() : Optional.of(Sorting.parse(order)), look);
    out.flush();
    return text.toString();
  }

  @Test
  void itIsWholeInAPipe() {
    assertEquals(
        """
        method  time     title
        dpo     30.0 s   Direct preference optimisation of the year 2023
        pfm     1.5 min  Preference flow matching
        """,
        printed("", Terminal.Look.PLAIN));
  }

  @Test
  void longTextsGoOnBelowTheirColumn() {
    assertEquals(
        """
        method  time     title
        dpo     30.0 s   Direct preference optimisation
                         of the year 2023
        pfm     1.5 min  Preference flow matching
        """,
        printed("", new Terminal.Look(17 + 31, false)));
  }

  /** Seventeen characters stand before the title, which needs twenty to be read. */
  @Test
  void whereThatDoesNotFitEachRowIsAListOfItsCells() {
    Listing narrow =
        new Listing("method", "with a long heading that takes the line", "title")
            .row("dpo", 1, "Direct preference optimisation");
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    narrow.print(out, false, Optional.empty(), new Terminal.Look(50, true));
    out.flush();
    assertEquals(
        """
        \u001b[1mdpo\u001b[0m
          with a long heading that takes the line: 1
          title: Direct preference optimisation
        """,
        text.toString());
  }

  /** As seconds: 1.5 minutes are more than 30 seconds. */
  @Test
  void timesAreInTheOrderOfTheirLength() {
    assertTrue(printed("time", Terminal.Look.PLAIN).lines().toList().get(1).startsWith("pfm"));
    assertTrue(printed("time:up", Terminal.Look.PLAIN).lines().toList().get(1).startsWith("dpo"));
  }
}
