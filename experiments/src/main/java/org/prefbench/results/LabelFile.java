package org.prefbench.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;

/** A CSV file of {@code name,label}: what charts and tables show in place of a name. */
public final class LabelFile {
  private static final int LARGEST = 1 << 20; // bytes

  private LabelFile() {}

  /**
   * Returns the labels by name.
   *
   * @throws InvalidInputException with file and line if a line has not two values, a label is
   *     empty, or a name comes twice
   */
  public static Map<String, String> read(Path file) {
    Map<String, String> labels = new LinkedHashMap<>();
    try (CSVParser parser = CSVParser.parse(AtomicFiles.read(file, LARGEST), CSVFormat.RFC4180)) {
      for (CSVRecord record : parser) {
        String place = file + ":" + parser.getCurrentLineNumber();
        Checks.require(
            record.size() == 2, "%s: expected name,label, got %d values", place, record.size());
        String name = record.get(0).strip();
        String label = record.get(1).strip();
        Checks.require(!label.isEmpty(), "%s: the label of '%s' is empty", place, name);
        Checks.require(labels.put(name, label) == null, "%s: '%s' comes twice", place, name);
      }
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + FileErrors.reason(e), e);
    }
    return labels;
  }
}
