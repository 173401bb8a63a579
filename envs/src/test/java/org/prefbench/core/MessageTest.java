package org.prefbench.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown of texts that others wrote: one line, which a terminal can only print. */
class MessageTest {
  @ParameterizedTest
  @CsvSource({
    "'plain ü 日 ± \uD83D\uDE00', 'plain ü 日 ± \uD83D\uDE00'",
    "'two\nlines\r\n', 'two\\nlines\\r\\n'",
    "'a\tb\u0000', 'a\\tb\\u0000'",
    "'\u001B[2J\u0007', '\\u001b[2J\\u0007'", // clears the screen and rings
    "'\u009B31m', '\\u009b31m'", // the same in one character
    "'\u202Ecod.exe\u2066', '\\u202ecod.exe\\u2066'", // turns the direction of writing
    "'\u2028\u0085', '\\u2028\\u0085'", // other ends of lines
    "'zero\u200Bwidth\uFEFF', 'zero\\u200bwidth\\ufeff'",
    "'\uD800 half', '\\ud800 half'",
    "'\uDB40\uDC41', '\\udb40\\udc41'", // a tag, which is not seen
  })
  void whatATerminalWouldObeyIsShownAsEscapes(String text, String shown) {
    assertEquals(shown, Message.printable(text));
    assertEquals(shown, Message.line(text));
  }

  @Test
  void aLongLineKeepsItsStartAndItsEnd() {
    String text = "study.yaml:3: title must be one line, got '" + "x".repeat(9_000) + "' (rule)";
    String line = Message.line(text);
    assertEquals(Message.LONGEST, line.length());
    assertTrue(line.startsWith("study.yaml:3: title must be one line, got 'xxx"), line);
    assertTrue(line.endsWith("xxx' (rule)"), line);
    assertTrue(line.contains(" [... 9,051 characters in all ...] "), line);
    String fits = "x".repeat(Message.LONGEST);
    assertEquals(fits, Message.line(fits));
  }

  @Property(tries = 300)
  void anyTextIsALine(
      @ForAll @StringLength(max = 3_000) @CharRange(from = '\u0000', to = '\uFFFF') String text) {
    String line = Message.line(text);
    assertTrue(line.length() <= Message.LONGEST, line);
    assertEquals(line, Message.printable(line));
    assertEquals(1, Math.max(1, line.lines().count()));
  }

  @Test
  void reasonsNameFilesAndNoClasses() {
    Path none = Path.of("none", "such");
    IOException missing = assertThrows(IOException.class, () -> Files.readString(none));
    assertEquals(none + ": there is no such file or folder", Message.reason(missing));
    assertEquals(
        none + ": there is no such file or folder",
        Message.reason(new UncheckedIOException(missing)));
    assertEquals(
        "cannot list x: " + none + ": there is no such file or folder",
        Message.reason(new UncheckedIOException("cannot list x: " + missing, missing)));
    assertEquals(
        "no folder: it ends early",
        Message.reason(
            new IllegalStateException(
                "no folder: " + new IOException("it ends early"),
                new IOException("it ends early"))));
    assertEquals("the system gives no reason", Message.reason(new EOFException()));
    assertEquals("", Message.reason(new NullPointerException()));
    assertEquals(
        "For input string: \"x\"",
        Message.reason(
            new IllegalArgumentException(new NumberFormatException("For input string: \"x\""))));
    assertEquals(
        "cannot convert 'x' to Path (Nul character not allowed)",
        Message.reason(
            new IllegalArgumentException(
                "cannot convert 'x' to Path (java.nio.file.InvalidPathException: Nul character not"
                    + " allowed)")));
    assertEquals(
        "Cannot deserialize value of type from String",
        Message.reason(
            new IOException(
                "Cannot deserialize value of type `java.util.ArrayList<java.lang.Object>` from"
                    + " String")));
  }

  @Test
  void parsersTellWhatIsWrongAndNothingOfTheirSettings() {
    assertEquals(
        "Name length (65536) exceeds the maximum allowed (50000)",
        Message.ofParser(
            "Name length (65536) exceeds the maximum allowed (50000, from"
                + " `StreamReadConstraints.getMaxNameLength()`)"));
    assertEquals(
        "Unexpected end-of-input: expected close marker for Object",
        Message.ofParser(
            "Unexpected end-of-input: expected close marker for Object (start marker at [Source:"
                + " REDACTED; line: 1, column: 1])\n at [Source: REDACTED]"));
    assertEquals("", Message.ofParser(""));
  }

  /** The names of service files and the classes of others are what a person has to mend. */
  @Test
  void placesAndClassesOfPlugInsStay() {
    for (String text :
        new String[] {
          "a.jar: META-INF/services/org.prefbench.algorithm.AlgorithmFactory: empty",
          "the class org.example.Missing is in no jar",
          "/home/java.lang.Object/x.csv: empty",
          "java.csv:3: empty"
        }) {
      assertEquals(text, Message.reason(new InvalidInputException(text)));
    }
  }

  @Test
  void aCircleOfCausesEnds() {
    IllegalStateException first = new IllegalStateException("first");
    IllegalStateException second = new IllegalStateException("second", first);
    first.initCause(second);
    assertEquals("first", Message.reason(first));
    assertFalse(Message.reason(new NoSuchFileException("x")).isEmpty());
  }
}
