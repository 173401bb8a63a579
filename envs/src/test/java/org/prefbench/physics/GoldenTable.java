package org.prefbench.physics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A table of golden data: a compressed CSV file with a header, from the test resources or the full
 * set.
 */
public final class GoldenTable {
  private final List<String> columns;
  private final List<String[]> rows;

  private GoldenTable(BufferedReader lines) throws IOException {
    columns = Arrays.asList(lines.readLine().split(","));
    rows = lines.lines().map(line -> line.split(",", -1)).toList();
  }

  /** Returns the subset {@code table} of {@code model} in the test resources. */
  public static GoldenTable subset(String model, String table) {
    String name = "golden/" + model + "/" + table + ".csv.gz";
    return read(GoldenTable.class.getResourceAsStream(name), name);
  }

  /** Returns the table {@code table} of {@code model} in the full set. */
  public static GoldenTable full(Path folder, String model, String table) {
    Path file = folder.resolve(model).resolve(table + ".csv.gz");
    try {
      return read(Files.newInputStream(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the folder of the full set, if this machine has it. */
  public static Optional<Path> fullSet() {
    String given = System.getProperty("prefbench.mujoco", "");
    List<Path> places =
        given.isEmpty()
            ? List.of(Path.of("../shared/mujoco"), Path.of("../../shared/mujoco"))
            : List.of(Path.of(given));
    return places.stream().filter(place -> Files.isDirectory(place.resolve("hopper"))).findFirst();
  }

  private static GoldenTable read(InputStream stream, String name) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(stream), StandardCharsets.UTF_8))) {
      return new GoldenTable(lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  /** Returns an uncompressed table. */
  public static GoldenTable plain(InputStream stream, String name) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return new GoldenTable(lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows.size();
  }

  /** Returns whether there is such a column. */
  public boolean has(String column) {
    return columns.contains(column);
  }

  /** Returns a cell as text. */
  public String text(int row, String column) {
    return rows.get(row)[index(column)];
  }

  /** Returns a cell as a number. */
  public double number(int row, String column) {
    return parse(text(row, column));
  }

  /** Returns {@code count} cells from {@code prefix}0 on. */
  public double[] vector(int row, String prefix, int count) {
    int first = index(prefix + "0");
    double[] values = new double[count];
    Arrays.setAll(values, i -> parse(rows.get(row)[first + i]));
    return values;
  }

  private int index(String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException("no column " + column + " in " + columns);
    }
    return index;
  }

  private static double parse(String text) {
    return text.equals("nan") ? Double.NaN : Double.parseDouble(text);
  }

  /** Returns the largest {@code |actual - expected| / max(1, |expected|)}. */
  public static double error(double[] expected, double[] actual) {
    double error = expected.length == actual.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
      error = Math.max(error, error(expected[i], actual[i]));
    }
    return error;
  }

  /** Returns {@code |actual - expected| / max(1, |expected|)}, infinity if either is NaN. */
  public static double error(double expected, double actual) {
    double error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }
}
