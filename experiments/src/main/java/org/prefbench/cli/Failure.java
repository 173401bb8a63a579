package org.prefbench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Set;
import org.prefbench.cli.shared.ExitCode;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Message;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Why a command failed, as a person is told.
 *
 * @param code the exit code
 * @param text what is wrong, of any length
 * @param hint where to read on, empty where the text says all
 */
record Failure(int code, String text, String hint) {
  private static final long MEBIBYTE = 1L << 20;

  /** Returns what is wrong with the words that were typed. */
  static Failure ofTyped(ParameterException exception) {
    String near = "";
    if (exception instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      near =
          Checks.nearest(word, words(unmatched.getCommandLine(), word.startsWith("-")))
              .map(known -> ", did you mean '" + known + "'?")
              .orElse("");
    }
    String command = innermost(exception.getCommandLine()).getCommandSpec().qualifiedName();
    return new Failure(
        ExitCode.USAGE, Message.reason(exception) + near, " (see '" + command + " --help')");
  }

  /**
   * Returns what went wrong with a command.
   *
   * @param typed the words of the command, which name what it worked on
   */
  static Failure of(Throwable exception, List<String> typed) {
    if (exception instanceof ExecutionException && exception.getCause() instanceof Error error) {
      return of(error, typed); // in a command that is a method
    }
    String reason = Message.reason(exception);
    if (exception instanceof InvalidInputException
        || exception instanceof IOException
        || exception instanceof UncheckedIOException
        || exception instanceof InvalidPathException) {
      return new Failure(ExitCode.INVALID_INPUT, reason, "");
    } else if (exception instanceof OutOfMemoryError) {
      String heap = Runtime.getRuntime().maxMemory() / MEBIBYTE + " MiB";
      return new Failure(
          ExitCode.FAILURE,
          "'" + String.join(" ", typed) + "' needs more memory than Java has, " + heap,
          " (PREFBENCH_JAVA_OPTS=-Xmx8g gives it 8 GiB)");
    } else if (exception instanceof IllegalStateException
        && isOurs(exception)
        && !reason.isBlank()
        && reason.equals(exception.getMessage())) {
      return new Failure(ExitCode.FAILURE, reason, "");
    }
    String what =
        exception instanceof NoClassDefFoundError && !reason.isBlank()
            ? "found no class '" + reason.replace('/', '.') + "' on the class path"
            : "met something unexpected";
    return new Failure(
        ExitCode.FAILURE,
        "'" + String.join(" ", typed) + "' " + what,
        " (with --stack-trace it tells a developer where)");
  }

  /** Whether this program threw it, and so chose the words. */
  private static boolean isOurs(Throwable exception) {
    StackTraceElement[] trace = exception.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("org.prefbench.");
  }

  /** A command that is a method knows only the group that it belongs to. */
  private static CommandLine innermost(CommandLine command) {
    ParseResult parsed = command.getParseResult();
    while (parsed != null && parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return parsed == null ? command : parsed.commandSpec().commandLine();
  }

  /** Returns the commands, or the options, that could have been meant. */
  private static Set<String> words(CommandLine command, boolean options) {
    return options
        ? command.getCommandSpec().optionsMap().keySet()
        : command.getSubcommands().keySet();
  }
}
