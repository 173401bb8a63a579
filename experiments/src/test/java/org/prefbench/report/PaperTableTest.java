package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.report.document.Latex;
import org.prefbench.report.document.Markdown;
import org.prefbench.report.document.Terminal;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol.Mode;

class PaperTableTest {
  private static final String A = "hopper-medium-v2";
  private static final String B = "walker2d-medium-v2";

  private static ReportData data(List<TrialRow> rows) {
    return new ReportData(ScoreTable.of(rows, Rows.options(rows)), rows, List.of());
  }

  /**
   * On A pfm is best and dpo is not shown to be below: differences 2, -1, 2, with mean 1 and a half
   * width of 4.30; bc is, by 10 in every run. On B dpo is best in every run, by 20, 21 and 22.
   */
  private static List<TrialRow> rows() {
    List<TrialRow> rows = new ArrayList<>();
    rows.addAll(Rows.runs(A, "bc", Mode.SAMPLED, 40, 42, 44));
    rows.addAll(Rows.runs(A, "dpo", Mode.SAMPLED, 48, 53, 52));
    rows.addAll(Rows.runs(A, "pfm", Mode.SAMPLED, 50, 52, 54));
    rows.addAll(Rows.runs(B, "bc", Mode.SAMPLED, 10, 10, 10));
    rows.addAll(Rows.runs(B, "dpo", Mode.SAMPLED, 40, 41, 42));
    rows.addAll(Rows.runs(B, "pfm", Mode.SAMPLED, 20, 20, 20));
    return rows;
  }

  @Test
  void theHighestMeanAndThoseNotShownToBeBelowItAreBold() {
    String best = Markdown.of(PaperTable.document(data(rows()), PaperTable.Bold.BEST, false));
    assertLine(best, A, "42.0 ± 2.0", "51.0 ± 2.6", "**52.0 ± 2.0**");
    assertLine(best, B, "10.0 ± 0.0", "**41.0 ± 1.0**", "20.0 ± 0.0");
    assertLine(best, "average", "26.0", "**46.0**", "36.0");
    String close = Markdown.of(PaperTable.document(data(rows()), PaperTable.Bold.NOT_WORSE, false));
    assertLine(close, A, "42.0 ± 2.0", "**51.0 ± 2.6**", "**52.0 ± 2.0**");
    assertLine(close, B, "10.0 ± 0.0", "**41.0 ± 1.0**", "20.0 ± 0.0");
    String none = Markdown.of(PaperTable.document(data(rows()), PaperTable.Bold.NONE, true));
    assertLine(none, "dpo", "51.0 ± 2.6", "41.0 ± 1.0", "46.0");
  }

  @Test
  void otherFormatsMarkTheSame() {
    String latex = Latex.of(PaperTable.document(data(rows()), PaperTable.Bold.BEST, false));
    assertTrue(
        latex.contains("42.0 $\\pm$ 2.0 & 51.0 $\\pm$ 2.6 & \\textbf{52.0 $\\pm$ 2.0} \\\\"),
        latex);
    String text = Terminal.of(PaperTable.document(data(rows()), PaperTable.Bold.BEST, false));
    assertTrue(text.contains("[52.0 ± 2.0]"), text);
    String csv = PaperTable.csv(data(rows()), PaperTable.Bold.BEST);
    assertEquals(1 + 9, csv.lines().count());
    assertTrue(csv.contains(A + ",pfm,normalised score,3,3,52.0,2.0,true\n"), csv);
    assertTrue(csv.contains(A + ",dpo,normalised score,3,3,51.0,"), csv);
  }

  /** A method with a run that failed may be the better for it: it is never bold. */
  @Test
  void whatIsNotCompleteIsNotBold() {
    List<TrialRow> rows = new ArrayList<>(rows());
    rows.removeIf(row -> row.task().equals(A) && row.method().equals("pfm") && row.run() == 0);
    String table = Markdown.of(PaperTable.document(data(rows), PaperTable.Bold.NOT_WORSE, false));
    assertLine(table, A, "42.0 ± 2.0", "**51.0 ± 2.6**", "53.0 ± 1.4 (2/3)");
  }

  private static void assertLine(String table, String... cells) {
    String line =
        table.lines().filter(each -> each.startsWith("| " + cells[0])).findFirst().orElse(table);
    List<String> found = new ArrayList<>();
    for (String cell : line.substring(1).split("\\|")) {
      found.add(cell.strip());
    }
    assertEquals(List.of(cells), found);
  }
}
