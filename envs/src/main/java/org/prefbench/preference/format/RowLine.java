package org.prefbench.preference.format;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.preference.Label;

/** One line of {@link RowsFormat}: what it must say and what it may. */
final class RowLine {
  static final String UNKNOWN = "unknown";

  private static final List<String> LABELS =
      Arrays.stream(Label.values()).map(Parameters::word).toList();

  private RowLine() {}

  /** Adds the pair of a line. */
  static void add(PairBuilder pairs, String place, Map<String, String> values) {
    for (String name : values.keySet()) {
      if (!RowsFormat.KNOWN.contains(name)) {
        throw new InvalidInputException(
            place + ": " + Checks.unknown("column", name, RowsFormat.KNOWN).getMessage());
      }
    }
    for (String name : RowsFormat.REQUIRED) {
      Checks.require(values.containsKey(name), "%s: '%s' is missing", place, name);
    }
    long start = whole(place, values, "start", "0");
    long length = whole(place, values, "length", "");
    long secondLength = whole(place, values, "second-length", String.valueOf(length));
    String seconds = values.getOrDefault("seconds", "");
    Checks.require(
        seconds.isEmpty() || seconds.matches("\\d+(\\.\\d+)?"),
        "%s: seconds must be a number >= 0, got '%s'",
        place,
        seconds);
    pairs.add(
        place,
        new PairBuilder.Window(start + whole(place, values, "first", ""), length),
        new PairBuilder.Window(start + whole(place, values, "second", ""), secondLength),
        label(place, values.get("label")),
        annotator(values));
  }

  private static String annotator(Map<String, String> values) {
    String name = values.getOrDefault("annotator", "").strip();
    return name.isEmpty() ? UNKNOWN : Checks.nameLength("annotator", name);
  }

  private static long whole(String place, Map<String, String> values, String name, String orElse) {
    String text = values.getOrDefault(name, "").strip();
    text = text.isEmpty() ? orElse : text;
    Checks.require(
        text.matches("\\d{1,12}"),
        "%s: %s must be a whole number >= 0, got '%s'",
        place,
        name,
        text);
    return Long.parseLong(text);
  }

  private static Label label(String place, String text) {
    int index = LABELS.indexOf(text.strip());
    if (index < 0) {
      throw new InvalidInputException(
          place + ": " + Checks.unknown("label", text, LABELS).getMessage());
    }
    return Label.values()[index];
  }
}
