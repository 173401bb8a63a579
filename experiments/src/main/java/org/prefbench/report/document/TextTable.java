package org.prefbench.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of texts in the making, column by column, with a row for each of several values.
 *
 * @param <R> what a row is about
 */
public final class TextTable<R> {
  private record Column(String name, List<String> cells) {}

  private final List<R> values;
  private final List<Column> columns = new ArrayList<>();

  /** Creates a table without columns, with a row for each value. */
  public TextTable(List<R> values) {
    this.values = List.copyOf(values);
  }

  /** Adds a column. */
  public TextTable<R> column(String name, Function<? super R, String> cell) {
    columns.add(new Column(name, values.stream().map(cell).toList()));
    return this;
  }

  /** Takes away the columns in which all cells are {@code text}. */
  public TextTable<R> withoutColumnsOf(String text) {
    columns.removeIf(column -> column.cells().stream().allMatch(text::equals));
    return this;
  }

  /** Returns the table. */
  public Block.Table table() {
    return table(List.of(), (value, column) -> "");
  }

  /**
   * Returns the table with further rows, of another kind, below the others.
   *
   * @param cell the cell of a value in the column of a name
   */
  public <S> Block.Table table(List<S> others, Cell<S> cell) {
    Stream<List<String>> rows =
        IntStream.range(0, values.size())
            .mapToObj(row -> columns.stream().map(column -> column.cells().get(row)).toList());
    Stream<List<String>> below =
        others.stream()
            .map(value -> columns.stream().map(column -> cell.of(value, column.name())).toList());
    return new Block.Table(
        columns.stream().map(Column::name).toList(), Stream.concat(rows, below).toList());
  }

  /** The text in a cell of a row, by the name of the column. */
  @FunctionalInterface
  public interface Cell<S> {
    /** Returns the text. */
    String of(S value, String column);
  }
}
