package org.prefbench.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.core.Checks;

/** Rows of named values, printed as an aligned table for people or as a JSON array for programs. */
final class Listing {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final List<String> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  /** Creates a listing with the given columns. */
  Listing(String... columns) {
    this.columns = List.of(columns);
  }

  /** Adds one row. */
  Listing row(Object... values) {
    Checks.require(
        values.length == columns.size(),
        "a row needs %d values, got %d",
        columns.size(),
        values.length);
    rows.add(List.of(values));
    return this;
  }

  /** Prints all rows. */
  void print(PrintWriter out, boolean json) {
    if (json) {
      printJson(out, rows.stream().map(this::asMap).toList());
      return;
    }
    int[] widths = columns.stream().mapToInt(String::length).toArray();
    for (List<Object> row : rows) {
      for (int j = 0; j < widths.length; j++) {
        widths[j] = Math.max(widths[j], String.valueOf(row.get(j)).length());
      }
    }
    printLine(out, columns, widths);
    for (List<Object> row : rows) {
      printLine(out, row, widths);
    }
  }

  /** Prints one record: a line per value for people, a JSON object for programs. */
  static void printRecord(PrintWriter out, boolean json, Map<String, ?> values) {
    if (json) {
      printJson(out, values);
      return;
    }
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    values.forEach((key, value) -> out.println(pad(key, width) + "  " + value));
  }

  private Map<String, Object> asMap(List<Object> row) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int j = 0; j < columns.size(); j++) {
      map.put(columns.get(j), row.get(j));
    }
    return map;
  }

  private static void printJson(PrintWriter out, Object value) {
    try {
      out.println(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a listing holds plain values only", e);
    }
  }

  private static void printLine(PrintWriter out, List<?> values, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int j = 0; j < widths.length; j++) {
      line.append(pad(String.valueOf(values.get(j)), widths[j])).append("  ");
    }
    out.println(line.toString().stripTrailing());
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
