package org.prefbench.cli.shared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.Message;
import org.prefbench.report.document.Sorting;
import org.prefbench.report.document.Terminal;

/** Rows of named values, printed as an aligned table for people or as a JSON array for programs. */
public final class Listing {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String GAP = "  "; // between columns
  private static final int NARROW = 20; // characters; text in a narrower column is not read

  private final List<String> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  /** Creates a listing with the given columns. */
  public Listing(String... columns) {
    this.columns = List.of(columns);
  }

  /** Adds one row. */
  public Listing row(Object... values) {
    Checks.require(
        values.length == columns.size(),
        "a row needs %d values, got %d",
        columns.size(),
        values.length);
    rows.add(List.of(values));
    return this;
  }

  /** Prints all rows, as a person wants them where they cannot say how. */
  public void print(PrintWriter out, boolean json) {
    print(out, json, Optional.empty(), TerminalOptions.usual());
  }

  /**
   * Prints all rows. Those that are longer than a line of the terminal go on below their last
   * column; where not even that fits, each is a list of its cells.
   *
   * @throws org.prefbench.core.InvalidInputException if they are to be in the order of a column
   *     that is none of these
   */
  public void print(PrintWriter out, boolean json, Optional<Sorting> sorting, Terminal.Look look) {
    List<List<Object>> ordered = sorting.map(this::ordered).orElse(rows);
    if (json) {
      printJson(out, ordered.stream().map(this::asMap).toList());
      return;
    }
    int last = columns.size() - 1;
    int[] widths = columns.stream().mapToInt(String::length).toArray();
    for (List<Object> row : ordered) {
      for (int j = 0; j < widths.length; j++) {
        widths[j] = Math.max(widths[j], text(row.get(j)).length());
      }
    }
    int before = Arrays.stream(widths, 0, last).map(width -> width + GAP.length()).sum();
    int room = Math.max(Terminal.NARROWEST, look.width()) - before;
    if (room < Math.min(widths[last], NARROW)) {
      ordered.forEach(row -> printCells(out, row, look));
      return;
    }
    StringBuilder head = new StringBuilder();
    for (int j = 0; j <= last; j++) {
      head.append(j < last ? pad(columns.get(j), widths[j]) + GAP : columns.get(j));
    }
    out.println(look.bold(head.toString()));
    for (List<Object> row : ordered) {
      StringBuilder line = new StringBuilder();
      for (int j = 0; j < last; j++) {
        line.append(pad(text(row.get(j)), widths[j])).append(GAP);
      }
      printFolded(out, line.toString(), text(row.get(last)), room);
    }
  }

  /** Prints a row as a list of its cells, the first as a heading. */
  private void printCells(PrintWriter out, List<Object> row, Terminal.Look look) {
    out.println(look.bold(text(row.get(0))));
    for (int j = 1; j < columns.size(); j++) {
      String head = GAP + columns.get(j) + ": ";
      printFolded(out, head, text(row.get(j)), Math.max(NARROW, look.width() - head.length()));
    }
  }

  /** Prints what has {@code room} characters behind the beginning of a line, in as many lines. */
  private static void printFolded(PrintWriter out, String beginning, String text, int room) {
    String begin = beginning;
    for (String part : Terminal.folded(text, room)) {
      out.println((begin + part).stripTrailing());
      begin = " ".repeat(beginning.length());
    }
  }

  private List<List<Object>> ordered(Sorting sorting) {
    int column = sorting.place(columns);
    return sorting.order(rows.stream().map(row -> value(row.get(column))).toList()).stream()
        .map(rows::get)
        .toList();
  }

  /**
   * Prints one record: a line per value for people, a JSON object for programs. A value may be a
   * map, whose values people see under keys with a dot.
   */
  public static void printRecord(PrintWriter out, boolean json, Map<String, ?> values) {
    if (json) {
      printJson(out, values);
      return;
    }
    Map<String, String> lines = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            inner.forEach((name, part) -> lines.put(Message.line(key + "." + name), text(part)));
          } else {
            lines.put(key, text(value));
          }
        });
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0) + GAP.length();
    int room = Math.max(NARROW, TerminalOptions.usual().width() - width);
    lines.forEach((key, value) -> printFolded(out, pad(key, width), value, room));
  }

  /** A cell that is a time in seconds, which people see in the unit that they want. */
  public record Seconds(double value) {}

  /** What a cell is ordered by, and what programs see. */
  private static Object value(Object cell) {
    return cell instanceof Seconds time ? time.value() : cell;
  }

  /**
   * People see six significant digits of a fraction, and a text in one line; programs see all of
   * them.
   */
  private static String text(Object value) {
    if (value instanceof Seconds time) {
      return duration(time.value());
    }
    if (!(value instanceof Double number) || !Double.isFinite(number)) {
      return Message.line(String.valueOf(value));
    }
    BigDecimal rounded = BigDecimal.valueOf(number).round(new MathContext(6)).stripTrailingZeros();
    return Math.abs(rounded.precision() - rounded.scale()) > 9
        ? rounded.toString()
        : rounded.toPlainString();
  }

  private Map<String, Object> asMap(List<Object> row) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int j = 0; j < columns.size(); j++) {
      map.put(columns.get(j), value(row.get(j)));
    }
    return map;
  }

  /** Prints JSON; what is not a number, such as a mean of nothing, is null. */
  public static void printJson(PrintWriter out, Object value) {
    try {
      out.println(JSON.writeValueAsString(finite(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a listing holds plain values only", e);
    }
  }

  private static Object finite(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, part) -> copy.put(key, finite(part)));
      return copy;
    } else if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(part -> copy.add(finite(part)));
      return copy;
    }
    return value instanceof Double number && !Double.isFinite(number)
        ? NullNode.getInstance()
        : value;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** Returns seconds in the unit that a reader wants, a dash for what is not known. */
  public static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "-";
    }
    return seconds < 59.95
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : seconds < 3597
            ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
            : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
