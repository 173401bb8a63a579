package org.prefbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.prefbench.comparison.Families;
import org.prefbench.comparison.ScoreTable;
import org.prefbench.comparison.ValidationChoice;
import org.prefbench.report.document.Block;
import org.prefbench.statistics.Format;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Reporting;

/** What a reader of a score table is told in words: how to read it, and what it lacks. */
final class Legend {
  private Legend() {}

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

  /**
   * Returns the legend.
   *
   * @param shown the blocks that it is a legend of
   */
  static List<String> notes(ScoreTable table, List<Block> shown) {
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
    notes.addAll(Marks.notes(shown));
    notes.add(Marks.ONE_BEHAVIOR);
    Families families = table.options().families();
    if (families.groups(table.options().methods()).size() > 1) {
      boolean known = table.options().methods().stream().allMatch(m -> families.of(m).isPresent());
      notes.add(
          "family: imitation, direct (a policy fitted to the pairs), reward (a reward fitted to them,"
              + " then reinforcement learning in the simulator), offline (the same on logged data),"
              + " flow, planning, bound (true rewards where others have labels)"
              + (known ? "." : "; " + Families.OTHER + ": the method is not on the class path."));
    }
    if (!table.options().against().isEmpty()) {
      notes.add(
          "vs m: mean over runs of the difference to method m in the same run (same"
              + " data, reference policy and pairs), with Student's interval; * marks one that"
              + " excludes zero. P(> m): probability that a run scores above a run of m"
              + " (Mann-Whitney, ties half), with a bootstrap interval.");
    }
    table.options().extras().ablation().map(AblationFinding::note).ifPresent(notes::add);
    notes.add(
        "needs: what the method was allowed to touch beyond the data and the pairs; the runner"
            + " gives nothing else. Counts are means per trial; look-ahead steps and network"
            + " evaluations are those of training and evaluation.");
    notes.add(
        "training, evaluation: mean wall-clock seconds of a trial where it ran, beside whatever ran"
            + " there; gradient-steps/s: gradient steps of all networks over that time. memory:"
            + " smallest peak of resident memory over trials, as that of a worker counts its trials"
            + " before. These alone are others when the study is run again.");
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
  static String protocol(ScoreTable table) {
    if (table.protocols().size() > 1) {
      return "Evaluation protocols differ, so these numbers do not belong side by side: "
          + String.join(", ", table.protocols());
    }
    return "Evaluation protocol: " + String.join("", table.protocols());
  }
}
