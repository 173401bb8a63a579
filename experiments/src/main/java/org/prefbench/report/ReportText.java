package org.prefbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.prefbench.comparison.ChosenRow;
import org.prefbench.comparison.Diagnosis;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.comparison.ValidationChoice;
import org.prefbench.statistics.Format;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Reporting;
import tech.tablesaw.api.Table;

/** The score table as text: Markdown, LaTeX and what a terminal shows. */
public final class ReportText {
  /** The heading of the table of both modes. */
  static final String MODES = "Sampled beside deterministic actions";

  private ReportText() {}

  /** Returns the page {@code table.md}. */
  public static String markdown(Report report) {
    ScoreTable table = report.table();
    StringBuilder text = new StringBuilder();
    text.append("# ").append(Markdown.escape(table.options().title())).append("\n\n");
    text.append(Markdown.escape(report.finding())).append('\n');
    if (!report.checks().isEmpty()) {
      text.append("\n## Checks against theory\n\n");
      text.append(Markdown.table(Tables.checks(report.checks())));
    }
    for (ScoreSection section : table.sections()) {
      text.append("\n## ").append(heading(table, section)).append('\n');
      for (String task : section.tasks()) {
        List<ScoreRow> rows = section.of(task);
        text.append("\n### ").append(caption(rows)).append("\n\n");
        text.append(Markdown.table(scores(table, section, task)));
      }
      if (section == table.sections().get(0)) {
        for (NotedTable beside : report.beside()) {
          text.append("\n## ").append(beside.heading()).append("\n\n");
          text.append(Markdown.table(beside.table())).append('\n');
          beside
              .notes()
              .forEach(line -> text.append("- ").append(Markdown.escape(line)).append('\n'));
        }
        for (Table modes : Tables.modes(table).stream().toList()) {
          text.append("\n## ").append(MODES).append("\n\n").append(Markdown.table(modes));
        }
        text.append("\n## What it took\n");
        for (String task : costTasks(section)) {
          text.append("\n### ").append(task).append("\n\n");
          text.append(Markdown.table(Tables.costs(section.of(task))));
        }
      }
    }
    report.diagnosis().ifPresent(diagnosis -> addDiagnosis(text, diagnosis));
    if (!table.unscored().isEmpty()) {
      text.append("\n## Runs without a score\n\n");
      unscored(table).forEach(line -> text.append("- ").append(Markdown.escape(line)).append('\n'));
    }
    text.append("\n## How to read this\n\n");
    notes(table).forEach(line -> text.append("- ").append(Markdown.escape(line)).append('\n'));
    return text.toString();
  }

  private static void addDiagnosis(StringBuilder text, Diagnosis diagnosis) {
    text.append("\n## ").append(DiagnosisTables.HEADING).append('\n');
    DiagnosisTables.of(diagnosis)
        .forEach(
            (heading, tables) -> {
              text.append("\n### ").append(heading).append('\n');
              tables.forEach(table -> text.append('\n').append(Markdown.table(table)));
            });
    text.append('\n');
    DiagnosisTables.notes(diagnosis)
        .forEach(line -> text.append("- ").append(Markdown.escape(line)).append('\n'));
  }

  /** Returns {@code table.tex}: a tabular for every task of the headline section. */
  static String latex(Report report) {
    ScoreTable table = report.table();
    StringBuilder text = new StringBuilder("% needs \\usepackage{booktabs}\n");
    for (ScoreSection section : table.sections()) {
      for (String task : section.tasks()) {
        List<ScoreRow> rows = section.of(task);
        text.append("\n% ").append(caption(rows)).append("; ").append(section.title()).append('\n');
        text.append(Latex.table(scores(table, section, task)));
      }
    }
    ValidationChoice.notes(table).forEach(line -> text.append("% ").append(line).append('\n'));
    for (Table modes : Tables.modes(table).stream().toList()) {
      text.append("\n% ").append(MODES).append('\n').append(Latex.table(modes));
    }
    for (NotedTable beside : report.beside()) {
      text.append("\n% ").append(beside.heading()).append('\n');
      beside.notes().forEach(line -> text.append("% ").append(line).append('\n'));
      text.append(Latex.table(beside.table()));
    }
    return text.toString();
  }

