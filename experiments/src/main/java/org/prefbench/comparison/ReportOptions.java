package org.prefbench.comparison;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.store.TrialRow;
import org.prefbench.study.Ablation;
import org.prefbench.study.Protocol.Mode;
import org.prefbench.study.Reporting;
import org.prefbench.study.Study;

/**
 * What a report shows and in which order.
 *
 * @param title the heading
 * @param tasks the tasks, in the order of the study
 * @param methods the methods and rows chosen by validation loss, by family, and within one in the
 *     order of the study
 * @param families the families of the methods
 * @param runs how many runs every method was to have on every task
 * @param against the methods with which all others are compared; the first is called the reference
 * @param headline how the policies of the headline table act
 * @param replicates bootstrap replicates
 * @param extras what is shown beyond the scores of the methods
 */
public record ReportOptions(
    String title,
    List<String> tasks,
    List<String> methods,
    Families families,
    int runs,
    List<String> against,
    Mode headline,
    int replicates,
    Extras extras) {
  /** Bootstrap replicates of a table, as in Agarwal et al. 2021. */
  public static final int REPLICATES = 50_000;

  /** Validates the lists, copies them and brings the methods into order. */
  public ReportOptions {
    tasks = List.copyOf(tasks);
    methods = families.order(methods);
    against = List.copyOf(against);
    Checks.atLeast("runs", runs, 1);
    Checks.atLeast("replicates", replicates, 1);
    Checks.require(!tasks.isEmpty(), "a report needs at least one task");
    Checks.require(!methods.isEmpty(), "a report needs at least one method");
    checkDistinct("tasks", tasks);
    checkDistinct("methods", methods);
    checkDistinct("against", against);
    for (String label : against) {
      if (!methods.contains(label)) {
        throw Checks.unknown("method to compare with", label, methods);
      }
    }
  }

  /** How methods are told apart in charts. */
  public enum Coloring {
    /** A hue for each family, in it shades for its methods. */
    FAMILY,
    /** A colour for each method, as different as can be. */
    METHOD,
    /** Greys, for print: dashes and marks tell methods apart. */
    GRAY
  }

  /**
   * What is shown beyond the scores of the methods.
   *
   * @param choices rows chosen by the test return, shown below the methods
   * @param validationChoices rows chosen by validation loss, which are among the methods
   * @param published numbers of a paper to show beside
   * @param ablation what the study varies, if it is an ablation
   * @param coloring how methods are told apart
   */
  public record Extras(
      List<Reporting.Choice> choices,
      List<Reporting.Choice> validationChoices,
      Reporting.Published published,
      Optional<Ablation> ablation,
      Coloring coloring) {
    /** Nothing. */
    public static final Extras NONE =
        new Extras(List.of(), List.of(), Reporting.Published.NONE, Optional.empty());

    /** Creates extras of methods that are told apart by their family. */
    public Extras(
        List<Reporting.Choice> choices,
        List<Reporting.Choice> validationChoices,
        Reporting.Published published,
        Optional<Ablation> ablation) {
      this(choices, validationChoices, published, ablation, Coloring.FAMILY);
    }

    /** Copies the lists. */
    public Extras {
      choices = List.copyOf(choices);
      validationChoices = List.copyOf(validationChoices);
    }
  }

  /**
   * Returns what the rows themselves suggest: tasks and methods in order of appearance, as many
   * runs as there are run numbers, comparison with {@code reference} and {@code dpo} where they
   * are, sampled actions as the headline if every method has them.
   */
  public static ReportOptions of(List<TrialRow> rows) {
    Checks.require(!rows.isEmpty(), "a report needs at least one row of results");
    List<String> methods = distinct(rows.stream().map(TrialRow::method));
    boolean sampled = rows.stream().anyMatch(row -> row.mode() == Mode.SAMPLED);
    return new ReportOptions(
        rows.get(0).key().study(),
        distinct(rows.stream().map(TrialRow::task)),
        methods,
        Families.of(methods),
        (int) rows.stream().mapToInt(TrialRow::run).distinct().count(),
        usual(methods),
        sampled ? Mode.SAMPLED : Mode.DETERMINISTIC,
        REPLICATES,
        Extras.NONE);
  }

  /**
   * Returns what a study asks for; where it names no method to compare with, {@code reference} and
   * {@code dpo} where they are.
   */
  public static ReportOptions of(Study study) {
    List<String> methods = study.rowLabels();
    List<String> against = study.report().against();
    return new ReportOptions(
        study.title().isEmpty() ? study.id() : study.id() + ": " + study.title(),
        study.tasks().stream().map(Study.Task::label).toList(),
        methods,
        Families.of(study),
        study.runs(),
        against.isEmpty() ? usual(methods) : against,
        study.protocol().headline(),
        study.report().bootstrap(),
        new Extras(
            study.report().chosenByTestReturn(),
            study.report().chosenByValidationLoss(),
            study.report().published(),
            Ablation.of(study)));
  }

  private static List<String> usual(List<String> methods) {
    return Stream.of("reference", "dpo").filter(methods::contains).toList();
  }

  private static List<String> distinct(Stream<String> names) {
    return List.copyOf(new LinkedHashSet<>(names.toList()));
  }

  private static void checkDistinct(String list, Collection<String> names) {
    Checks.require(
        new HashSet<>(names).size() == names.size(), "%s must differ, got %s", list, names);
  }
}
