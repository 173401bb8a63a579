package org.prefbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;

/** What one command answered: exit code, standard output and standard error. */
public record Shell(int code, String out, String err) {
  /** Runs one command; paths may be given as they are. */
  public static Shell run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(err, true),
            Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
    return new Shell(code, out.toString(), err.toString());
  }

  /** Runs a command that must succeed in silence and returns what it printed. */
  public static String ok(Object... arguments) {
    Shell answer = run(arguments);
    assertEquals("", answer.err, "standard error");
    assertEquals(0, answer.code, answer.out);
    return answer.out;
  }

  /** Runs a command that must print one JSON value. */
  public static JsonNode json(Object... arguments) throws JsonProcessingException {
    return new ObjectMapper().readTree(ok(arguments));
  }

  /** Runs a command that must fail with a code and one line that contains all the given parts. */
  public static void fails(int code, String parts, Object... arguments) {
    Shell answer = run(arguments);
    assertEquals(code, answer.code, answer.out + answer.err);
    assertTrue(answer.err.startsWith("prefbench: "), answer.err);
    assertEquals(1, answer.err.lines().count(), answer.err);
    assertFalse(answer.err.contains("Exception"), answer.err);
    for (String part : parts.split("\\|")) {
      assertTrue(answer.err.contains(part), () -> "no '" + part + "' in: " + answer.err);
    }
  }

  /**
   * Returns a path that cannot be written, whoever asks: there is a file where a folder must be.
   */
  public static Path unwritable(Path file) {
    return file.resolve("below");
  }
}
