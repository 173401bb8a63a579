package org.prefbench.cli.shared;

import java.util.Map;
import java.util.Properties;
import org.prefbench.report.document.Terminal;
import picocli.CommandLine.Option;

/** How wide tables may be that a person reads. */
public final class TerminalWidth {
  private static final String PROPERTY = "prefbench.columns"; // by the launcher, 0 if no terminal

  @Option(
      names = "--wide",
      description =
          "Print tables whole. Else they are folded to the width of the terminal; where the output is "
              + "none they are whole, unless COLUMNS says how wide.")
  private boolean wide;

  /** Returns the characters that a line has at most. */
  public int columns() {
    return wide ? Terminal.UNLIMITED : columns(System.getenv(), System.getProperties());
  }

  /** Returns what the environment says, else the launcher; what is no number says nothing. */
  static int columns(Map<String, String> environment, Properties properties) {
    for (String text :
        new String[] {
          environment.getOrDefault("COLUMNS", ""), properties.getProperty(PROPERTY, "")
        }) {
      if (text.matches("[1-9][0-9]{0,5}")) {
        return Integer.parseInt(text);
      }
    }
    return Terminal.UNLIMITED;
  }
}
