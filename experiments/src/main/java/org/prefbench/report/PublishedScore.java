package org.prefbench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A cell of a table of the paper (Kim et al. 2024, arXiv 2405.19806), under the names that our
 * study of it has. The paper's column BC is the row {@code reference}; its DPO is the best of
 * several settings.
 *
 * @param study the study that repeats the table
 * @param task the task
 * @param method the method's label
 * @param mean the mean normalised score over five seeds
 * @param standardDeviation its standard deviation over them
 * @param source how sure the numbers are
 */
public record PublishedScore(
    String study,
    String task,
    String method,
    double mean,
    double standardDeviation,
    Source source) {
  private static final String RESOURCE = "published-scores.csv";

  /** Where numbers come from. */
  public enum Source {
    /** The mean was seen on a page that quotes the paper. */
    QUOTED,
    /** From memory; not seen in a publication. */
    RECALLED
  }

  /** Returns whether the mean was seen. */
  public boolean verified() {
    return source == Source.QUOTED;
  }

  /** Returns all cells that are known. */
  public static List<PublishedScore> all() {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream input = PublishedScore.class.getResourceAsStream(RESOURCE)) {
      if (input == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is missing");
      }
      List<PublishedScore> published = new ArrayList<>();
      try (CSVParser rows =
          CSVParser.parse(new InputStreamReader(input, StandardCharsets.UTF_8), format)) {
        for (CSVRecord row : rows) {
          published.add(of(row));
        }
      }
      return List.copyOf(published);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PublishedScore of(CSVRecord row) {
    return new PublishedScore(
        row.get("study"),
        row.get("task"),
        row.get("method"),
        Double.parseDouble(row.get("mean")),
        Double.parseDouble(row.get("standard_deviation")),
        Source.valueOf(row.get("source").toUpperCase(Locale.ROOT)));
  }
}
