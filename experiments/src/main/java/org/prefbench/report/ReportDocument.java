package org.prefbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.prefbench.comparison.ChosenRow;
import org.prefbench.comparison.Diagnosis;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.comparison.ValidationChoice;
import org.prefbench.report.document.Block;
import org.prefbench.report.document.Block.Heading;
import org.prefbench.report.document.Block.Notes;
import org.prefbench.report.document.Block.Text;
import org.prefbench.report.document.Document;
import org.prefbench.report.document.NotedTable;

/**
 * A report as documents: the page with everything, the tables that a paper takes over, and the
 * summary that a command prints.
 */
final class ReportDocument {
  private static final String MODES = "Sampled beside deterministic actions";

  private final Report report;
  private final ScoreTable table;
  private final List<Block> blocks = new ArrayList<>();

  private ReportDocument(Report report) {
    this.report = report;
    this.table = report.table();
  }

  /** Returns the page, on which there are no pictures. */
  static Document page(Report report) {
    ReportDocument page = new ReportDocument(report);
    page.addPage();
    return new Document(page.blocks);
  }

  /** Returns what the page has beside the finding and the tables of scores. */
  static List<Block> further(Report report) {
    ReportDocument further = new ReportDocument(report);
    further.addChecks();
    report.table().headline().ifPresent(further::addHeadline);
    further.addRest();
    List<Block> blocks = new ArrayList<>(further.blocks);
    List<Block> page = page(report).blocks(); // whose last block explains its other tables too
    blocks.set(blocks.size() - 1, page.get(page.size() - 1));
    return blocks;
  }

  /** Returns the scores of a section on one task. */
  static Block.Table scores(Report report, ScoreSection section, String task) {
    return new ReportDocument(report).scores(section, task, report.table().options().against());
  }

  /** Returns the tables of scores and those beside them, with what must be said of them. */
  static Document tables(Report report) {
    ReportDocument tables = new ReportDocument(report);
    tables.addTables();
    return new Document(tables.blocks);
  }

  /** Returns the headline tables, the finding and the protocol. */
  static Document summary(Report report) {
    ReportDocument summary = new ReportDocument(report);
    summary.addSummary();
    return new Document(summary.blocks);
  }

  private void addPage() {
    blocks.add(new Heading(1, table.options().title()));
    blocks.add(new Text(report.finding()));
    addChecks();
    for (ScoreSection section : table.sections()) {
      boolean headline = section == table.sections().get(0);
      blocks.add(new Heading(2, headline ? "Headline: " + section.title() : title(section)));
      for (String task : section.tasks()) {
        blocks.add(new Heading(3, caption(section, task)));
        blocks.add(scores(section, task, table.options().against()));
      }
      if (headline) {
        addHeadline(section);
      }
    }
    addRest();
  }

  private void addChecks() {
    if (!report.checks().isEmpty()) {
      blocks.add(new Heading(2, "Checks against theory"));
      blocks.add(Tables.checks(report.checks()));
    }
  }

  private void addHeadline(ScoreSection section) {
    addBeside();
    addModes();
    addCosts(section);
  }

  private void addRest() {
    HeldOutTable.of(report.heldOut()).ifPresent(this::addNoted);
    report.diagnosis().ifPresent(this::addDiagnosis);
    if (!table.unscored().isEmpty()) {
      blocks.add(new Heading(2, "Runs without a score"));
      blocks.add(new Notes(Legend.unscored(table)));
    }
    blocks.add(new Heading(2, "How to read this"));
    blocks.add(new Notes(Legend.notes(table, blocks)));
  }

  private void addBeside() {
    report.beside().forEach(this::addNoted);
  }

  private void addNoted(NotedTable noted) {
    blocks.add(new Heading(2, noted.heading()));
    blocks.add(noted.table());
    blocks.add(new Notes(noted.notes()));
  }

  private void addModes() {
    Tables.modes(table)
        .ifPresent(
            modes -> {
              blocks.add(new Heading(2, MODES));
              blocks.add(modes);
            });
  }

  /** Of all tasks, or of their mean if there is one. */
  private void addCosts(ScoreSection section) {
    List<String> tasks = section.tasks();
    blocks.add(new Heading(2, "What it took"));
    for (String task : tasks.contains(ScoreRow.ALL_TASKS) ? List.of(ScoreRow.ALL_TASKS) : tasks) {
      blocks.add(new Heading(3, task));
      blocks.add(Tables.costs(section.of(task)));
    }
  }

  private void addDiagnosis(Diagnosis diagnosis) {
    blocks.add(new Heading(2, "Diagnosis"));
    DiagnosisTables.of(diagnosis)
        .forEach(
            (heading, tables) -> {
              blocks.add(new Heading(3, heading));
              blocks.addAll(tables);
            });
    blocks.add(new Notes(DiagnosisTables.notes(diagnosis)));
  }

  private void addTables() {
    for (ScoreSection section : table.sections()) {
      for (String task : section.tasks()) {
        blocks.add(new Heading(2, caption(section, task) + "; " + section.title()));
        blocks.add(scores(section, task, table.options().against()));
      }
    }
    blocks.add(new Notes(ValidationChoice.notes(table)));
    addModes();
    HeldOutTable.of(report.heldOut()).ifPresent(this::addNoted);
    for (NotedTable beside : report.beside()) {
      blocks.add(new Heading(2, beside.heading()));
      blocks.add(new Notes(beside.notes()));
      blocks.add(beside.table());
    }
    blocks.add(new Notes(Marks.notes(blocks)));
  }

  private void addSummary() {
    List<String> reference = table.options().against().stream().limit(1).toList();
    for (ScoreSection section : table.sections().stream().limit(1).toList()) {
      for (String task : section.tasks()) {
        blocks.add(new Heading(2, caption(section, task) + "; " + section.title()));
        blocks.add(scores(section, task, reference));
      }
    }
    HeldOutTable.of(report.heldOut())
        .ifPresent(
            noted -> {
              blocks.add(new Heading(2, noted.heading()));
              blocks.add(noted.table());
            });
    blocks.add(new Notes(Legend.unscored(table).stream().map(line -> "! " + line).toList()));
    blocks.add(new Notes(ValidationChoice.notes(table)));
    blocks.add(new Text(report.finding()));
    blocks.add(new Notes(Marks.notes(blocks)));
    blocks.add(new Text(Legend.protocol(table)));
    if (!report.checks().isEmpty()) {
      blocks.add(Tables.checks(report.checks()));
    }
  }

  /** Returns the scores of one task of a section, with the rows chosen by the test return. */
  private Block.Table scores(ScoreSection section, String task, List<String> against) {
    return Tables.scores(
        section.of(task),
        ChosenRow.of(section, task, table.options()),
        table.options().families(),
        against);
  }

  private static String title(ScoreSection section) {
    String title = section.title();
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  private static String caption(ScoreSection section, String task) {
    return task + " (" + section.of(task).get(0).metric().text() + ")";
  }
}
