package org.prefbench.dataset.format;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.dataset.ContentHash;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.End;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.EpisodeSource;
import org.prefbench.dataset.Segment;

/** Writes a CSV file of trajectories, one row per step and one more per episode. */
final class CsvWriter {
  static final String TITLE = "prefbench trajectories 1";
  static final String ENVIRONMENT = "environment: ";
  static final String PROVENANCE = "provenance ";
  static final String CONTENT_HASH = "content hash: ";

  private CsvWriter() {}

  /** Writes all episodes to {@code output}, which stays open. */
  static void write(OutputStream output, EpisodeSource source) throws IOException {
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setCommentMarker('#').setRecordSeparator("\n").get();
    Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8);
    try (EpisodeReader reader = source.open()) {
      CSVPrinter printer = new CSVPrinter(writer, format);
      DatasetHeader header = reader.header();
      printer.printComment(TITLE);
      printer.printComment(ENVIRONMENT + header.environment());
      for (Map.Entry<String, String> entry : header.provenance().entrySet()) {
        printer.printComment(PROVENANCE + entry.getKey() + ": " + entry.getValue());
      }
      printer.printRecord(CsvColumns.names(header));
      ContentHash hash = new ContentHash(header);
      for (long episode = 0; reader.hasNext(); episode++) {
        Segment segment = reader.next();
        write(printer, header, episode, segment);
        hash.add(segment);
      }
      printer.printComment(CONTENT_HASH + hash.hex());
      printer.flush();
    }
  }

  private static void write(CSVPrinter printer, DatasetHeader header, long episode, Segment segment)
      throws IOException {
    int length = segment.length();
    for (int t = 0; t <= length; t++) {
      printer.print(episode);
      printer.print(t);
      print(printer, segment.observations(), t);
      if (t < length) {
        print(printer, segment.actions(), t);
        print(printer, segment.rewards(), t);
        printer.print(t == length - 1 && segment.end() == End.TERMINATED ? 1 : 0);
        printer.print(t == length - 1 && segment.end() == End.TRUNCATED ? 1 : 0);
        if (header.actionLogProbabilities()) {
          print(printer, segment.actionLogProbabilities().orElseThrow(), t);
        }
        if (header.stateSize() > 0) {
          DoubleMatrix states = segment.states().orElseThrow();
          for (int j = 0; j < states.columns(); j++) {
            printer.print(Double.toString(states.get(t, j)));
          }
        }
      } else {
        int empty =
            header.actionSize()
                + 3
                + (header.actionLogProbabilities() ? 1 : 0)
                + header.stateSize();
        for (int j = 0; j < empty; j++) {
          printer.print("");
        }
      }
      printer.println();
    }
  }

  private static void print(CSVPrinter printer, FloatMatrix matrix, int row) throws IOException {
    for (int j = 0; j < matrix.columns(); j++) {
      printer.print(Float.toString(matrix.get(row, j)));
    }
  }
}
