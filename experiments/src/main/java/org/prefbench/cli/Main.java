package org.prefbench.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program's entry point. */
@Command(
    name = "prefbench",
    description = "An offline preference-based reinforcement-learning benchmark.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main implements Runnable {
  /** Runs the command in {@code arguments} and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /** Reads the version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"prefbench " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
