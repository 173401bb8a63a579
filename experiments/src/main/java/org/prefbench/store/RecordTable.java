package org.prefbench.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;

/**
 * Records as CSV: one line per record, one column per component in snake case; the components of a
 * record within a record are columns in its place. Numbers have all their digits, NaN is {@code
 * NaN}, choices are in lower case.
 */
final class RecordTable<R extends Record> {
  private final Class<R> type;
  private final Map<String, Class<?>> types = new LinkedHashMap<>();

  private static final int LARGEST = 1 << 28; // bytes: the rows of all trials that a study may have

  /** Creates the table of a type of records of numbers, texts, choices and records of such. */
  RecordTable(Class<R> type) {
    this.type = type;
    addColumns(type);
  }

  /** Returns the names of the columns, in order. */
  List<String> columns() {
    return List.copyOf(types.keySet());
  }

  /** Returns the types of the columns by name, in order. */
  Map<String, Class<?>> types() {
    return Collections.unmodifiableMap(types);
  }

  private void addColumns(Class<?> type) {
    for (RecordComponent part : type.getRecordComponents()) {
      if (part.getType().isRecord()) {
        addColumns(part.getType());
      } else {
        types.put(column(part), part.getType());
      }
    }
  }

  private static String column(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** Replaces {@code file} by the rows. */
  void write(Path file, List<R> rows) {
    AtomicFiles.write(file, text(rows));
  }

  /** Returns what {@link #write} writes. */
  String text(List<R> rows) {
    List<Object[]> lines = new ArrayList<>();
    lines.add(columns().toArray());
    for (R row : rows) {
      lines.add(texts(row).toArray());
    }
    return CsvText.of(lines);
  }

  /** Returns the values of a row as they are written, by column, in order. */
  Map<String, String> values(R row) {
    Map<String, String> values = new LinkedHashMap<>();
    Iterator<String> names = types.keySet().iterator();
    texts(row).forEach(text -> values.put(names.next(), text));
    return values;
  }

  /**
   * Returns the rows of a file.
   *
   * @throws InvalidInputException with file and line if a column is missing or a value does not
   *     parse
   */
  List<R> read(Path file) {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setAllowMissingColumnNames(true) // the check below names the file
            .get();
    try (CSVParser parser = CSVParser.parse(AtomicFiles.read(file, LARGEST), format)) {
      for (String column : types.keySet()) {
        int count = Collections.frequency(parser.getHeaderNames(), column);
        Checks.require(count > 0, "%s:1: column '%s' is missing", file, column);
        Checks.require(count == 1, "%s:1: column '%s' is there twice", file, column);
      }
      List<R> rows = new ArrayList<>();
      for (CSVRecord record : parser) {
        long line = parser.getCurrentLineNumber();
        Checks.require(
            record.isConsistent(),
            "%s:%d: expected %d values, got %d",
            file,
            line,
            parser.getHeaderNames().size(),
            record.size());
        rows.add(row(type, record, file + ":" + line));
      }
      return List.copyOf(rows);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CSVException syntax) {
        throw new InvalidInputException(file + ": not valid CSV: " + syntax.getMessage(), syntax);
      }
      throw e;
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + FileErrors.reason(e), e);
    }
  }

  private static <T> T row(Class<T> type, CSVRecord line, String place) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      Class<?> part = components[i].getType();
      String column = column(components[i]);
      arguments[i] =
          part.isRecord()
              ? row(part, line, place)
              : parse(part, line.get(column), place + ": " + column);
    }
    try {
      return type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidInputException rule) {
        throw new InvalidInputException(place + ": " + rule.getMessage(), rule);
      }
      throw new IllegalStateException("constructor of " + type.getName() + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " is not constructible", e);
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
    List<String> known = Arrays.stream(type.getEnumConstants()).map(RecordTable::choice).toList();
    throw new InvalidInputException(
        place + " must be one of " + String.join(", ", known) + ", got '" + text + "'");
  }

  private static Stream<String> texts(Object row) {
    return Arrays.stream(row.getClass().getRecordComponents())
        .map(part -> value(part, row))
        .flatMap(
            value ->
                value instanceof Record
                    ? texts(value)
                    : Stream.of(value instanceof Enum<?> ? choice(value) : String.valueOf(value)));
  }

  private static Object value(RecordComponent component, Object row) {
    try {
      return component.getAccessor().invoke(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(row.getClass().getName() + " is not readable", e);
    }
  }

  private static String choice(Object constant) {
    return Parameters.word((Enum<?>) constant);
  }
}
