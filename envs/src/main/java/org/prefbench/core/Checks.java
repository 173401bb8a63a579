package org.prefbench.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks of input values; each returns the value it was given or throws one clear line. */
public final class Checks {
  private static final int LONGEST_NAME = 100;

  private Checks() {}

  /**
   * Throws {@code format(arguments)} as an {@link InvalidInputException} unless {@code condition}
   * holds.
   */
  public static void require(boolean condition, String format, Object... arguments) {
    if (!condition) {
      throw new InvalidInputException(String.format(Locale.ROOT, format, arguments));
    }
  }

  /** Returns {@code value} if it is finite and greater than zero. */
  public static double positive(String name, double value) {
    require(value > 0 && Double.isFinite(value), "%s must be > 0, got %s", name, value);
    return value;
  }

  /** Returns {@code value} if it is finite and not negative. */
  public static double notNegative(String name, double value) {
    require(value >= 0 && Double.isFinite(value), "%s must be >= 0, got %s", name, value);
    return value;
  }

  /** Returns {@code value} if {@code low <= value <= high}. */
  public static double between(String name, double value, double low, double high) {
    require(
        value >= low && value <= high, "%s must be in [%s, %s], got %s", name, low, high, value);
    return value;
  }

  /** Returns {@code value} if {@code low <= value <= high}. */
  public static int between(String name, int value, int low, int high) {
    require(
        value >= low && value <= high, "%s must be in [%d, %d], got %d", name, low, high, value);
    return value;
  }

  /** Returns {@code value} if it is at least {@code low}. */
  public static int atLeast(String name, int value, int low) {
    require(value >= low, "%s must be >= %d, got %d", name, low, value);
    return value;
  }

  /** Returns {@code value} if it is at least {@code low}. */
  public static long atLeast(String name, long value, long low) {
    require(value >= low, "%s must be >= %d, got %d", name, low, value);
    return value;
  }

  /** Returns {@code text} if it is short enough for a name: of at most 100 characters. */
  public static String nameLength(String name, String text) {
    require(
        text.length() <= LONGEST_NAME,
        "%s must have at most %d characters, got %d",
        name,
        LONGEST_NAME,
        text.length());
    return text;
  }

  /** Returns {@code array} if it has {@code length} entries. */
  public static double[] length(String name, double[] array, int length) {
    require(array.length == length, "%s must have %d values, got %d", name, length, array.length);
    return array;
  }

  /** Returns {@code value} if it is neither NaN nor infinite. */
  public static double finite(String name, double value) {
    require(Double.isFinite(value), "%s must be finite, got %s", name, value);
    return value;
  }

  /**
   * Returns the error for a name that is not among the known ones; it lists them and says which is
   * nearest.
   *
   * @param kind what the name stands for, for example {@code "method"}
   */
  public static InvalidInputException unknown(String kind, String name, Collection<String> known) {
    String hint = nearest(name, known).map(near -> ", did you mean '" + near + "'?").orElse("");
    return new InvalidInputException(
        "unknown "
            + kind
            + " '"
            + name
            + "'"
            + hint
            + " (known: "
            + String.join(", ", known.stream().sorted().toList())
            + ")");
  }

  /**
   * Returns the constant of an enum that is called {@code name}.
   *
   * @param kind what the name stands for, for the error that lists the known ones
   */
  public static <E extends Enum<E>> E constant(String kind, Class<E> type, String name) {
    List<E> constants = List.of(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> constant.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(kind, name, constants.stream().map(Enum::name).toList()));
  }

  /**
   * Returns the known name nearest to {@code name} by edit distance, if one is near enough to be a
   * likely slip.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    if (name.length() > LONGEST_NAME) {
      return Optional.empty(); // no slip
    }
    int limit = Math.max(2, name.length() / 3);
    return known.stream()
        .min(
            Comparator.<String>comparingInt(other -> editDistance(name, other))
                .thenComparing(other -> other))
        .filter(other -> editDistance(name, other) <= limit || other.startsWith(name));
  }

  /** Levenshtein's distance with unit costs, ignoring case. */
  private static int editDistance(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
