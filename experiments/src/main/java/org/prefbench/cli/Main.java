package org.prefbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.prefbench.core.InvalidInputException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code prefbench}. */
@Command(
    name = "prefbench",
    description =
        "Offline preference-based reinforcement learning: same reference, same pairs, fair comparison.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      EnvironmentCommand.class,
      MethodCommand.class,
      AutoComplete.GenerateCompletion.class,
    })
public final class Main {
  @Option(
      names = "--stack-trace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean stackTrace;

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, arguments);
    out.flush();
    System.exit(code);
  }

  /** Runs one command with the given streams and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    Main main = new Main();
    CommandLine commandLine =
        new CommandLine(main)
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true);
    commandLine
        .getSubcommands()
        .get("generate-completion")
        .getCommandSpec()
        .usageMessage()
        .hidden(true);
    commandLine.setParameterExceptionHandler(
        (exception, typed) -> {
          CommandLine command = exception.getCommandLine();
          err.println(
              "prefbench: "
                  + oneLine(exception)
                  + " (see '"
                  + command.getCommandSpec().qualifiedName()
                  + " --help')");
          return ExitCode.USAGE;
        });
    commandLine.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          if (main.stackTrace) {
            exception.printStackTrace(err);
          }
          err.println("prefbench: " + oneLine(exception));
          return exception instanceof InvalidInputException
                  || exception instanceof IOException
                  || exception instanceof UncheckedIOException
              ? ExitCode.INVALID_INPUT
              : ExitCode.FAILURE;
        });
    int code = commandLine.execute(arguments);
    out.flush();
    return code;
  }

  private static String oneLine(Exception exception) {
    String text =
        exception.getMessage() == null || exception.getMessage().isBlank()
            ? exception.getClass().getSimpleName()
            : exception.getMessage();
    if (exception instanceof java.nio.file.NoSuchFileException) {
      text = "no such file: " + text;
    } else if (exception instanceof java.nio.file.AccessDeniedException) {
      text = "access denied: " + text;
    }
    String hint = "";
    if (exception instanceof UnmatchedArgumentException unmatched) {
      hint =
          unmatched.getSuggestions().stream()
              .findFirst()
              .map(near -> ", did you mean '" + near + "'?")
              .orElse("");
    }
    return text.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("") + hint;
  }

  /** Runs {@code lookup} of something typed, so that an unknown name is a usage error. */
  static <T> T typed(CommandLine command, java.util.function.Supplier<T> lookup) {
    try {
      return lookup.get();
    } catch (InvalidInputException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }
}
