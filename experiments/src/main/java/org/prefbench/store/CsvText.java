package org.prefbench.store;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;

/** Lines of values as CSV (RFC 4180), but for lines that end in a single line feed. */
public final class CsvText {
  private CsvText() {}

  /** Returns the text of the lines, the first of which names the columns. */
  public static String of(List<Object[]> lines) {
    StringWriter text = new StringWriter();
    CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();
    try {
      for (Object[] line : lines) {
        format.printRecord(text, line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }
}
