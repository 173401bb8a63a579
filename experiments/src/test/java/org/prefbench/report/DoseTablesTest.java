package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prefbench.comparison.DoseResponse;
import org.prefbench.comparison.Doses;
import org.prefbench.comparison.ReportData;
import org.prefbench.report.document.NotedTable;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Study;

/** One set at the temperatures 0.03, 0.1, 0.3 and 1, five runs, worked out by hand. */
class DoseTablesTest {
  private static final String SET = "hopper-medium-v2";

  /** Sampled, pfm gains 8, 4, -4, -8 and best-of-two 2 each; by the mean both gain nothing. */
  private static ReportData data() {
    Study study = Doses.study(List.of(SET), List.of("reference", "pfm", "best-of-two"));
    List<TrialRow> rows = new ArrayList<>();
    Map<String, Integer> gains = Map.of("0.03", 8, "0.1", 4, "0.3", -4, "1", -8);
    gains.forEach(
        (temperature, gain) -> {
          String task = SET + "-t" + temperature;
          for (int run = 0; run < 5; run++) {
            for (Mode mode : Mode.values()) {
              int factor = mode == Mode.SAMPLED ? 1 : 0;
              rows.add(Doses.row(task, "reference", run, mode, 50 + run));
              rows.add(Doses.row(task, "pfm", run, mode, 50 + run + factor * gain));
              rows.add(Doses.row(task, "best-of-two", run, mode, 50 + run + 2 * factor));
            }
          }
        });
    return Doses.data(study, rows);
  }

  /** Between 0.1 and 0.3 half of the logarithm's way: sqrt(0.03) = 0.173. */
  @Test
  void gainsAndSharesStandByValue() {
    List<NotedTable> tables = DoseTables.of(DoseResponse.of(data()).orElseThrow());
    assertEquals(
        List.of(
            "Gain over reference by noise of the reference, sampled actions",
            "Share of best-of-two's gain by noise of the reference, sampled actions",
            "Gain over reference by noise of the reference, deterministic actions"),
        tables.stream().map(NotedTable::heading).toList());
    assertEquals(
        List.of("method", "sets", "0.03", "0.1", "0.3", "1.0", "changes sign at [95 %]", "without"),
        tables.get(0).table().columns());
    assertEquals(
        List.of(
            "pfm",
            SET,
            "+8.00 [8.00, 8.00] * flat",
            "+4.00 [4.00, 4.00] * flat",
            "-4.00 [-4.00, -4.00] * flat",
            "-8.00 [-8.00, -8.00] * flat",
            "gain to loss at 0.173 [0.173, 0.173]",
            "0 %"),
        tables.get(0).table().rows().get(0));
    assertEquals("never", tables.get(0).table().rows().get(1).get(6));
    assertEquals("100 %", tables.get(0).table().rows().get(1).get(7));
    assertEquals(
        List.of(
            "pfm",
            SET,
            "400 [400, 400] % flat",
            "200 [200, 200] % flat",
            "-200 [-200, -200] % flat",
            "-400 [-400, -400] % flat"),
        tables.get(1).table().rows().get(0));
    assertEquals(1, tables.get(1).table().rows().size(), "the whole is no share of itself");
    assertTrue(
        tables
            .get(2)
            .notes()
            .contains(
                "There are no shares of best-of-two's gain: at no value does its interval lie above"
                    + " zero."));
  }

  @Test
  void allNumbersAreInTheFile() {
    Report report = Report.of(data(), List.of());
    List<String> csv =
        new String(report.files().get("dose-response.csv"), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(1 + 2 * 2 * 4, csv.size());
    String place = Double.toString(StrictMath.pow(10, (-1 + StrictMath.log10(0.3)) / 2));
    assertTrue(
        csv.get(2).startsWith("sampled,hopper-medium-v2,pfm,0.1,4.0,4.0,4.0,5,2.0,2.0,2.0,"),
        csv.get(2));
    assertEquals(Double.parseDouble(place), Double.parseDouble(csv.get(2).split(",")[11]), 1e-12);
    assertTrue(report.files().containsKey("charts/dose-response-sampled.svg"));
    assertTrue(report.files().containsKey("charts/dose-response-deterministic.svg"));
    String markdown = new String(report.files().get("table.md"), StandardCharsets.UTF_8);
    assertTrue(markdown.contains("## Gain over reference by noise of the reference"), markdown);
    assertFalse(markdown.contains("left out"), "every set has every value");
  }
}
