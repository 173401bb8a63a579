package org.prefbench.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.chart.ChartFactory;
import org.prefbench.chart.Charts;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.Rows;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.core.InvalidInputException;
import org.prefbench.plot.Picture;
import org.prefbench.statistics.Format;
import org.prefbench.store.TrialRow;

class ReportTest {
  private static Report report(List<TrialRow> rows) {
    return Report.of(rows, List.of(), Rows.options(rows));
  }

  @Test
  void theSameRowsGiveTheSameBytes() {
    List<TrialRow> rows = Rows.study(1);
    Map<String, byte[]> first = report(rows).files();
    Map<String, byte[]> second = report(rows).files();
    assertEquals(first.keySet(), second.keySet());
    assertTrue(first.containsKey("charts/scores.svg"), first.keySet().toString());
    first.forEach((name, bytes) -> assertArrayEquals(bytes, second.get(name), name));
  }

  @Test
  void theCsvHoldsEveryNumberInFullPrecision() throws IOException {
    List<TrialRow> rows = Rows.study(2);
    Report report = report(rows);
    String csv = new String(report.files().get("table.csv"), StandardCharsets.UTF_8);
    try (Reader reader = new StringReader(csv)) {
      CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
      List<CSVRecord> records = format.parse(reader).getRecords();
      List<ScoreRow> expected =
          report.table().sections().stream().flatMap(section -> section.rows().stream()).toList();
      assertEquals(expected.size(), records.size());
      for (int i = 0; i < records.size(); i++) {
        CSVRecord record = records.get(i);
        ScoreRow row = expected.get(i);
        assertEquals(row.method(), record.get("method"));
        assertEquals(row.mean(), Double.parseDouble(record.get("mean")), 0);
        assertEquals(row.interquartileMean().low(), Double.parseDouble(record.get("iqm_low")), 0);
        String difference = record.get("difference_to_reference");
        assertEquals(
            row.method().equals("reference"), difference.isEmpty(), "no value is an empty field");
      }
    }
  }

  @Test
  void aReportVerifiesAndEveryChangeIsNamed(@TempDir Path folder) throws IOException {
    Report report = report(Rows.study(1));
    List<Path> written = ReportWriter.write(report, folder);
    assertEquals(report.files().size(), written.size());
    assertEquals(List.of(), ReportVerifier.differences(report, folder));

    Path table = folder.resolve("table.md");
    Files.writeString(
        table, Files.readString(table).replaceFirst("is best and beats", "is best and equals"));
    Path chart = folder.resolve("charts/scores.svg");
    Files.writeString(chart, Files.readString(chart).replaceFirst("<svg", "<svg "));
    Files.delete(folder.resolve("table.csv"));
    Files.writeString(folder.resolve("charts/scores-old.svg"), "<svg/>");
    Files.writeString(folder.resolve("charts/scores.png"), "of an older version");
    Files.writeString(folder.resolve("chosen-by-validation-loss.csv"), "of another study");
    List<String> differences = ReportVerifier.differences(report, folder);
    assertEquals(6, differences.size(), differences.toString());
    assertTrue(differences.contains("charts/scores.png is not made from these rows"));
    assertTrue(differences.contains("table.md differs from what the rows give, first in line 3"));
    assertTrue(differences.contains("table.csv is missing"));
    assertTrue(
        differences.contains("charts/scores.svg differs from what the rows give, first in line 2"));
    assertTrue(differences.contains("charts/scores-old.svg is not made from these rows"));
    assertTrue(differences.contains("chosen-by-validation-loss.csv is not made from these rows"));

    ReportWriter.write(report, folder);
    assertEquals(List.of(), ReportVerifier.differences(report, folder));
    assertFalse(Files.exists(folder.resolve("charts/scores-old.svg")), "pictures of older rows go");
    assertFalse(Files.exists(folder.resolve("charts/scores.png")), "and of older versions");

    Path mine = Files.writeString(folder.resolve("charts/my-holidays.png"), "somebody else's");
    ReportWriter.write(report, folder);
    assertEquals("somebody else's", Files.readString(mine));
    assertEquals(
        List.of("charts/my-holidays.png is not made from these rows"),
        ReportVerifier.differences(report, folder));
  }

  /** A chart that fails, for whatever reason, takes neither the tables nor other charts away. */
  @Test
  void whereAChartFailsTheRestIsWritten(@TempDir Path folder) throws IOException {
    Report whole = report(Rows.study(1));
    ReportWriter.write(whole, folder);
    ReportData data = new ReportData(whole.table(), Rows.study(1), List.of());
    Charts.Drawn drawn =
        Charts.draw(
            List.of(
                chart("broken", () -> new NoClassDefFoundError("org/example/Missing")),
                Charts.registered().get("scores"),
                chart("worse", () -> new IllegalStateException("no ink"))),
            data);
    assertEquals(
        List.of("not drawn (broken): org/example/Missing", "not drawn (worse): no ink"),
        drawn.undrawn());
    assertEquals(List.of("scores"), List.copyOf(drawn.byChart().keySet()));
    assertThrows(
        InvalidInputException.class,
        () ->
            Charts.draw(
                List.of(chart("strict", () -> new InvalidInputException("a row is wrong"))), data));

    Report part =
        new Report(
            whole.table(),
            whole.finding(),
            whole.checks(),
            whole.beside(),
            whole.heldOut(),
            whole.doses(),
            whole.diagnosis(),
            drawn);
    Files.delete(folder.resolve("table.md"));
    assertEquals(List.of("table.md is missing"), ReportVerifier.differences(part, folder));
    ReportWriter.write(part, folder);
    assertEquals(List.of(), ReportVerifier.differences(part, folder));
    assertTrue(Files.exists(folder.resolve("charts/learning-curves.svg")), "it may be right");
  }

  private static ChartFactory chart(String id, Supplier<Throwable> failure) {
    return new ChartFactory() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public List<Picture> draw(ReportData data) {
        Throwable thrown = failure.get();
        if (thrown instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) thrown;
      }
    };
  }

  @Test
  void otherRowsDoNotVerify(@TempDir Path folder) {
    List<TrialRow> rows = Rows.study(1);
    ReportWriter.write(report(rows), folder);
    List<TrialRow> fewer = rows.stream().filter(row -> !row.method().equals("bc")).toList();
    List<String> differences = ReportVerifier.differences(report(fewer), folder);
    assertTrue(differences.stream().anyMatch(line -> line.startsWith("table.md differs")));
    assertTrue(differences.stream().anyMatch(line -> line.startsWith("charts/scores.svg differs")));
  }

  @Test
  void countsAreShort() {
    assertEquals("5000", Format.count(5000));
    assertEquals("5678", Format.count(5678.3));
    assertEquals("12.5", Format.count(12.5));
    assertEquals("0.5", Format.count(0.5));
    assertEquals("10.0k", Format.count(10_000));
    assertEquals("–", Format.positive(0));
    assertEquals("12.5", Format.positive(12.5));
    assertEquals("512 B", Format.bytes(512));
    assertEquals("1.0 KiB", Format.bytes(1_024));
    assertEquals("1.0 GiB", Format.bytes(1_000 * Math.pow(1_024, 2)));
    assertEquals("–", Format.bytes(Double.NaN));
    assertEquals("400k", Format.count(400_000));
    assertEquals("1.00M", Format.count(999_999));
    assertEquals("12.3G", Format.count(12_345_678_901.0));
    assertEquals("–", Format.count(Double.NaN));
    assertEquals("0.00", Format.fixed(-0.001, 2));
  }
}
