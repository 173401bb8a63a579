package org.prefbench.page;

import java.util.List;
import java.util.Optional;
import org.prefbench.comparison.Families;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.core.Ledger;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.TextTable;
import org.prefbench.statistics.Format;

/**
 * All methods in one table: what they score, what they gain over the reference, what they may touch
 * and what they cost.
 */
final class Overview {
  private Overview() {}

  /**
   * Returns the table of a section.
   *
   * @return empty if several tasks have no common scale, on which methods could be put together
   */
  static Optional<Block.Table> of(ReportOptions options, ScoreSection section) {
    return section.overall().map(task -> table(options, section.of(task)));
  }

  private static Block.Table table(ReportOptions options, List<ScoreRow> rows) {
    int digits = ScoreRow.digits(rows);
    Families families = options.families();
    TextTable<ScoreRow> table =
        new TextTable<>(rows)
            .column("method", ScoreRow::method)
            .column("family", row -> families.name(row.method()))
            .column("runs", row -> row.scored() + "/" + row.runs() + (row.complete() ? "" : " !"))
            .column("IQM [95 %]", row -> Format.interval(row.interquartileMean(), digits));
    for (String other : options.against().stream().limit(1).toList()) {
      table
          .column(
              "vs " + other + " [95 %]",
              row -> Format.difference(row.comparedWith(other).difference(), digits))
          .column(
              "P(> " + other + ") [95 %]",
              row -> Format.interval(row.comparedWith(other).improvement(), 2));
    }
    return table
        .column("may touch", row -> row.needs().isEmpty() ? "–" : row.needs().replace("+", ", "))
        .column("gradient steps", row -> Format.count(row.cost(Ledger.Entry.GRADIENT_STEPS)))
        .column("simulator steps", row -> Format.count(row.cost(Ledger.Entry.SIMULATOR_STEPS)))
        .column("look-ahead steps", row -> Format.count(row.cost(Ledger.Entry.LOOK_AHEAD_STEPS)))
        .column("seconds a trial", Overview::seconds)
        .column("gradient steps/s", row -> Format.positive(row.stepsPerSecond()))
        .column("memory", row -> Format.bytes(row.expense().bytes()))
        .table();
  }

  /** Returns the mean time of a method's trials, its evaluation included. */
  private static String seconds(ScoreRow row) {
    return Format.fixed(row.expense().trainingSeconds() + row.expense().evaluationSeconds(), 1);
  }
}
