package org.prefbench.preference.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.prefbench.core.BoundedText;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.preference.PreferenceDataset;

/**
 * Pairs as rows of a dataset, a line each: in CSV, or as JSON lines with the same names.
 *
 * <pre>
 * first, second   the steps of the dataset at which the two segments begin, counted from 0 through
 *                 all episodes
 * start           steps by which both begin later; 0 where there is no such column
 * length          steps of both segments
 * second-length   steps of the second, where it has another length
 * label           first, second, tie or skip
 * annotator       who gave the label; {@code unknown} where there is no such column
 * seconds         how long it took; looked at and not kept
 * </pre>
 */
public abstract class RowsFormat implements PreferenceFormat {
  static final List<String> REQUIRED = List.of("first", "second", "length", "label");
  static final List<String> KNOWN =
      List.of(
          "first", "second", "start", "length", "second-length", "label", "annotator", "seconds");

  private final String ending;

  private RowsFormat(String ending) {
    this.ending = ending;
  }

  @Override
  public final boolean accepts(Path path) {
    return NumpyFiles.name(path).endsWith(ending);
  }

  /** Hears of the lines of a file. */
  interface Lines {
    void line(String place, Map<String, String> values);
  }

  abstract void read(Path path, Lines lines) throws IOException;

  @Override
  public final PreferenceDataset read(Path path, PreferenceContext context) {
    PairBuilder pairs = new PairBuilder(path, Rows.ofSteps(context.requireData(path)), false);
    try {
      read(path, (place, values) -> RowLine.add(pairs, place, values));
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidInputException(path + ": cannot be read as lines of text", e);
    }
    return pairs.build(context, Map.of("labels", id()));
  }

  /** Rows in CSV. */
  public static final class Csv extends RowsFormat {
    /** Creates the format. */
    public Csv() {
      super(".csv");
    }

    @Override
    public String id() {
      return "csv";
    }

    @Override
    public String title() {
      return "rows of a dataset in CSV: " + String.join(",", KNOWN);
    }

    @Override
    void read(Path path, Lines lines) throws IOException {
      CSVFormat format =
          CSVFormat.DEFAULT
              .builder()
              .setHeader()
              .setSkipHeaderRecord(true)
              .setAllowMissingColumnNames(true)
              .get();
      try (BoundedText text = BoundedText.of(Files.newInputStream(path));
          CSVParser parser = CSVParser.parse(text, format)) {
        List<String> columns = parser.getHeaderNames();
        for (CSVRecord line : parser) {
          text.rowEnded();
          String place = path + ": line " + parser.getCurrentLineNumber();
          Checks.require(
              line.isConsistent(), "%s has %d columns, not %d", place, line.size(), columns.size());
          lines.line(place, line.toMap());
        }
      }
    }
  }

  /** Rows as JSON lines. */
  public static final class JsonLines extends RowsFormat {
    private static final Pattern MEMBER =
        Pattern.compile(
            "\\s*\"([^\"\\\\]{1,100})\"\\s*:\\s*(?:\"([^\"\\\\]{0,1000})\"|(-?[0-9.eE+-]{1,40}))\\s*");

    /** Creates the format. */
    public JsonLines() {
      super(".jsonl");
    }

    @Override
    public String id() {
      return "jsonl";
    }

    @Override
    public String title() {
      return "rows of a dataset as JSON lines, with the names of the columns of csv";
    }

    @Override
    void read(Path path, Lines lines) throws IOException {
      try (BoundedText text = BoundedText.of(Files.newInputStream(path));
          BufferedReader reader = new BufferedReader(text)) {
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          text.rowEnded();
          number++;
          if (!line.isBlank()) {
            String place = path + ": line " + number;
            lines.line(place, members(place, line.strip()));
          }
        }
      }
    }

    /** Returns the members of an object that holds texts and numbers and nothing else. */
    private static Map<String, String> members(String place, String line) {
      Checks.require(
          line.startsWith("{") && line.endsWith("}"), "%s: must be a JSON object", place);
      Map<String, String> members = new LinkedHashMap<>();
      Matcher member = MEMBER.matcher(line).region(1, line.length() - 1);
      for (int at = 1; at < line.length() - 1; at = member.end() + 1) {
        Checks.require(
            member.find()
                && member.start() == at
                && (member.end() == line.length() - 1 || line.charAt(member.end()) == ','),
            "%s: must hold names with texts or numbers, from character %d on",
            place,
            at);
        String value = member.group(2) == null ? member.group(3) : member.group(2);
        Checks.require(
            members.put(member.group(1), value) == null,
            "%s: has '%s' twice",
            place,
            member.group(1));
      }
      return members;
    }
  }
}
