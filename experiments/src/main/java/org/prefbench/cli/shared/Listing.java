package org.prefbench.cli.shared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.prefbench.core.Checks;
import org.prefbench.core.Message;

/** Rows of named values, printed as an aligned table for people or as a JSON array for programs. */
public final class Listing {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

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

  /** Prints all rows. */
  public void print(PrintWriter out, boolean json) {
    if (json) {
      printJson(out, rows.stream().map(this::asMap).toList());
      return;
    }
    int[] widths = columns.stream().mapToInt(String::length).toArray();
    for (List<Object> row : rows) {
      for (int j = 0; j < widths.length; j++) {
        widths[j] = Math.max(widths[j], text(row.get(j)).length());
      }
    }
    printLine(out, columns, widths);
    for (List<Object> row : rows) {
      printLine(out, row, widths);
    }
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
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    lines.forEach((key, value) -> out.println((pad(key, width) + "  " + value).stripTrailing()));
  }

  /**
   * People see six significant digits of a fraction, and a text in one line; programs see all of
   * them.
   */
  private static String text(Object value) {
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
      map.put(columns.get(j), row.get(j));
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

  private static void printLine(PrintWriter out, List<?> values, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int j = 0; j < widths.length; j++) {
      line.append(pad(text(values.get(j)), widths[j])).append("  ");
    }
    out.println(line.toString().stripTrailing());
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
