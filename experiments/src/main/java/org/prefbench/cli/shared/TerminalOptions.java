package org.prefbench.cli.shared;

import java.util.Map;
import java.util.Properties;
import org.prefbench.report.document.Terminal;
import picocli.CommandLine.Option;

/** How tables look that a person reads. */
public final class TerminalOptions {
  private static final String PROPERTY = "prefbench.columns"; // by the launcher, 0 if no terminal

  @Option(
      names = "--wide",
      description =
          "Print tables whole. Else they are folded to the width of the terminal; where the output is "
              + "none they are whole, unless COLUMNS says how wide.")
  private boolean wide;

  /** Returns how tables look, on a terminal and elsewhere. */
  public Terminal.Look look() {
    Terminal.Look look = look(System.getenv(), System.getProperties());
    return wide ? new Terminal.Look(Terminal.UNLIMITED, look.colors()) : look;
  }

  /** Returns how they look where nobody can say that they are to be whole. */
  static Terminal.Look usual() {
    return new TerminalOptions().look();
  }

  /**
   * Returns what the environment says, else the launcher; what is no number says nothing. Colours
   * are for a terminal that knows them, and whose owner does not refuse them (no-color.org).
   */
  static Terminal.Look look(Map<String, String> environment, Properties properties) {
    int terminal = number(properties.getProperty(PROPERTY, ""));
    int asked = number(environment.getOrDefault("COLUMNS", ""));
    boolean colors =
        terminal != Terminal.UNLIMITED
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal.Look(asked == Terminal.UNLIMITED ? terminal : asked, colors);
  }

  private static int number(String text) {
    return text.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(text) : Terminal.UNLIMITED;
  }
}
