package org.prefbench.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prefbench.chart.Charts;
import org.prefbench.comparison.AblationScores;
import org.prefbench.comparison.Diagnosis;
import org.prefbench.comparison.DoseResponse;
import org.prefbench.comparison.HeldOut;
import org.prefbench.comparison.Probe;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ReportOptions;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.core.Checks;
import org.prefbench.plot.Format;
import org.prefbench.plot.Picture;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.Document;
import org.prefbench.report.document.Latex;
import org.prefbench.report.document.Markdown;
import org.prefbench.report.document.NotedTable;
import org.prefbench.store.TrialRow;
import org.prefbench.theory.CheckFinding;
import org.prefbench.theory.TheoryCheck;
import org.prefbench.theory.TheoryCheck.Result;

/**
 * A rendered report: a pure function of rows, probes and options.
 *
 * @param table the comparison
 * @param finding the result in one sentence, before it what the checks say
 * @param checks what became of the checks against theory that the study asks for
 * @param beside tables beside the comparison: a paper's numbers, the level of the data
 * @param heldOut the figures of every run on tasks without a simulator
 * @param doses what methods gain at every value of a number that the study varies over its tasks
 * @param diagnosis why methods help or do not, if that was measured
 * @param drawn what the registered charts drew
 */
public record Report(
    ScoreTable table,
    String finding,
    List<Result> checks,
    List<NotedTable> beside,
    List<HeldOut> heldOut,
    Optional<DoseResponse> doses,
    Optional<Diagnosis> diagnosis,
    Charts.Drawn drawn) {
  /** Where the pictures lie in the folder of a report. */
  public static final String CHARTS = "charts/";

  private static final String CHOSEN = "chosen.csv";
  private static final String CHOSEN_BY_LOSS = "chosen-by-validation-loss.csv";
  private static final String DIAGNOSIS = "diagnosis.csv";
  private static final String HELD_OUT = "held-out.csv";
  private static final String DOSES = "dose-response.csv";

  /** The tables that not every report has. */
  static final Set<String> OCCASIONAL = Set.of(CHOSEN, CHOSEN_BY_LOSS, DIAGNOSIS, HELD_OUT, DOSES);

  /** Copies the lists and validates that the pictures' names differ. */
  public Report {
    checks = List.copyOf(checks);
    beside = List.copyOf(beside);
    heldOut = List.copyOf(heldOut);
    Set<String> names = new HashSet<>();
    for (Picture picture : drawn.pictures()) {
      Checks.require(names.add(picture.name()), "two charts are named '%s'", picture.name());
    }
  }

  /**
   * Returns the report of {@code rows}, with all registered charts.
   *
   * @param probes what was measured beside the scores, may be empty
   * @throws org.prefbench.core.InvalidInputException if rows contradict each other or the options
   */
  public static Report of(List<TrialRow> rows, List<Probe> probes, ReportOptions options) {
    return of(new ReportData(ScoreTable.of(rows, options), rows, probes), List.of());
  }

  /** Returns the report of {@code data}, with the given checks and all registered charts. */
  public static Report of(ReportData data, List<TheoryCheck> checks) {
    List<Result> results = new ArrayList<>();
    checks.forEach(check -> results.addAll(check.check(data)));
    String finding =
        AblationScores.of(data).map(AblationFinding::of).orElseGet(() -> Finding.of(data.table()));
    if (CheckFinding.exists(results)) {
      finding = CheckFinding.of(results) + " " + finding;
    }
    List<HeldOut> heldOut = HeldOut.of(data);
    if (data.table().sections().isEmpty() && !heldOut.isEmpty()) {
      finding = HeldOutTable.FINDING;
    }
    List<NotedTable> beside = new ArrayList<>();
    PublishedTable.of(data.table()).ifPresent(beside::add);
    ReferenceTable.of(data).ifPresent(beside::add);
    ImageTable.of(data).ifPresent(beside::add);
    HeldOutTable.ranking(data).ifPresent(beside::add);
    Optional<DoseResponse> doses = DoseResponse.of(data);
    doses.map(DoseTables::of).ifPresent(beside::addAll);
    return new Report(
        data.table(),
        finding,
        results,
        beside,
        heldOut,
        doses,
        Diagnosis.of(data),
        Charts.draw(Charts.registered().all(), data));
  }

  /** Returns what there is beside the finding, the tables of scores and the charts. */
  public List<Block> further() {
    return ReportDocument.further(this);
  }

  /** Returns the scores of a section on one task. */
  public Block.Table scores(ScoreSection section, String task) {
    return ReportDocument.scores(this, section, task);
  }

  /** Returns the headline tables, the finding and the protocol. */
  public Document summary() {
    return ReportDocument.summary(this);
  }

  /** Returns all files by name relative to the folder of the report. */
  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("table.md", utf8(Markdown.of(ReportDocument.page(this))));
    files.put("table.csv", utf8(FullTables.scores(table)));
    if (!table.options().extras().choices().isEmpty()) {
      files.put(CHOSEN, utf8(FullTables.chosen(table)));
    }
    if (!table.options().extras().validationChoices().isEmpty()) {
      files.put(CHOSEN_BY_LOSS, utf8(FullTables.chosenByLoss(table)));
    }
    if (!heldOut.isEmpty()) {
      files.put(HELD_OUT, utf8(HeldOutTable.csv(heldOut)));
    }
    doses.ifPresent(figures -> files.put(DOSES, utf8(DoseTables.csv(figures))));
    diagnosis.ifPresent(figures -> files.put(DIAGNOSIS, utf8(FullDiagnosis.csv(figures))));
    files.put("table.tex", utf8(Latex.of(ReportDocument.tables(this))));
    for (Picture picture : drawn.pictures()) {
      files.put(CHARTS + picture.file(Format.SVG), picture.bytes(Format.SVG));
    }
    return files;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
