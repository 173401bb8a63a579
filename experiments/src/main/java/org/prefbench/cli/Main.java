package org.prefbench.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.prefbench.cli.cluster.ClusterCommand;
import org.prefbench.cli.cluster.MergeCommand;
import org.prefbench.cli.dataset.DatasetCommand;
import org.prefbench.cli.dataset.DeskCommand;
import org.prefbench.cli.dataset.LabelCommand;
import org.prefbench.cli.environment.EnvironmentCommand;
import org.prefbench.cli.method.MethodCommand;
import org.prefbench.cli.method.NewCommand;
import org.prefbench.cli.policy.PolicyCommand;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.cli.shared.Messages;
import org.prefbench.cli.shared.PluginJars;
import org.prefbench.cli.site.SiteCommand;
import org.prefbench.cli.study.ClaimsCommand;
import org.prefbench.cli.study.CompareCommand;
import org.prefbench.cli.study.PlotCommand;
import org.prefbench.cli.study.ReportCommand;
import org.prefbench.cli.study.ResumeCommand;
import org.prefbench.cli.study.RunCommand;
import org.prefbench.cli.study.SlurmCommand;
import org.prefbench.cli.study.StatusCommand;
import org.prefbench.cli.study.StudyCommand;
import org.prefbench.cli.study.TableCommand;
import org.prefbench.cli.study.VerifyCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

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
      DeskCommand.class,
      MethodCommand.class,
      NewCommand.class,
      StudyCommand.class,
      ClaimsCommand.class,
      RunCommand.class,
      ResumeCommand.class,
      StatusCommand.class,
      ReportCommand.class,
      SiteCommand.class,
      PlotCommand.class,
      TableCommand.class,
      CompareCommand.class,
      VerifyCommand.class,
      MergeCommand.class,
      SlurmCommand.class,
      ClusterCommand.class,
      DoctorCommand.class,
      ClasspathCommand.class,
      AutoComplete.GenerateCompletion.class,
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failure; also, what was to be printed could not be",
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

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Add the jars in DIR, see 'prefbench --help'.")
  private List<Path> plugins = List.of();

  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    StandardOutput output = new StandardOutput();
    PrintWriter out = new PrintWriter(output, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    ClassLoader loader = Main.class.getClassLoader();
    for (Path jar : PluginJars.launched()) {
      PluginJars.problems(jar, loader)
          .forEach(problem -> Messages.print(err, "warning: " + problem));
    }
    int code = run(out, err, arguments);
    out.flush();
    System.exit(output.end(err, code));
  }

  /** Runs one command with the given streams and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine commandLine = commandLine(out).setErr(err);
    commandLine.setParameterExceptionHandler(
        (exception, typed) -> {
          Failure failure = Failure.ofTyped(exception);
          Messages.print(err, failure.text(), failure.hint());
          return failure.code();
        });
    commandLine.setExecutionExceptionHandler(
        (exception, command, parsed) -> failed(commandLine, err, exception, arguments));
    commandLine.setExecutionStrategy(Main::execute);
    try {
      return commandLine.execute(arguments);
    } catch (LinkageError | VirtualMachineError e) { // a broken class path, or no memory left
      return failed(commandLine, err, e, arguments);
    } finally {
      out.flush();
    }
  }

  /** The jars must be on the class path before Java starts, so the launcher sees to them. */
  private static void checkPlugins(CommandLine commandLine) {
    if (!commandLine.<Main>getCommand().plugins.isEmpty() && PluginJars.launched().isEmpty()) {
      throw new ParameterException(
          commandLine, "--plugins is for scripts/prefbench, which starts Java with the jars");
    }
  }

  /** Runs the command, or shows the commands of the group that was typed without one. */
  private static int execute(ParseResult parsed) {
    checkPlugins(parsed.commandSpec().commandLine());
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandLine command = last.commandSpec().commandLine();
    if (command.getSubcommands().isEmpty()
        || last.isUsageHelpRequested()
        || last.isVersionHelpRequested()) {
      return new CommandLine.RunLast().execute(parsed);
    }
    command.usage(command.getOut());
    return ExitCode.OK;
  }

  private static int failed(
      CommandLine commandLine, PrintWriter err, Throwable exception, String... arguments) {
    if (commandLine.<Main>getCommand().stackTrace) {
      exception.printStackTrace(err);
    }
    Failure failure = Failure.of(exception, List.of(arguments));
    Messages.print(err, failure.text(), failure.hint());
    return failure.code();
  }

  /** Returns all commands. */
  static CommandLine commandLine(PrintWriter out) {
    CommandLine commandLine = new CommandLine(new Main()).setOut(out).setUsageHelpAutoWidth(true);
    Arguments.readWords(commandLine);
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
}
