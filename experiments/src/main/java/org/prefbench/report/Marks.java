package org.prefbench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.prefbench.report.document.Block;
import org.prefbench.statistics.Format;
import org.prefbench.statistics.Interval;

/** What the marks of intervals say, to those who read them in a table. */
public final class Marks {
  /** What intervals over runs are silent about. */
  public static final String ONE_BEHAVIOR =
      "All runs of a set collect their data with one behaviour policy: intervals are given that"
          + " policy, and do not tell how scores would vary from one to another.";

  private Marks() {}

  /** Returns a line for each mark in the tables and texts among {@code blocks}. */
  public static List<String> notes(Collection<? extends Block> blocks) {
    List<String> cells = blocks.stream().flatMap(Marks::texts).toList();
    List<String> notes = new ArrayList<>();
    if (marked(cells, Format.FEW + "\\b")) {
      notes.add(
          Format.FEW
              + ": an interval from fewer than "
              + Interval.ENOUGH
              + " runs, whose level is not to be relied on. The percentiles of a bootstrap of three"
              + " runs are the lowest and the highest run.");
    }
    if (marked(cells, "(" + Format.FEW + " )?" + Format.FLAT + "\\b")) {
      notes.add(
          Format.FLAT
              + ": an interval without width, because every run, or every sample drawn from the"
              + " runs, gives the same number. It says nothing of how sure the number is.");
    }
    return notes;
  }

  private static Stream<String> texts(Block block) {
    if (block instanceof Block.Table table) {
      return table.rows().stream().flatMap(List::stream);
    }
    return block instanceof Block.Text text ? Stream.of(text.text()) : Stream.of();
  }

  /** Marks stand behind bounds, a star or a unit; the words alone may be part of a text. */
  private static boolean marked(List<String> cells, String mark) {
    Pattern behind = Pattern.compile("[]*%] " + mark);
    return cells.stream().anyMatch(cell -> behind.matcher(cell).find());
  }
}
