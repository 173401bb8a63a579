package org.prefbench.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;

/** How results are summarised; nothing here changes a trial. */
public record Reporting(
    @Help("labels of the methods with which all others are compared") @Default("[]")
        List<String> against,
    @Help(
            "ids of checks against theory, such as oracle-1d; a bound that does not hold is exit code"
                + " 5")
        @Default("[]")
        List<String> checks,
    @Help(
            "rows that show the one of several methods with the highest test return on each task;"
                + " marked as such, and no part of any comparison")
        @Default("[]")
        List<Choice> chosenByTestReturn,
    @Help(
            "rows that are, on each task and run, the one of several methods with the smallest"
                + " validation loss; rows like those of methods")
        @Default("[]")
        List<Choice> chosenByValidationLoss,
    @Help("numbers of a paper to show beside those of the study") @Default("{}")
        Published published,
    @Help("bootstrap replicates of intervals; rliable: 50000") @Default("50000") int bootstrap,
    @Help("what an ablation varies: the axis of its chart and the subject of its finding")
        @Default("''")
        Optional<Axis> axis) {
  /** Creates a report of a study that varies nothing. */
  public Reporting(
      List<String> against, List<String> checks, List<Choice> chosenByTestReturn, int bootstrap) {
    this(
        against,
        checks,
        chosenByTestReturn,
        List.of(),
        Published.NONE,
        bootstrap,
        Optional.empty());
  }

  /** Validates the labels and the count. */
  public Reporting {
    against = List.copyOf(against);
    checks = List.copyOf(checks);
    chosenByTestReturn = List.copyOf(chosenByTestReturn);
    chosenByValidationLoss = List.copyOf(chosenByValidationLoss);
    List<String> rows =
        new ArrayList<>(chosenByValidationLoss.stream().map(Choice::label).toList());
    Names.checkUnique("chosen-by-validation-loss", "label", rows);
    List<String> byReturn = chosenByTestReturn.stream().map(Choice::label).toList();
    Names.checkUnique("chosen-by-test-return", "label", byReturn);
    rows.addAll(byReturn);
    Names.checkUnique("chosen-by-test-return and chosen-by-validation-loss", "label", rows);
    Checks.between("bootstrap", bootstrap, 1, Bounds.DRAWS);
  }

  /**
   * Refuses labels that no row has.
   *
   * @param methods the labels of the study's methods
   */
  void check(List<String> methods) {
    check("report.chosen-by-validation-loss", chosenByValidationLoss, methods);
    check("report.chosen-by-test-return", chosenByTestReturn, methods);
    List<String> rows = new ArrayList<>(rowLabels(methods));
    Names.checkKnown("report.against", against, rows);
    chosenByTestReturn.forEach(choice -> rows.add(choice.label()));
    Names.checkKnown("report.published.beside", published.beside().values(), rows);
  }

  private static void check(String key, List<Choice> choices, List<String> methods) {
    for (Choice choice : choices) {
      Names.checkKnown(key, choice.of(), methods);
      Checks.require(
          !methods.contains(choice.label()),
          "%s: the label '%s' is that of a method",
          key,
          choice.label());
    }
  }

  /**
   * Returns the labels of rows, in order.
   *
   * @param methods the labels of the study's methods
   * @see Study#rowLabels
   */
  List<String> rowLabels(List<String> methods) {
    List<String> labels = new ArrayList<>();
    Set<Choice> placed = new HashSet<>();
    for (String method : methods) {
      for (Choice choice : chosenByValidationLoss) {
        if (choice.of().contains(method) && placed.add(choice)) {
          labels.add(choice.label());
        }
      }
      labels.add(method);
    }
    return List.copyOf(labels);
  }

  /** Numbers of a paper, and what of the study belongs beside them. */
  public record Published(
      @Help("id of the paper's table, such as kim-2024-table-3; empty for none") @Default("''")
          String table,
      @Help("for each of the paper's methods the label of the row of the study to show beside it")
          @Default("{}")
          Map<String, String> beside) {
    /** Nothing to show. */
    public static final Published NONE = new Published("", Map.of());

    /** Copies the map and keeps its order. */
    public Published {
      beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
      Checks.require(
          table.isEmpty() == beside.isEmpty(), "table and beside must be given together");
    }
  }

  /** A row of a report that is one of several methods, chosen by what the key says. */
  public record Choice(
      @Help("name of the row") String label,
      @Help("labels of the methods to choose from") List<String> of) {
    /** Validates the name and the list. */
    public Choice {
      Names.check("label", label);
      of = List.copyOf(of);
      Checks.require(of.size() > 1, "of must name at least two methods, got %s", of);
      Names.checkUnique("of", "label", of);
    }
  }
}
