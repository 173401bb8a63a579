package org.prefbench.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is shown to a person: one line that a terminal can only print. Names and values come from
 * files that others made, and may hold line ends, escape sequences, marks that turn the direction
 * of writing, or megabytes.
 */
public final class Message {
  /** The most characters of a line. */
  public static final int LONGEST = 500;

  /** How much of what is kept of a line that is too long is its start, which names the file. */
  private static final double START = 0.6;

  /** Causes of causes that are looked at; a chain may be a circle. */
  private static final int CAUSES = 8;

  /**
   * Names of classes, with packages, of Java, of this program and of its libraries; a path or the
   * name of a service file has a slash or a dot before them.
   */
  private static final Pattern CLASS =
      Pattern.compile(
          "(?<![\\w/\\\\.$])(?:class )?`?"
              + "(?:javax?|jdk|sun|com\\.sun|org\\.prefbench|com\\.fasterxml|org\\.yaml|io\\.jhdf"
              + "|ai\\.djl|picocli|tech\\.tablesaw|org\\.apache\\.commons)"
              + "(?:\\.[a-z]\\w*)*(?:\\.[A-Z]\\w*(?:\\$\\w+)*)+(?:<[^>`]*>)?`?(?::\\s?|\\s)?");

  private Message() {}

  /**
   * Returns {@code text} in one line of at most {@link #LONGEST} characters.
   *
   * @see #line(String, int)
   */
  public static String line(String text) {
    return line(text, LONGEST);
  }

  /**
   * Returns {@code text} {@linkplain #printable printable}, with a mark in the place of its middle
   * if it would have more than {@code longest} characters: its start names the place, its end the
   * rule.
   */
  public static String line(String text, int longest) {
    // as much as could be shown, so that a line of a gigabyte costs no second gigabyte
    String part = text.length() <= 4 * longest ? text : cut(text, 4 * longest, text.length());
    String shown = printable(part);
    return shown.length() <= longest ? shown : cut(shown, longest, text.length());
  }

  private static String cut(String text, int longest, int length) {
    String mark = String.format(Locale.ROOT, " [... %,d characters in all ...] ", length);
    int start = (int) (START * (longest - mark.length()));
    int end = text.length() - (longest - mark.length() - start);
    if (Character.isHighSurrogate(text.charAt(start - 1))) {
      start--;
    }
    if (Character.isLowSurrogate(text.charAt(end))) {
      end++;
    }
    return text.substring(0, start) + mark + text.substring(end);
  }

  /**
   * Returns {@code text} with what a terminal would obey in the place of showing it as escapes of
   * Java: control characters, line ends, marks of formatting and direction, halves of characters.
   */
  public static String printable(String text) {
    if (text.codePoints().allMatch(Message::isPrintable)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (isPrintable(point)) {
                    shown.appendCodePoint(point);
                  } else {
                    for (char unit : Character.toChars(point)) {
                      shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                    }
                  }
                }
              }
            });
    return shown.toString();
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /**
   * Returns why something failed, in words: without the names of exceptions and other classes,
   * which tell a person nothing, and with the file that the system complains of. Not yet
   * {@linkplain #line(String) a line}. Blank if the exception says nothing.
   */
  public static String reason(Throwable failure) {
    return reason(failure, CAUSES);
  }

  private static String reason(Throwable failure, int deep) {
    if (failure instanceof FileSystemException system) {
      return (system.getFile() == null ? "" : system.getFile() + ": ") + FileErrors.reason(system);
    } else if (failure instanceof IOException error && withoutClasses(error).isBlank()) {
      return FileErrors.reason(error);
    }
    Throwable cause = failure.getCause();
    if (failure instanceof UncheckedIOException unchecked
        && cause.toString().equals(unchecked.getMessage())
        && deep > 0) {
      return reason(cause, deep - 1);
    }
    String text = failure.getMessage() == null ? "" : failure.getMessage();
    for (int i = 0; cause != null && i < deep; i++) {
      if (text.contains(cause.toString())) {
        text = text.replace(cause.toString(), reason(cause, deep - 1 - i));
      }
      cause = cause.getCause();
    }
    return withoutClasses(text);
  }

  /**
   * Returns what a parser of JSON or YAML says is wrong, from its own message: the first line,
   * without what it tells of its settings. Blank if it says nothing.
   */
  public static String ofParser(String message) {
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst(" \\(start marker at .*|, from `.*`", "");
  }

  private static String withoutClasses(IOException error) {
    return error.getMessage() == null ? "" : withoutClasses(error.getMessage());
  }

  private static String withoutClasses(String text) {
    return CLASS.matcher(text).replaceAll("").strip();
  }
}
