package org.prefbench.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the {@link Mark}s of what is drawn for a page, and numbers them. A canvas that wants
 * marks has a marking as its hint; on all others marks are nothing. Not thread-safe.
 */
public final class Marking {
  /** The hint whose value is the marking of a canvas. */
  static final RenderingHints.Key KEY = new Key();

  private static final class Key extends RenderingHints.Key {
    Key() {
      super(1); // keys of one class differ by it, and there is one
    }

    @Override
    public boolean isCompatibleValue(Object value) {
      return value instanceof Marking;
    }
  }

  private final Map<Mark, Integer> numbers = new LinkedHashMap<>();
  private Optional<Mark> around = Optional.empty();
  private Optional<Mark> painted = Optional.empty();
  private Optional<Plot.Axes> axes = Optional.empty();

  /** Paints what stands for {@code mark}. */
  public static void around(Graphics2D graphics, Mark mark, Runnable painting) {
    Optional<Marking> marking = of(graphics);
    Optional<Mark> before = marking.flatMap(known -> known.around);
    marking.ifPresent(known -> known.around = Optional.of(mark));
    painting.run();
    marking.ifPresent(known -> known.around = before);
  }

  static Optional<Marking> of(Graphics2D graphics) {
    return graphics.getRenderingHint(KEY) instanceof Marking marking
        ? Optional.of(marking)
        : Optional.empty();
  }

  /** Takes note of the colour of what is painted next. */
  void color(Color color) {
    painted = color instanceof MarkedColor marked ? Optional.of(marked.mark()) : Optional.empty();
  }

  /** Takes note of where the data coordinates of a plot lie. */
  void axes(Plot.Axes found) {
    axes = Optional.of(found);
  }

  /** Returns the axes of the plot that was painted since the last call. */
  Optional<Plot.Axes> takeAxes() {
    Optional<Plot.Axes> taken = axes;
    axes = Optional.empty();
    painted = Optional.empty();
    return taken;
  }

  /** Returns the number of the mark of what is painted now. */
  Optional<Integer> number() {
    return painted
        .or(() -> around)
        .map(mark -> numbers.computeIfAbsent(mark, any -> numbers.size()));
  }

  /** Returns all marks, in the order of their numbers. */
  public List<Mark> marks() {
    return List.copyOf(numbers.keySet());
  }
}
