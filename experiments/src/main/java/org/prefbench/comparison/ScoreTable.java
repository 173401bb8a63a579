package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.prefbench.core.Checks;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;

/**
 * The comparison of methods, computed from rows: one section for each kind of evaluation, the
 * headline first.
 *
 * @param options what is compared, in which order
 * @param sections the headline section, then the others that have rows
 * @param protocols the hashes of the evaluation protocols of the rows; more than one means that the
 *     numbers do not belong side by side
 * @param unscored rows of trials that diverged or failed
 * @param choices what was chosen by validation loss, row by row
 */
public record ScoreTable(
    ReportOptions options,
    List<ScoreSection> sections,
    Set<String> protocols,
    List<TrialRow> unscored,
    List<ValidationChoice> choices) {
  /** The coverage of all intervals. */
  public static final double LEVEL = 0.95;

  /** The normalised score below which the optimality gap counts. */
  public static final double TARGET = 100;

  /** Creates a table in which nothing was chosen by validation loss. */
  public ScoreTable(
      ReportOptions options,
      List<ScoreSection> sections,
      Set<String> protocols,
      List<TrialRow> unscored) {
    this(options, sections, protocols, unscored, List.of());
  }

  /** Copies the collections. */
  public ScoreTable {
    sections = List.copyOf(sections);
    protocols = Collections.unmodifiableSet(new TreeSet<>(protocols));
    unscored = List.copyOf(unscored);
    choices = List.copyOf(choices);
  }

  /**
   * Returns the table of {@code rows}.
   *
   * @throws org.prefbench.core.InvalidInputException if a trial has two rows for one evaluation, or
   *     a row's task or method is not among the options
   */
  public static ScoreTable of(List<TrialRow> rows, ReportOptions options) {
    checkRows(rows, options);
    List<ScoreSection> sections = new ArrayList<>();
    for (Evaluation evaluation : List.of(Evaluation.LAST, Evaluation.BEST)) {
      for (Mode mode : modes(options)) {
        if (rows.stream().anyMatch(row -> SectionComputation.scored(row, evaluation, mode))) {
          ScoreSection section = new SectionComputation(rows, options, evaluation, mode).section();
          if (!section.rows().isEmpty()) { // as it is where no task has returns
            sections.add(section);
          }
        }
      }
    }
    Set<String> protocols =
        rows.stream()
            .filter(row -> row.status() == Status.OK)
            .map(row -> row.inputs().protocolHash())
            .collect(Collectors.toSet());
    return new ScoreTable(
        options,
        sections,
        protocols,
        unscored(rows),
        ValidationChoice.of(rows, options.extras().validationChoices(), options.headline()));
  }

  /** Returns the section that comes first, nothing if no trial has a score. */
  public Optional<ScoreSection> headline() {
    return sections.stream().findFirst();
  }

  /** Returns the scores of the last policies acting in one mode, if there are any. */
  public Optional<ScoreSection> last(Mode mode) {
    return sections.stream()
        .filter(section -> section.evaluation() == Evaluation.LAST && section.mode() == mode)
        .findFirst();
  }

  private static List<Mode> modes(ReportOptions options) {
    return options.headline() == Mode.SAMPLED
        ? List.of(Mode.SAMPLED, Mode.DETERMINISTIC)
        : List.of(Mode.DETERMINISTIC, Mode.SAMPLED);
  }

  private static void checkRows(List<TrialRow> rows, ReportOptions options) {
    Set<String> seen = new TreeSet<>();
    for (TrialRow row : rows) {
      if (!options.tasks().contains(row.task())) {
        throw Checks.unknown("task in a row of results", row.task(), options.tasks());
      }
      if (!options.methods().contains(row.method())) {
        throw Checks.unknown("method in a row of results", row.method(), options.methods());
      }
      String key =
          String.join(
              " ",
              row.task(),
              row.method(),
              "run " + row.run(),
              row.evaluation().name(),
              row.mode().name());
      Checks.require(
          row.evaluation() == Evaluation.CHECKPOINT || seen.add(key),
          "results hold two rows for %s; a trial is evaluated once",
          key);
    }
  }

  /** Returns one row for each trial that diverged or failed. */
  private static List<TrialRow> unscored(List<TrialRow> rows) {
    Map<String, TrialRow> trials = new LinkedHashMap<>();
    for (TrialRow row : rows) {
      if (row.status() != Status.OK) {
        trials.putIfAbsent(row.task() + " " + row.method() + " " + row.run(), row);
      }
    }
    return List.copyOf(trials.values());
  }
}
