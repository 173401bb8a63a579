package org.prefbench.results;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.prefbench.comparison.ReportOptions.Coloring;
import org.prefbench.core.InvalidInputException;
import org.prefbench.study.Protocol.Mode;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.BitmapBackedSelection;

/**
 * Which rows of results are shown, and how.
 *
 * @param methods names of rows, {@code *} standing for any part of one; all if empty
 * @param tasks names of tasks in the same way; all if empty
 * @param mode how the policies of the headline act, as the study says if empty
 * @param order how methods follow each other
 * @param labels what is shown in place of the name of a method or a task
 * @param title the heading, as the study says if empty
 * @param coloring how methods are told apart
 * @param mixProtocols whether rows that were evaluated in different ways may stand side by side
 */
public record Selection(
    List<String> methods,
    List<String> tasks,
    Optional<Mode> mode,
    Order order,
    Map<String, String> labels,
    Optional<String> title,
    Coloring coloring,
    boolean mixProtocols) {
  /** Everything, as the study says. */
  public static final Selection ALL =
      new Selection(
          List.of(),
          List.of(),
          Optional.empty(),
          Order.FAMILY,
          Map.of(),
          Optional.empty(),
          Coloring.FAMILY,
          false);

  /** How methods follow each other. */
  public enum Order {
    /** By family, and within one as the study says. */
    FAMILY,
    /** As they are asked for, or else as the study says. */
    GIVEN,
    /** The best first, by the mean over all tasks. */
    SCORE,
    /** By name. */
    NAME
  }

  /** Copies the lists and the map. */
  public Selection {
    methods = List.copyOf(methods);
    tasks = List.copyOf(tasks);
    labels = Map.copyOf(labels);
  }

  /**
   * Returns the lines of a table of results that are asked for.
   *
   * @throws InvalidInputException if a name matches nothing
   */
  Table of(Table table) {
    return where(where(table, "method", methods), "task", tasks);
  }

  private static Table where(Table table, String column, List<String> patterns) {
    if (patterns.isEmpty()) {
      return table;
    }
    StringColumn names = table.stringColumn(column);
    var kept = new BitmapBackedSelection();
    for (String pattern : patterns) {
      PathMatcher matcher = matcher(pattern);
      var matched = names.eval(name -> matcher.matches(Path.of(name)));
      if (matched.isEmpty()) {
        throw new InvalidInputException(
            "no "
                + column
                + " of these results is called '"
                + pattern
                + "', there are "
                + String.join(", ", names.unique().asList()));
      }
      kept.or(matched);
    }
    return table.where(kept);
  }

  /** Returns {@code names} in the order in which patterns ask for them. */
  static List<String> inOrder(Collection<String> names, List<String> patterns) {
    return patterns.stream()
        .map(Selection::matcher)
        .flatMap(matcher -> names.stream().filter(name -> matcher.matches(Path.of(name))))
        .distinct()
        .toList();
  }

  private static PathMatcher matcher(String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException e) {
      throw new InvalidInputException("'" + pattern + "' is no pattern: " + e.getDescription(), e);
    }
  }
}
