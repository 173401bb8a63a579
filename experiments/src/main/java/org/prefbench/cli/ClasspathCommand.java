package org.prefbench.cli;

import java.util.concurrent.Callable;
import org.prefbench.cli.shared.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the class path of the program. */
@Command(
    name = "classpath",
    description = "Prints the class path, for JShell, a notebook or a program of yours.",
    footer = {"", "Example: jshell --class-path \"$(prefbench classpath)\""})
final class ClasspathCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(System.getProperty("java.class.path"));
    return ExitCode.OK;
  }
}
