package org.prefbench.campaign;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What came of a case.
 *
 * @param kind of input or of what was done to the program
 * @param deed what was done
 * @param command the first words of the command
 * @param code exit code
 * @param faults what is wrong about it, in words; empty if all is as it should be
 * @param message the first line on standard error
 */
record Outcome(
    int number,
    String kind,
    String deed,
    String command,
    int code,
    List<String> faults,
    double seconds,
    String message) {
  /** The fault of a command that does not end in time. */
  static final String HANGS = "hangs";

  private static final String SEPARATOR = "; ";

  /** Returns a constant's name as tables show it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns the outcome as a line of the journal. */
  String line() {
    return List.of(
            Integer.toString(number),
            kind,
            deed,
            command,
            Integer.toString(code),
            String.join(SEPARATOR, faults),
            String.format(Locale.ROOT, "%.2f", seconds),
            message)
        .stream()
        .map(
            cell ->
                cell.codePoints().limit(300).mapToObj(Outcome::shown).collect(Collectors.joining()))
        .collect(Collectors.joining("\t"));
  }

  private static String shown(int point) {
    String one = Character.toString(point);
    return Judge.isPrintable(one) ? one : String.format(Locale.ROOT, "\\u%04x", point);
  }

  /** Returns the outcome that {@link #line} wrote. */
  static Outcome parse(String line) {
    String[] cells = line.split("\t", -1);
    return new Outcome(
        Integer.parseInt(cells[0]),
        cells[1],
        cells[2],
        cells[3],
        Integer.parseInt(cells[4]),
        cells[5].isEmpty() ? List.of() : Arrays.asList(cells[5].split(SEPARATOR)),
        Double.parseDouble(cells[6]),
        cells[7]);
  }
}
