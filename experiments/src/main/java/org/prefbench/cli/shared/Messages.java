package org.prefbench.cli.shared;

import java.io.PrintWriter;
import org.prefbench.core.Message;
import picocli.CommandLine;

/** The one place where errors and warnings are printed: each is a line that names the program. */
public final class Messages {
  private static final String PREFIX = "prefbench: ";

  private Messages() {}

  /** Prints a message on standard error. */
  public static void print(CommandLine command, String text) {
    print(command.getErr(), text);
  }

  /** Prints a message. */
  public static void print(PrintWriter err, String text) {
    print(err, text, "");
  }

  /**
   * Prints a message.
   *
   * @param hint what to do, which is shown whole, however long the text
   */
  public static void print(PrintWriter err, String text, String hint) {
    int room = Message.LONGEST - PREFIX.length() - hint.length();
    err.println(PREFIX + Message.line(text, room) + hint);
    err.flush();
  }
}
