package org.prefbench.report.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;

/**
 * An order of the rows of tables: by one column, by its numbers where it has some, as the page of a
 * report sorts. Rows without a number come last, rows that are equal stay as they were.
 *
 * @param column the heading of the column, or how it begins, in letters of any case
 * @param direction where it begins
 */
public record Sorting(String column, Direction direction) {
  private static final Pattern FORM = Pattern.compile("(.+?)(?::(up|down))?");

  /** What a cell begins with, be it a mean with its interval, a count or a share. */
  private static final Pattern NUMBER = Pattern.compile("([+-]?\\d+(?:\\.\\d+)?)([kMG]?)");

  private static final Map<String, Double> SIZES = Map.of("", 1.0, "k", 1e3, "M", 1e6, "G", 1e9);

  /** With what an order begins. */
  public enum Direction {
    /** The smallest number, the first word of the alphabet. */
    UP,
    /** The largest number, the last word of the alphabet. */
    DOWN,
    /** The largest number, but the first word of the alphabet. */
    USUAL
  }

  /**
   * Reads {@code COLUMN}, {@code COLUMN:up} or {@code COLUMN:down}.
   *
   * @throws InvalidInputException if no column is named
   */
  public static Sorting parse(String text) {
    Matcher form = FORM.matcher(text);
    Checks.require(form.matches(), "a column to sort by must have a name, got '%s'", text);
    return new Sorting(
        form.group(1),
        form.group(2) == null
            ? Direction.USUAL
            : Direction.valueOf(form.group(2).toUpperCase(Locale.ROOT)));
  }

  /**
   * Returns a document with every table in this order that has the column.
   *
   * @throws InvalidInputException if none has it
   */
  public Document of(Document document) {
    List<String> columns = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    boolean found = false;
    for (Block block : document.blocks()) {
      if (block instanceof Block.Table table) {
        columns.addAll(table.columns());
        OptionalInt index = index(table.columns());
        found |= index.isPresent();
        blocks.add(index.isPresent() ? sorted(table, index.getAsInt()) : table);
      } else {
        blocks.add(block);
      }
    }
    if (!found) {
      throw unknown(columns);
    }
    return new Document(blocks);
  }

  /** Returns the place of the column that is meant: of its name, or the first that begins so. */
  private OptionalInt index(List<String> columns) {
    int exact = columns.indexOf(column);
    return exact >= 0
        ? OptionalInt.of(exact)
        : IntStream.range(0, columns.size())
            .filter(i -> columns.get(i).regionMatches(true, 0, column, 0, column.length()))
            .findFirst();
  }

  /**
   * Returns the place of the column among the headings of a table.
   *
   * @throws InvalidInputException if it is none of them
   */
  public int place(List<String> columns) {
    return index(columns).orElseThrow(() -> unknown(columns));
  }

  private InvalidInputException unknown(List<String> columns) {
    return Checks.unknown("column of these tables", column, columns.stream().distinct().toList());
  }

  private Block.Table sorted(Block.Table table, int column) {
    List<Integer> order = order(table.rows().stream().map(row -> row.get(column)).toList());
    Set<Block.Cell> strong =
        table.strong().stream()
            .map(cell -> new Block.Cell(order.indexOf(cell.row()), cell.column()))
            .collect(Collectors.toSet());
    return new Block.Table(table.columns(), order.stream().map(table.rows()::get).toList(), strong);
  }

  /** Returns in which order the cells of a column are shown, texts or numbers. */
  public List<Integer> order(List<?> cells) {
    List<OptionalDouble> numbers = cells.stream().map(Sorting::number).toList();
    boolean numeric = numbers.stream().anyMatch(OptionalDouble::isPresent);
    boolean down = direction == Direction.DOWN || direction == Direction.USUAL && numeric;
    Comparator<Integer> places =
        numeric
            ? Comparator.comparingDouble(place -> numbers.get(place).orElse(0))
            : Comparator.comparing(place -> String.valueOf(cells.get(place)));
    return IntStream.range(0, cells.size())
        .boxed()
        .sorted(
            Comparator.comparing((Integer place) -> numeric && numbers.get(place).isEmpty())
                .thenComparing(down ? places.reversed() : places))
        .toList();
  }

  private static OptionalDouble number(Object cell) {
    if (cell instanceof Number value) {
      double number = value.doubleValue();
      return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
    Matcher found = NUMBER.matcher(String.valueOf(cell));
    return found.lookingAt()
        ? OptionalDouble.of(Double.parseDouble(found.group(1)) * SIZES.get(found.group(2)))
        : OptionalDouble.empty();
  }
}
