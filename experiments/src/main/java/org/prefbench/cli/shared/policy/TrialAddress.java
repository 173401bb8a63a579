package org.prefbench.cli.shared.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prefbench.cli.shared.ResultsArgument;
import org.prefbench.policy.Policy;
import org.prefbench.run.policy.KeptPolicy;
import org.prefbench.store.ResultStore;
import org.prefbench.study.Protocol.Evaluation;
import picocli.CommandLine;

/**
 * The policy of a trial as it is typed: {@code RESULTS/TASK/METHOD/RUN}, with {@code /last} or
 * {@code /best} behind it if it matters which.
 *
 * @param results a folder of results or the id of a shipped study
 * @param key the trial's name within its study
 * @param state which of its policies
 */
public record TrialAddress(String results, String key, Evaluation state) {
  private static final Pattern FORM =
      Pattern.compile("(.+)/([^/]+/[^/]+)/0*(\\d+)(?:/(last|best))?");

  /** Returns the address that {@code text} has the form of, unless it is a file that is there. */
  public static Optional<TrialAddress> parse(String text) {
    Matcher match = FORM.matcher(text);
    if (!match.matches() || Files.isRegularFile(Path.of(text))) {
      return Optional.empty();
    }
    Evaluation state =
        Optional.ofNullable(match.group(4))
            .map(word -> Evaluation.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Evaluation.LAST);
    return Optional.of(
        new TrialAddress(match.group(1), match.group(2) + "/" + match.group(3), state));
  }

  private ResultStore store(CommandLine command) {
    return new ResultStore(ResultsArgument.folder(command, results));
  }

  /**
   * Opens the policy with its environment, which the caller closes.
   *
   * @throws org.prefbench.core.InvalidInputException see {@link KeptPolicy#open}
   */
  public KeptPolicy open(CommandLine command) {
    return KeptPolicy.open(store(command), key, state);
  }

  /**
   * Reads the policy alone.
   *
   * @throws org.prefbench.core.InvalidInputException see {@link KeptPolicy#read}
   */
  public Policy read(CommandLine command) {
    return KeptPolicy.read(store(command), key, state);
  }
}
