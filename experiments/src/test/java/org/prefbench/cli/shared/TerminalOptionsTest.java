package org.prefbench.cli.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.report.document.Terminal;

class TerminalOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', -1",
    "'', 0, -1",
    "'', 80, 80",
    "100, 80, 100",
    "100, 0, 100",
    "0, 80, 80",
    "wide, 80, 80",
    "'', '', -1",
    "-5, '', -1",
    "12345678, 80, 80"
  })
  void theEnvironmentComesBeforeTheTerminal(String columns, String property, int expected) {
    Properties properties = new Properties();
    properties.setProperty("prefbench.columns", property);
    assertEquals(
        expected < 0 ? Terminal.UNLIMITED : expected,
        TerminalOptions.look(Map.of("COLUMNS", columns), properties).width());
  }

  /** As no-color.org has it: any value of NO_COLOR but an empty one refuses. */
  @ParameterizedTest
  @CsvSource({
    "'', xterm-256color, 80, true",
    "1, xterm-256color, 80, false",
    "'', dumb, 80, false",
    "'', xterm-256color, 0, false",
    "'', xterm-256color, '', false"
  })
  void coloursAreForTerminalsThatWantThem(
      String refused, String kind, String property, boolean expected) {
    Properties properties = new Properties();
    properties.setProperty("prefbench.columns", property);
    Map<String, String> environment =
        Map.of("NO_COLOR", refused, "TERM", kind, "COLUMNS", "100"); // a width makes no terminal
    assertEquals(expected, TerminalOptions.look(environment, properties).colors());
  }
}
