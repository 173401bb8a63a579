package org.prefbench.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;

/** The environment of a file's data: one of this installation, or a process. */
@RecordBinder.Shorthand("id")
public record TaskEnvironment(
    @Help("its id, such as hopper-v2; a text in place of the mapping says the same") @Default("''")
        Optional<String> id,
    @Help(
            "program and arguments of a process that is the environment; words that name files are"
                + " relative to the folder of the study file")
        @Default("''")
        Optional<List<String>> command,
    @Help("seconds that command may take to answer, or to start; by default 60") @Default("''")
        Optional<Double> timeout) {
  /** Validates the combination. */
  public TaskEnvironment {
    command = command.map(List::copyOf);
    Checks.require(
        id.isPresent() != command.isPresent(),
        "%s: an environment is called by its id or started by a command, and here it is %s",
        id.isPresent() ? "command" : "id",
        id.isPresent() ? "both" : "neither");
    command.ifPresent(Names::checkCommand);
    timeout.ifPresent(seconds -> Checks.positive("timeout", seconds));
    Checks.require(
        timeout.isEmpty() || command.isPresent(),
        "timeout must stand beside command, got it alone");
  }

  /** Returns how many seconds an answer may take. */
  public double seconds() {
    return timeout.orElse(Names.SECONDS);
  }

  /** Returns the same environment with the paths of the files that its command names replaced. */
  public TaskEnvironment withPaths(UnaryOperator<String> change) {
    return new TaskEnvironment(id, command.map(words -> Names.withPaths(words, change)), timeout);
  }

  /** Returns the same environment with words that name files in a folder written as paths. */
  TaskEnvironment withFilesIn(Path folder) {
    return new TaskEnvironment(id, command.map(words -> Names.withFilesIn(words, folder)), timeout);
  }
}
