package org.prefbench.cli.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.report.document.Terminal;

class TerminalWidthTest {
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
        TerminalWidth.columns(Map.of("COLUMNS", columns), properties));
  }
}
