package org.prefbench.published;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What was published about a dataset of D4RL (Fu et al. 2020, arXiv 2004.07219; version 2 of the
 * data), as far as it is known here. NaN where a number is not known.
 *
 * @param dataset the id
 * @param steps the number of transitions
 * @param episodes the number of episodes
 * @param score the mean normalised score
 * @param returnMean the mean return
 * @param returnStandardDeviation the standard deviation of the returns
 * @param returnMaximum the largest return
 * @param source how sure the numbers are
 */
public record PublishedDataset(
    String dataset,
    long steps,
    long episodes,
    double score,
    double returnMean,
    double returnStandardDeviation,
    double returnMaximum,
    Source source) {
  private static final String RESOURCE = "d4rl-datasets.csv";

  /** Where numbers come from. */
  public enum Source {
    /** From memory; not looked up in a publication. */
    RECALLED,
    /** From memory, and not sure. */
    UNCERTAIN
  }

  /** Returns what is known, by id. */
  public static Map<String, PublishedDataset> d4rl() {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream input = PublishedDataset.class.getResourceAsStream(RESOURCE)) {
      if (input == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is missing");
      }
      Map<String, PublishedDataset> published = new LinkedHashMap<>();
      try (CSVParser rows =
          CSVParser.parse(new InputStreamReader(input, StandardCharsets.UTF_8), format)) {
        for (CSVRecord row : rows) {
          published.put(row.get("dataset"), of(row));
        }
      }
      return published;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PublishedDataset of(CSVRecord row) {
    return new PublishedDataset(
        row.get("dataset"),
        Long.parseLong(row.get("steps")),
        Long.parseLong(row.get("episodes")),
        number(row.get("score")),
        number(row.get("return_mean")),
        number(row.get("return_standard_deviation")),
        number(row.get("return_maximum")),
        Source.valueOf(row.get("source").toUpperCase(Locale.ROOT)));
  }

  private static double number(String text) {
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }
}
