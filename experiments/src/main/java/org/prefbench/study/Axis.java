package org.prefbench.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;

/** What an ablation varies; {@link Ablation} says which trials that makes. */
public record Axis(
    @Help("what is varied, in words") String name,
    @Help(
            "where its values stand: preferences.KEY or reference.KEY of the tasks, such as"
                + " preferences.pairs; set.KEY of the methods, such as set.sigma; or label, the"
                + " methods' names themselves")
        String key,
    @Help(
            "linear and log for numbers; even for numbers at equal distances; category for values"
                + " without order, all compared with the first")
        @Default("linear")
        Scale scale,
    @Help("labels of the methods that are no points on the axis but levels to compare with")
        @Default("[]")
        List<String> guides,
    @Help(
            "methods that belong together, where set.KEY or label vary; by default all but the"
                + " guides")
        @Default("[]")
        List<Line> lines,
    @Help(
            "where a number of the tasks varies, label of the row whose gain over the reference is the"
                + " whole of which the others' shares are shown")
        @Default("best-of-two")
        String shareOf) {
  /** Validates the key and copies the lists. */
  public Axis {
    Checks.require(!name.isBlank(), "name must not be empty");
    checkKey(key);
    guides = List.copyOf(guides);
    lines = List.copyOf(lines);
    Names.checkUnique("guides", "label", guides);
    Names.checkUnique("lines", "name", lines.stream().map(Line::name).toList());
    Checks.require(
        lines.isEmpty() || !ofTasks(key),
        "lines must be empty where key is %s: every method is a line",
        key);
    Names.check("share-of", shareOf);
  }

  /** Methods whose scores a chart joins. */
  public record Line(
      @Help("name in chart and finding") String name,
      @Help("where its values stand, if not where those of the axis do") @Default("''") String key,
      @Help("labels of the methods") List<String> methods) {
    /** Validates the key and copies the list. */
    public Line {
      Checks.require(!name.isBlank(), "name must not be empty");
      if (!key.isEmpty()) {
        checkKey(key);
        Checks.require(!ofTasks(key), "key must be set.KEY, got '%s'", key);
      }
      methods = List.copyOf(methods);
      Checks.require(!methods.isEmpty(), "methods must have at least one entry");
      Names.checkUnique("methods", "label", methods);
    }
  }

  /** How the values of an axis are laid out. */
  public enum Scale {
    /** Numbers at their place. */
    LINEAR,
    /** Positive numbers at the place of their logarithm. */
    LOG,
    /** Numbers in order at equal distances. */
    EVEN,
    /** Values without an order. */
    CATEGORY
  }

  /** Returns whether a key is one in which tasks differ. */
  static boolean ofTasks(String key) {
    return key.startsWith("preferences.") || ofReferences(key);
  }

  /** Returns whether a key is one in which tasks differ by their reference. */
  static boolean ofReferences(String key) {
    return key.startsWith("reference.");
  }

  /**
   * Returns the value of such a key on a task of a study, nothing if it has none, or several.
   *
   * @param key {@code preferences.KEY} or {@code reference.KEY}
   */
  static Optional<String> value(Study study, Study.Task task, String key) {
    Record settings =
        key.startsWith("preferences.") ? study.preferences(task) : study.reference(task);
    Object node = RecordBinder.tree(settings);
    for (String part : key.substring(key.indexOf('.') + 1).split("\\.", 2)) {
      node = node instanceof Map<?, ?> map && map.containsKey(part) ? map.get(part) : "";
    }
    boolean single = !(node instanceof Map) && !node.toString().isEmpty();
    return single ? Optional.of(node.toString()) : Optional.empty();
  }

  private static void checkKey(String key) {
    Checks.nameLength("key", key);
    Checks.require(
        key.equals("label")
            || key.matches("(preferences|reference|set)\\.[a-z0-9]+([-.][a-z0-9]+)*"),
        "key must be preferences.KEY, reference.KEY, set.KEY or label, got '%s'",
        key);
  }
}
