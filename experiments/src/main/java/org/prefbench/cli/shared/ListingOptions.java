package org.prefbench.cli.shared;

import org.prefbench.report.document.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command prints the list that it is about. */
public final class ListingOptions {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private SortOption sort;

  @Mixin private TerminalOptions terminal;

  /** Returns whether a program reads it. */
  public boolean json() {
    return json;
  }

  /**
   * Prints a list.
   *
   * @throws picocli.CommandLine.ParameterException if it is to be in the order of a column that it
   *     has not
   */
  public void print(CommandLine command, Listing listing) {
    Arguments.checkTyped(
        command, () -> listing.print(command.getOut(), json, sort.sorting(), terminal.look()));
  }

  /** Prints a sentence beside it. */
  public void say(CommandLine command, String sentence) {
    Terminal.folded(sentence, terminal.look().width()).forEach(command.getOut()::println);
  }
}
