package org.prefbench.published;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.prefbench.core.Checks;
import org.prefbench.study.Reporting;

/**
 * The normalised scores of a paper's table, with a mark on every number that says where it comes
 * from.
 *
 * @param title authors, year and number of the table
 * @param entries one for each dataset and method, in the order of the paper
 */
public record PublishedScores(String title, List<Entry> entries) {
  private static final Map<String, String> TITLES =
      new TreeMap<>(
          Map.of(
              "kim-2024-table-3",
              "Kim et al. 2024 (arXiv 2405.19806), table 3",
              "corl-2022-locomotion",
              "CORL (Tarasov et al. 2022, arXiv 2210.07105), final scores on D4RL's sets"));

  /** Copies the list. */
  public PublishedScores {
    entries = List.copyOf(entries);
  }

  /** Where a number comes from. */
  public enum Source {
    /** Seen in the paper, or on a page that quotes it. */
    PUBLISHED,
    /** From memory: unverified. */
    RECALLED
  }

  /** A number and where it comes from. */
  public record Quoted(double value, Source source) {
    /** Returns whether nobody has seen the number in a source. */
    public boolean unverified() {
      return source == Source.RECALLED;
    }
  }

  /**
   * A cell of the table.
   *
   * @param dataset a dataset's id, or a pattern of ids such as {@code *-random-v2} for an average
   * @param method the method as the paper calls it
   * @param mean the score
   * @param standardDeviation over seeds, if the paper has it
   */
  public record Entry(
      String dataset, String method, Quoted mean, Optional<Quoted> standardDeviation) {
    /** Returns whether this is an average over datasets. */
    public boolean average() {
      return dataset.contains("*");
    }

    /** Returns whether a dataset is this one, or one of those averaged over. */
    public boolean covers(String id) {
      return FileSystems.getDefault().getPathMatcher("glob:" + dataset).matches(Path.of(id));
    }
  }

  /**
   * Fails if a study asks for what is not known.
   *
   * @throws org.prefbench.core.InvalidInputException naming the unknown table or method
   */
  public static void check(Reporting.Published published) {
    if (published.table().isEmpty()) {
      return;
    }
    List<String> methods = named(published.table()).methods();
    for (String method : published.beside().keySet()) {
      if (!methods.contains(method)) {
        throw Checks.unknown("method of " + published.table(), method, methods);
      }
    }
  }

  /**
   * Returns the table with an id, such as {@code kim-2024-table-3}.
   *
   * @throws org.prefbench.core.InvalidInputException if there is none
   */
  public static PublishedScores named(String id) {
    if (!TITLES.containsKey(id)) {
      throw Checks.unknown("published table", id, TITLES.keySet());
    }
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream input = PublishedScores.class.getResourceAsStream(id + ".csv")) {
      if (input == null) {
        throw new IllegalStateException("resource " + id + ".csv is missing");
      }
      List<Entry> entries = new ArrayList<>();
      try (CSVParser rows =
          CSVParser.parse(new InputStreamReader(input, StandardCharsets.UTF_8), format)) {
        for (CSVRecord row : rows) {
          entries.add(
              new Entry(
                  row.get("dataset"),
                  row.get("method"),
                  quoted(row, "mean").orElseThrow(),
                  quoted(row, "standard_deviation")));
        }
      }
      return new PublishedScores(TITLES.get(id), entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Quoted> quoted(CSVRecord row, String column) {
    return row.get(column).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Quoted(
                Double.parseDouble(row.get(column)),
                Source.valueOf(row.get(column + "_source").toUpperCase(Locale.ROOT))));
  }

  /** Returns the methods as the paper calls them, in its order. */
  public List<String> methods() {
    return entries.stream().map(Entry::method).distinct().toList();
  }

  /** Returns the datasets and averages, in the paper's order. */
  public List<String> datasets() {
    return entries.stream().map(Entry::dataset).distinct().toList();
  }

  /** Returns the cell of a dataset and a method, if the paper has it. */
  public Optional<Entry> find(String dataset, String method) {
    return entries.stream()
        .filter(entry -> entry.dataset().equals(dataset) && entry.method().equals(method))
        .findFirst();
  }
}
