package org.prefbench.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;

/**
 * What an ablation varies, as the trials that stand at each value. The values are read off the
 * settings of tasks and methods, so that a chart cannot say otherwise than what was run.
 *
 * <p>Where a key of the preferences or of the reference varies, a panel is a dataset, a line a
 * method, and a point one of the dataset's tasks. Where a hyperparameter or the method itself
 * varies, a panel is a task, a line a group of methods, and a point one of them.
 *
 * @param name what is varied, in words
 * @param key what is varied, as in {@link Axis}
 * @param scale how the values are laid out
 * @param ticks all values, from left to right
 * @param lines the lines, panel by panel
 * @param guides the levels to compare with: for each a point at every value of its panel
 * @param whole the row of whose gain those of others are shares, where the study has it
 */
public record Ablation(
    String name,
    String key,
    Axis.Scale scale,
    List<Tick> ticks,
    List<Line> lines,
    List<Line> guides,
    String whole) {
  /**
   * A value on the axis.
   *
   * @param text the value as it is set
   * @param place where it stands: the number, its decimal logarithm, or its rank from 0
   */
  public record Tick(String text, double place) {}

  /**
   * A line or guide in one panel.
   *
   * @param panel the dataset or task
   * @param name the method, or the group's name
   * @param points from left to right; of categories, in the order of the study
   */
  public record Line(String panel, String name, List<Point> points) {
    /** Copies the list. */
    public Line {
      points = List.copyOf(points);
    }
  }

  /** The trials of one task and method, at their value. */
  public record Point(Tick tick, String task, String method) {}

  /** A point before its place is known. */
  private record Cell(String panel, String line, String text, String task, String method) {}

  /** Copies the lists. */
  public Ablation {
    ticks = List.copyOf(ticks);
    lines = List.copyOf(lines);
    guides = List.copyOf(guides);
  }

  /** Returns whether tasks differ in the value, rather than methods. */
  public boolean ofTasks() {
    return Axis.ofTasks(key);
  }

  /**
   * Returns whether tasks differ in their reference, so that runs at two values share their data
   * alone.
   */
  public boolean ofReferences() {
    return Axis.ofReferences(key);
  }

  /** Returns whether values are numbers, in order. */
  public boolean ordered() {
    return scale != Axis.Scale.CATEGORY;
  }

  /** Returns the number that stands at a place between two ticks, or beyond them. */
  public double value(double place) {
    return switch (scale) {
      case LINEAR -> place;
      case LOG -> StrictMath.pow(10, place);
      case EVEN, CATEGORY -> {
        int left = (int) Math.max(0, Math.min(ticks.size() - 2, Math.floor(place)));
        double from = number(ticks.get(left).text());
        yield from + (place - left) * (number(ticks.get(left + 1).text()) - from);
      }
    };
  }

  /**
   * Returns what a study varies, nothing if it has no axis.
   *
   * @throws InvalidInputException if a method that is no guide has no value, two points of a line
   *     share one, or a value is no number where the scale needs one
   */
  public static Optional<Ablation> of(Study study) {
    return study.report().axis().map(axis -> of(study, axis));
  }

  private static Ablation of(Study study, Axis axis) {
    List<String> labels = study.methods().stream().map(Study.Method::label).toList();
    known("guides", axis.guides(), study.rowLabels());
    axis.lines().forEach(line -> known("line '" + line.name() + "'", line.methods(), labels));
    List<Cell> cells = Axis.ofTasks(axis.key()) ? overTasks(study, axis) : overMethods(study, axis);
    Checks.require(!cells.isEmpty(), "every method is a guide, none is left to vary");
    List<Tick> ticks = ticks(axis.scale(), cells.stream().map(Cell::text).toList());
    List<Line> lines = lines(cells, ticks);
    List<Line> guides = new ArrayList<>();
    for (String guide : axis.guides()) {
      Set<String> panels = new LinkedHashSet<>(lines.stream().map(Line::panel).toList());
      for (String panel : panels) {
        List<Point> own = new ArrayList<>();
        for (Tick tick : ticks) {
          cells.stream()
              .filter(cell -> cell.panel().equals(panel) && cell.text().equals(tick.text()))
              .findFirst()
              .ifPresent(cell -> own.add(new Point(tick, cell.task(), guide)));
        }
        guides.add(new Line(panel, guide, own));
      }
    }
    return new Ablation(
        axis.name(), axis.key(), axis.scale(), ticks, lines, guides, axis.shareOf());
  }

  private static void known(String where, Collection<String> named, Collection<String> labels) {
    for (String label : named) {
      if (!labels.contains(label)) {
        throw Checks.unknown("label in " + where, label, labels);
      }
    }
  }

  private static List<Cell> overTasks(Study study, Axis axis) {
    List<Cell> cells = new ArrayList<>();
    for (Study.Method method : study.methods()) {
      if (!axis.guides().contains(method.label())) {
        for (Study.Task task : study.tasks()) {
          String text =
              Axis.value(study, task, axis.key())
                  .orElseThrow(
                      () ->
                          new InvalidInputException(
                              "task '" + task.label() + "' sets no value of " + axis.key()));
          cells.add(new Cell(task.dataset(), method.label(), text, task.label(), method.label()));
        }
      }
    }
    return cells;
  }

  private static List<Cell> overMethods(Study study, Axis axis) {
    List<Study.Method> varied =
        study.methods().stream().filter(m -> !axis.guides().contains(m.label())).toList();
    List<Axis.Line> groups = axis.lines();
    if (groups.isEmpty()) {
      String ids = String.join(", ", varied.stream().map(Study.Method::method).distinct().toList());
      List<String> all = varied.stream().map(Study.Method::label).toList();
      groups = varied.isEmpty() ? List.of() : List.of(new Axis.Line(ids, "", all));
    }
    List<Cell> cells = new ArrayList<>();
    Set<String> placed = new HashSet<>();
    for (Axis.Line group : groups) {
      String key = group.key().isEmpty() ? axis.key() : group.key();
      for (Study.Task task : study.tasks()) {
        for (String label : group.methods()) {
          Study.Method method =
              study.methods().stream()
                  .filter(m -> m.label().equals(label))
                  .findFirst()
                  .orElseThrow();
          cells.add(new Cell(task.label(), group.name(), value(method, key), task.label(), label));
          placed.add(label);
        }
      }
    }
    for (Study.Method method : varied) {
      Checks.require(
          placed.contains(method.label()),
          "method '%s' is on no line; name it in one or among the guides",
          method.label());
    }
    return cells;
  }

  private static String value(Study.Method method, String key) {
    if (key.equals("label")) {
      return method.label();
    }
    String name = key.substring("set.".length());
    Checks.require(
        method.set().containsKey(name),
        "method '%s' must set %s, or be named among the guides",
        method.label(),
        name);
    return method.set().get(name);
  }

  private static List<Tick> ticks(Axis.Scale scale, List<String> texts) {
    List<String> distinct = new ArrayList<>(new LinkedHashSet<>(texts));
    if (scale != Axis.Scale.CATEGORY) {
      distinct.sort(Comparator.comparingDouble(Ablation::number));
    }
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i < distinct.size(); i++) {
      String text = distinct.get(i);
      double place =
          switch (scale) {
            case LINEAR -> number(text);
            case LOG -> logarithm(text);
            case EVEN, CATEGORY -> i;
          };
      Checks.require(
          i == 0 || scale == Axis.Scale.CATEGORY || number(text) > number(distinct.get(i - 1)),
          "the values %s and %s are one number, write them alike",
          i == 0 ? text : distinct.get(i - 1),
          text);
      ticks.add(new Tick(text, place));
    }
    return ticks;
  }

  private static double number(String text) {
    try {
      double number = Double.parseDouble(text.replace("_", ""));
      Checks.finite("value", number);
      return number;
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "scale must be category where a value is no number, got '" + text + "'", e);
    }
  }

  private static double logarithm(String text) {
    double number = number(text);
    Checks.require(number > 0, "scale must not be log where a value is %s", text);
    return StrictMath.log10(number);
  }

  private static List<Line> lines(List<Cell> cells, List<Tick> ticks) {
    Map<List<String>, List<Cell>> groups = new LinkedHashMap<>();
    for (Cell cell : cells) {
      groups
          .computeIfAbsent(List.of(cell.panel(), cell.line()), key -> new ArrayList<>())
          .add(cell);
    }
    List<Line> lines = new ArrayList<>();
    groups.forEach(
        (key, own) -> {
          List<Point> points = new ArrayList<>();
          for (Tick tick : ticks) {
            List<Cell> here = own.stream().filter(c -> c.text().equals(tick.text())).toList();
            Checks.require(
                here.size() <= 1,
                "two points of line '%s' on %s have the value %s",
                key.get(1),
                key.get(0),
                tick.text());
            here.forEach(cell -> points.add(new Point(tick, cell.task(), cell.method())));
          }
          lines.add(new Line(key.get(0), key.get(1), points));
        });
    return lines;
  }
}