  /** Returns the headline tables for a terminal, with the finding and the protocol. */
  static String terminal(Report report) {
    ScoreTable table = report.table();
    StringBuilder text = new StringBuilder();
    List<String> reference = table.options().against().stream().limit(1).toList();
    table.sections().stream()
        .limit(1)
        .forEach(
            section -> {
              for (String task : section.tasks()) {
                List<ScoreRow> rows = section.of(task);
                text.append(caption(rows)).append("; ").append(section.title()).append("\n\n");
                List<ChosenRow> chosen = ChosenRow.of(section, task, table.options());
                text.append(Tables.terminal(Tables.scores(rows, chosen, reference))).append('\n');
              }
            });
    unscored(table).forEach(line -> text.append("! ").append(line).append('\n'));
    ValidationChoice.notes(table).forEach(line -> text.append(line).append('\n'));
    text.append(report.finding()).append('\n');
    text.append(protocol(table)).append('\n');
    if (!report.checks().isEmpty()) {
      text.append('\n').append(Tables.terminal(Tables.checks(report.checks())));
    }
    return text.toString();
  }

  /** Returns the scores of one task of a section, with the rows chosen by the test return. */
  static Table scores(ScoreTable table, ScoreSection section, String task) {
    return Tables.scores(
        section.of(task), ChosenRow.of(section, task, table.options()), table.options().against());
  }

  /** Returns the heading of a section. */
  static String heading(ScoreTable table, ScoreSection section) {
    boolean headline = section == table.sections().get(0);
    String title = section.title();
    return headline
        ? "Headline: " + title
        : title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  /** Returns the caption of one task's table. */
  static String caption(List<ScoreRow> rows) {
    return rows.get(0).task() + " (" + rows.get(0).metric().text() + ")";
  }

  /** Returns the tasks whose costs are shown: all of them, or their mean if there is one. */
  static List<String> costTasks(ScoreSection section) {
    List<String> tasks = section.tasks();
    return tasks.contains(ScoreRow.ALL_TASKS) ? List.of(ScoreRow.ALL_TASKS) : tasks;
  }

  /** Returns one line for each trial that diverged or failed. */
  static List<String> unscored(ScoreTable table) {
    Function<TrialRow, String> line =
        row ->
            Format.text(
                "%s, %s, run %d: %s%s",
                row.task(),
                row.method(),
                row.run(),
                row.status() == Status.DIVERGED ? "diverged" : "failed",
                row.message().isEmpty() ? "" : " (" + row.message() + ")");
    return table.unscored().stream().map(line).toList();
  }

  /** Returns the legend. */
  public static List<String> notes(ScoreTable table) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "runs: runs with a score / runs planned. A run that diverged, failed or was not made has no"
            + " score; it is marked by !, nothing is filled in for it, and its method is not named"
            + " in the finding.");
    notes.add(
        "mean, std: over runs; std is the sample standard deviation. IQM: interquartile mean, with"
            + " the percentile interval of a stratified bootstrap ("
            + Format.text("%,d", table.options().replicates())
            + " replicates). All intervals have level 95 %.");
    if (!table.options().against().isEmpty()) {
      notes.add(
          "vs m: mean over runs of the difference to method m in the same run (same"
              + " data, reference policy and pairs), with Student's interval; * marks one that"
              + " excludes zero. P(> m): probability that a run scores above a run of m"
              + " (Mann-Whitney, ties half), with a bootstrap interval.");
    }
    if (table.options().extras().ablation().isPresent()) {
      notes.add(AblationFinding.NOTE);
    }
    notes.add(
        "needs: what the method was allowed to touch beyond the data and the pairs; the runner"
            + " gives nothing else. Counts are means per trial; look-ahead steps and network"
            + " evaluations are those of training and evaluation.");
    ValidationChoice.notes(table)
        .forEach(
            line ->
                notes.add(
                    line
                        + ". No test return was looked at; its costs of training are those of all"
                        + " of them."));
    for (Reporting.Choice choice : table.options().extras().choices()) {
      notes.add(
          choice.label()
              + ": on each task the one of "
              + String.join(", ", choice.of())
              + " with the highest mean in the same table. The test return itself made the choice,"
              + " so the number is too high by construction and is part of no comparison, interval"
              + " or finding.");
    }
    notes.add(protocol(table));
    return notes;
  }

  /** Returns the line with the hash of the evaluation protocol. */
  public static String protocol(ScoreTable table) {
    if (table.protocols().size() > 1) {
      return "Evaluation protocols differ, so these numbers do not belong side by side: "
          + String.join(", ", table.protocols());
    }
    return "Evaluation protocol: " + String.join("", table.protocols());
  }

  /** Returns a table in HTML. */
  static String html(Table table) {
    StringBuilder text = new StringBuilder("<table>\n");
    List<List<String>> lines = Tables.cells(table);
    for (int index = 0; index < lines.size(); index++) {
      String tag = index == 0 ? "th" : "td";
      text.append("<tr>");
      for (String cell : lines.get(index)) {
        text.append('<').append(tag).append('>');
        text.append(HtmlPage.escape(cell)).append("</").append(tag).append('>');
      }
      text.append("</tr>\n");
    }
    return text.append("</table>\n").toString();
  }
}
