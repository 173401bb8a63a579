package org.prefbench.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.prefbench.statistics.Format;
import org.prefbench.store.TrialRow;
import org.prefbench.store.TrialRow.Status;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Reporting;

/**
 * The one of several methods with the smallest validation loss on one task in one run: a search of
 * hyperparameters that looks at no test return and trains nothing twice. Unlike a row chosen by the
 * test return, its rows are those of a method: they have intervals and take part in comparisons.
 *
 * @param label the name of the rows
 * @param task the task
 * @param run the number of the run
 * @param status how the search ended: with a choice, or as the trials did that it had
 * @param chosen the method chosen, if one has a finite validation loss
 * @param validationLoss its loss at the end of the training, NaN if none is chosen
 */
public record ValidationChoice(
    String label,
    String task,
    int run,
    Status status,
    Optional<String> chosen,
    double validationLoss) {

  /**
   * Returns the choices that can be made, choice by choice, task by task in order of appearance,
   * run by run: those whose methods all have a trial.
   *
   * @param headline the mode of the rows whose validation losses are compared
   */
  static List<ValidationChoice> of(
      List<TrialRow> rows, List<Reporting.Choice> choices, Mode headline) {
    return searches(rows, choices, headline).stream().map(Search::choice).toList();
  }

  /**
   * Returns the rows followed by all rows of the methods chosen, under the choices' labels. What
   * was counted in training, and its time, are the sums over the methods chosen from.
   *
   * @param headline as in {@link #of}
   */
  public static List<TrialRow> addTo(
      List<TrialRow> rows, List<Reporting.Choice> choices, Mode headline) {
    List<TrialRow> all = new ArrayList<>(rows);
    searches(rows, choices, headline).forEach(search -> all.addAll(search.rows(rows)));
    return List.copyOf(all);
  }

  /** Returns one line for each row chosen by validation loss, which says what was chosen. */
  public static List<String> notes(ScoreTable table) {
    return table.options().extras().validationChoices().stream()
        .map(choice -> note(choice, table.choices()))
        .toList();
  }

  private static String note(Reporting.Choice choice, List<ValidationChoice> made) {
    List<ValidationChoice> own =
        made.stream().filter(each -> each.label().equals(choice.label())).toList();
    List<String> counts = new ArrayList<>();
    for (String method : choice.of()) {
      count(own, Optional.of(method)).ifPresent(times -> counts.add(method + " " + times));
    }
    count(own, Optional.empty()).ifPresent(times -> counts.add("none " + times));
    return choice.label()
        + ": on each task and run the one of "
        + String.join(", ", choice.of())
        + " with the smallest validation loss (chosen: "
        + (counts.isEmpty() ? "nothing yet" : String.join(", ", counts))
        + ")";
  }

  private static Optional<String> count(List<ValidationChoice> own, Optional<String> chosen) {
    long times = own.stream().filter(choice -> choice.chosen().equals(chosen)).count();
    return times == 0
        ? Optional.empty()
        : Optional.of(times == 1 ? "once" : Format.text("%,d times", times));
  }

  private static List<Search> searches(
      List<TrialRow> rows, List<Reporting.Choice> choices, Mode headline) {
    List<TrialRow> ends =
        rows.stream()
            .filter(row -> row.evaluation() == Evaluation.LAST && row.mode() == headline)
            .toList();
    Set<String> tasks =
        ends.stream().map(TrialRow::task).collect(Collectors.toCollection(LinkedHashSet::new));
    Set<Integer> runs =
        ends.stream().map(TrialRow::run).collect(Collectors.toCollection(TreeSet::new));
    List<Search> searches = new ArrayList<>();
    for (Reporting.Choice choice : choices) {
      for (String task : tasks) {
        for (int run : runs) {
          List<TrialRow> members = new ArrayList<>();
          for (String method : choice.of()) {
            ends.stream()
                .filter(row -> row.task().equals(task) && row.run() == run)
                .filter(row -> row.method().equals(method))
                .findFirst()
                .ifPresent(members::add);
          }
          if (members.size() == choice.of().size()) {
            searches.add(new Search(choice.label(), members));
          }
        }
      }
    }
    return searches;
  }

  /**
   * One search.
   *
   * @param members the row of each method's last policy, or of its trouble, in the order of the
   *     choice
   */
  private record Search(String label, List<TrialRow> members) {
    /** Returns the row with the smallest loss, the first of equals. */
    Optional<TrialRow> best() {
      return members.stream()
          .filter(
              row -> row.status() == Status.OK && Double.isFinite(row.outcome().validationLoss()))
          .reduce(
              (first, row) ->
                  row.outcome().validationLoss() < first.outcome().validationLoss() ? row : first);
    }

    Status status() {
      return best().isPresent()
          ? Status.OK
          : members.stream().allMatch(row -> row.status() == Status.DIVERGED)
              ? Status.DIVERGED
              : Status.FAILED;
    }

    ValidationChoice choice() {
      TrialRow any = members.get(0);
      return new ValidationChoice(
          label,
          any.task(),
          any.run(),
          status(),
          best().map(TrialRow::method),
          best().map(row -> row.outcome().validationLoss()).orElse(Double.NaN));
    }

    /** Returns the rows of the method chosen; without one, those of the trouble. */
    List<TrialRow> rows(List<TrialRow> all) {
      TrialRow source = best().orElseGet(this::trouble);
      return all.stream()
          .filter(row -> row.task().equals(source.task()) && row.run() == source.run())
          .filter(row -> row.method().equals(source.method()))
          .map(this::derived)
          .toList();
    }

    private TrialRow trouble() {
      return members.stream()
          .filter(row -> row.status() == status())
          .findFirst()
          .orElse(members.get(0));
    }

    private String message() {
      String methods =
          members.stream().map(TrialRow::method).collect(Collectors.joining(", ", "none of ", ""));
      return members.stream().anyMatch(row -> row.status() == Status.OK)
          ? methods + " has a validation loss"
          : methods + " could be trained";
    }

    /** Returns a row of one of the methods as a row of the choice. */
    private TrialRow derived(TrialRow row) {
      boolean scored = status() == Status.OK;
      TrialRow.Costs costs = row.costs();
      TrialRow.Resources resources = row.resources();
      return new TrialRow(
          new TrialRow.Key(row.key().study(), row.task(), label, row.run()),
          status(),
          row.policy(),
          scored ? row.outcome() : TrialRow.Outcome.none(row.outcome().validationLoss()),
          new TrialRow.Costs(
              needs(),
              sum(row, other -> other.costs().gradientSteps()),
              sum(row, other -> other.costs().simulatorSteps()),
              costs.lookAheadSteps(),
              sum(row, other -> other.costs().teacherQueries()),
              costs.networkEvaluations(),
              costs.parameters()),
          row.inputs(),
          scored ? row.message() : message(),
          new TrialRow.Resources(
              resources.trainingSeconds()
                  + others(row).stream()
                      .mapToDouble(other -> other.resources().trainingSeconds())
                      .sum(),
              resources.evaluationSeconds(),
              Math.max(
                  resources.peakBytes(),
                  others(row).stream()
                      .mapToLong(other -> other.resources().peakBytes())
                      .max()
                      .orElse(0))));
    }

    /**
     * The others are trained to their end before there is a choice, also for a checkpoint of it.
     */
    private long sum(TrialRow row, ToLongFunction<TrialRow> count) {
      return count.applyAsLong(row) + others(row).stream().mapToLong(count).sum();
    }

    private List<TrialRow> others(TrialRow row) {
      return members.stream().filter(member -> !member.method().equals(row.method())).toList();
    }

    /** The search needs whatever one of its trainings needs. */
    private String needs() {
      return members.stream()
          .flatMap(row -> Arrays.stream(row.costs().needs().split("\\+")))
          .filter(need -> !need.isEmpty())
          .distinct()
          .collect(Collectors.joining("+"));
    }
  }
}
