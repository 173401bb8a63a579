package org.prefbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.prefbench.cli.dataset.DatasetCommand;
import org.prefbench.cli.dataset.LabelCommand;
import org.prefbench.cli.environment.EnvironmentCommand;
import org.prefbench.cli.method.MethodCommand;
import org.prefbench.cli.method.NewCommand;
import org.prefbench.cli.policy.PolicyCommand;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.study.ClaimsCommand;
import org.prefbench.cli.study.PlotCommand;
import org.prefbench.cli.study.ReportCommand;
import org.prefbench.cli.study.ResumeCommand;
import org.prefbench.cli.study.RunCommand;
import org.prefbench.cli.study.StatusCommand;
import org.prefbench.cli.study.StudyCommand;
import org.prefbench.cli.study.VerifyCommand;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
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
      PolicyCommand.class,
      DatasetCommand.class,
      LabelCommand.class,
      MethodCommand.class,
      NewCommand.class,
      StudyCommand.class,
      ClaimsCommand.class,
      RunCommand.class,
      ResumeCommand.class,
      StatusCommand.class,
      ReportCommand.class,
      PlotCommand.class,
      VerifyCommand.class,
      DoctorCommand.class,
      AutoComplete.GenerateCompletion.class,
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failure",
      "2:something typed is wrong",
      "3:something in a file is wrong, or it cannot be read or written",
      "4:the study ran, but some trials failed or diverged",
      "5:a check did not hold",
      "130:interrupted"
    },
    footer = {
      "",
      "Examples:",
      "  prefbench run quickstart",
      "  prefbench method list",
      "  prefbench doctor",
      "  source <(prefbench generate-completion)    # completion for bash and zsh",
      "",
      "--plugins DIR, anywhere among the words, adds the jars in DIR: environments,",
      "methods, teachers, charts, dataset formats."
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
    CommandLine commandLine = commandLine(out).setErr(err);
    commandLine.setParameterExceptionHandler(
        (exception, typed) -> {
          err.println(
              "prefbench: "
                  + oneLine(exception)
                  + " (see '"
                  + innermost(exception.getCommandLine()).getCommandSpec().qualifiedName()
                  + " --help')");
          return ExitCode.USAGE;
        });
    commandLine.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          if (commandLine.<Main>getCommand().stackTrace) {
            exception.printStackTrace(err);
          }
          err.println("prefbench: " + oneLine(exception));
          return exception instanceof InvalidInputException
                  || exception instanceof IOException
                  || exception instanceof UncheckedIOException
              ? ExitCode.INVALID_INPUT
              : ExitCode.FAILURE;
        });
    try {
      return commandLine.execute(arguments);
    } catch (LinkageError | VirtualMachineError e) { // a broken class path, or no memory left
      if (commandLine.<Main>getCommand().stackTrace) {
        e.printStackTrace(err);
      }
      err.println("prefbench: " + e.getClass().getSimpleName() + ": " + oneLine(e));
      return ExitCode.FAILURE;
    } finally {
      out.flush();
    }
  }

  /** Returns all commands. */
  static CommandLine commandLine(PrintWriter out) {
    CommandLine commandLine =
        new CommandLine(new Main())
            .setOut(out)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true);
    describeCompletion(commandLine.getSubcommands().get("generate-completion"));
    return commandLine;
  }

  /** The command comes with the library; its own help has no example of ours. */
  private static void describeCompletion(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .description("Prints a script with which bash and zsh complete commands and options.")
        .footer("", "Example: source <(scripts/prefbench generate-completion)");
  }

  /** A command that is a method knows only the group that it belongs to. */
  private static CommandLine innermost(CommandLine command) {
    ParseResult parsed = command.getParseResult();
    while (parsed != null && parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return parsed == null ? command : parsed.commandSpec().commandLine();
  }

  /** Returns the message of an exception in one line. */
  static String oneLine(Throwable exception) {
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
      String word = unmatched.getUnmatched().get(0);
      hint =
          Checks.nearest(word, words(unmatched.getCommandLine(), word.startsWith("-")))
              .map(near -> ", did you mean '" + near + "'?")
              .orElse("");
    }
    return text.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("") + hint;
  }

  /** Returns the commands, or the options, that could have been meant. */
  private static Set<String> words(CommandLine command, boolean options) {
    return options
        ? command.getCommandSpec().optionsMap().keySet()
        : command.getSubcommands().keySet();
  }
}
