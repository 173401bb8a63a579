package org.prefbench.cli.shared;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.prefbench.dataset.ReadOptions;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The environment of a file of data that may not name its own. */
public final class UnnamedEnvironment {
  @Option(
      names = "--env",
      paramLabel = "ENVIRONMENT",
      completionCandidates = Candidates.EnvironmentIds.class,
      description = "The environment's id, for files that do not name theirs.")
  private Optional<String> id;

  /** Returns the environment's id, if it was typed. */
  public Optional<String> id() {
    return id;
  }

  /** Returns how to read the file; what is to be known of it is printed once. */
  public ReadOptions options(CommandLine command) {
    Set<String> printed = new HashSet<>(); // a file may be read twice
    ReadOptions options =
        ReadOptions.DEFAULT.withNotices(
            notice -> {
              if (printed.add(notice)) {
                Messages.print(command, notice);
              }
            });
    return id.map(options::withEnvironment).orElse(options);
  }
}
