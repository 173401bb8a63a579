package org.prefbench.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;

/**
 * {@code trials.csv}: one line per {@link TrialRow}, one column per component in snake case.
 * Numbers have all their digits, NaN is {@code NaN}, choices are in lower case.
 */
public final class TrialTable {
  private static final RecordComponent[] COMPONENTS = TrialRow.class.getRecordComponents();

  private TrialTable() {}

  /** Returns the names of the columns, in order. */
  public static List<String> columns() {
    return Arrays.stream(COMPONENTS)
        .map(component -> component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Returns whether a column is the same whenever and wherever a study runs. */
  public static boolean reproducible(String column) {
    return !column.endsWith("_seconds") && !column.endsWith("_bytes");
  }

  /** Replaces {@code file} by the rows. */
  public static void write(Path file, List<TrialRow> rows) {
    List<Object[]> lines = new ArrayList<>();
    lines.add(columns().toArray());
    for (TrialRow row : rows) {
      lines.add(Arrays.stream(COMPONENTS).map(part -> text(part, row)).toArray());
    }
    AtomicFiles.write(file, CsvText.of(lines));
  }

  /**
   * Returns the rows of a file.
   *
   * @throws InvalidInputException with file and line if a column is missing or a value does not
   *     parse
   */
  public static List<TrialRow> read(Path file) {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
      for (String column : columns()) {
        Checks.require(
            parser.getHeaderNames().contains(column), "%s:1: column '%s' is missing", file, column);
      }
      List<TrialRow> rows = new ArrayList<>();
      for (CSVRecord record : parser) {
        long line = parser.getCurrentLineNumber();
        Checks.require(
            record.isConsistent(),
            "%s:%d: expected %d values, got %d",
            file,
            line,
            parser.getHeaderNames().size(),
            record.size());
        rows.add(row(record, file + ":" + line));
      }
      return List.copyOf(rows);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CSVException syntax) {
        throw new InvalidInputException(file + ": not valid CSV: " + syntax.getMessage(), syntax);
      }
      throw e;
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + e, e);
    }
  }

  private static TrialRow row(CSVRecord record, String place) {
    Object[] arguments = new Object[COMPONENTS.length];
    List<String> columns = columns();
    for (int i = 0; i < COMPONENTS.length; i++) {
      arguments[i] =
          parse(COMPONENTS[i].getType(), record.get(columns.get(i)), place + ": " + columns.get(i));
    }
    try {
      return TrialRow.class
          .getDeclaredConstructor(
              Arrays.stream(COMPONENTS).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidInputException rule) {
        throw new InvalidInputException(place + ": " + rule.getMessage(), rule);
      }
      throw new IllegalStateException("constructor of TrialRow failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("TrialRow is not constructible", e);
    }
  }

  private static Object parse(Class<?> type, String text, String place) {
    try {
      if (type == int.class) {
        return Integer.parseInt(text);
      } else if (type == long.class) {
        return Long.parseLong(text);
      } else if (type == double.class) {
        return Double.parseDouble(text);
      } else if (type == String.class) {
        return text;
      }
    } catch (NumberFormatException e) {
      throw new InvalidInputException(place + " must be a number, got '" + text + "'", e);
    }
    for (Object choice : type.getEnumConstants()) {
      if (choice(choice).equals(text)) {
        return choice;
      }
    }
    List<String> known = Arrays.stream(type.getEnumConstants()).map(TrialTable::choice).toList();
    throw new InvalidInputException(
        place + " must be one of " + String.join(", ", known) + ", got '" + text + "'");
  }

  private static String text(RecordComponent component, TrialRow row) {
    try {
      Object value = component.getAccessor().invoke(row);
      return value instanceof Enum<?> ? choice(value) : String.valueOf(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("TrialRow is not readable", e);
    }
  }

  private static String choice(Object constant) {
    return Parameters.word((Enum<?>) constant);
  }
}
