package org.prefbench.study;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;

/**
 * How the reference policy comes about: trained on the data, taken from who collected them, or from
 * outside. What is new since results were first committed is optional, so that what they were asked
 * reads as it did.
 */
public record Reference(
    @Help("take the policy that collected the data instead of training one") @Default("false")
        boolean behavior,
    @Help("method that trains the reference on the data, without pairs") @Default("bc")
        String method,
    @Help("hyperparameters of that method that differ from its defaults") @Default("{}")
        Map<String, String> set,
    @Help(
            "factor on the standard deviations of the reference's noise, wherever it acts; by"
                + " default 1")
        @Default("''")
        Optional<Double> temperature,
    @Help("the same factor while the reference draws segments for pairs; by default temperature")
        @Default("''")
        Optional<Double> pairsTemperature,
    @Help(
            "file with a policy from outside, which is not trained: ONNX (.onnx), TorchScript"
                + " (.pt) or a policy file of this program; relative"
                + " to the folder of the study file")
        @Default("''")
        Optional<String> file,
    @Help(
            "program and arguments of a process that acts, and nothing more is known of; words that"
                + " name files are relative to the folder of the study file")
        @Default("''")
        Optional<List<String>> command,
    @Help("version of the policy behind command, which the process has to confirm; by default any")
        @Default("''")
        Optional<String> version,
    @Help(
            "what the network in file computes, one value per coordinate of an action or two; by"
                + " default mean")
        @Default("''")
        Optional<Outputs> outputs,
    @Help(
            "how its means become actions: none, or tanh and then scaled to the range of actions; by"
                + " default none, because most networks do so themselves")
        @Default("''")
        Optional<Squash> squash,
    @Help(
            "standard deviation of the Gaussian noise on each coordinate of its actions, in units of"
                + " half the coordinate's range; by default 0")
        @Default("''")
        Optional<Double> noise,
    @Help("seconds that command may take to answer, or to start; by default 60") @Default("''")
        Optional<Double> timeout) {
  /** The keys of where it comes from, as text, with the value that names no place. */
  private static final Map<String, String> NOWHERE =
      Map.ofEntries(
          Map.entry("behavior", "false"),
          Map.entry("set", "{}"),
          Map.entry("file", "''"),
          Map.entry("command", "''"),
          Map.entry("version", "''"),
          Map.entry("outputs", "''"),
          Map.entry("squash", "''"),
          Map.entry("noise", "''"),
          Map.entry("timeout", "''"));

  /** What a network from outside computes. */
  public enum Outputs {
    /** The mean of each coordinate. */
    MEAN,
    /** All means, then the logs of all standard deviations. */
    MEAN_AND_LOG_STD
  }

  /** What happens to the means, and to what is drawn around them, before they are actions. */
  public enum Squash {
    /** Nothing. */
    NONE,
    /** The hyperbolic tangent, scaled to the range of actions. */
    TANH
  }

  /** Validates the combination. */
  public Reference {
    set = Names.sorted(set);
    command = command.map(List::copyOf);
    Checks.require(
        !behavior || set.isEmpty(), "set must be empty where behavior is true, got %s", set);
    temperature.ifPresent(factor -> checkTemperature("temperature", factor));
    pairsTemperature.ifPresent(factor -> checkTemperature("pairs-temperature", factor));
    file.ifPresent(path -> Names.checkPath("file", path));
    checkAlone("file", file.isPresent(), behavior, set, command.isPresent());
    checkAlone("command", command.isPresent(), behavior, set, file.isPresent());
    checkBeside("outputs", outputs, "file", file.isPresent());
    checkBeside("squash", squash, "file", file.isPresent());
    checkBeside("version", version, "command", command.isPresent());
    checkBeside("timeout", timeout, "command", command.isPresent());
    checkBeside("noise", noise, "file or command", file.isPresent() || command.isPresent());
    noise.ifPresent(deviation -> Checks.notNegative("noise", deviation));
    timeout.ifPresent(seconds -> Checks.positive("timeout", seconds));
    command.ifPresent(Names::checkCommand);
  }

  private static void checkTemperature(String key, double factor) {
    Checks.require(
        factor > 0 && Double.isFinite(factor),
        "%s must be > 0 and finite, got %s: without noise two roll-outs from one state are one",
        key,
        factor);
  }

  private static void checkAlone(
      String key, boolean given, boolean behavior, Map<String, String> set, boolean other) {
    Checks.require(
        !given || !behavior && set.isEmpty() && !other,
        "%s must stand without behavior, set and another of file and command: a reference comes"
            + " from one place",
        key);
  }

  private static void checkBeside(String key, Optional<?> value, String other, boolean given) {
    Checks.require(
        value.isEmpty() || given,
        "%s must stand beside %s, got %s alone",
        key,
        other,
        value.map(String::valueOf).orElse(""));
  }

  /** Returns whether it was made elsewhere. */
  public boolean outside() {
    return file.isPresent() || command.isPresent();
  }

  /** Returns whether it is trained on the data. */
  public boolean trained() {
    return !behavior && !outside();
  }

  /** Returns how many seconds an answer may take. */
  public double seconds() {
    return timeout.orElse(Names.SECONDS);
  }

  /**
   * Returns the reference with some keys replaced; one that comes from another place starts from
   * its own defaults.
   *
   * @param path where the changes stand, for errors
   */
  Reference changed(String path, Map<String, String> keys) {
    Map<String, String> changes = new LinkedHashMap<>();
    if (Stream.of(Study.FILE, "behavior", "method").anyMatch(keys::containsKey)) {
      changes.putAll(NOWHERE);
    }
    changes.putAll(keys);
    return StudyFile.changed(Reference.class, this, path, changes);
  }

  /** Returns what its making depends on: everything but how it acts. */
  public Reference training() {
    return new Reference(
        behavior,
        method,
        set,
        Optional.empty(),
        Optional.empty(),
        file,
        command,
        version,
        outputs,
        squash,
        noise,
        timeout);
  }

  /** Returns the same reference with the paths of its files replaced. */
  public Reference withPaths(UnaryOperator<String> change) {
    return with(file.map(change), command.map(words -> Names.withPaths(words, change)));
  }

  /** Returns the same reference with words of its command that name files written as paths. */
  Reference withFilesIn(Path folder) {
    return with(file, command.map(words -> Names.withFilesIn(words, folder)));
  }

  private Reference with(Optional<String> otherFile, Optional<List<String>> otherCommand) {
    return new Reference(
        behavior,
        method,
        set,
        temperature,
        pairsTemperature,
        otherFile,
        otherCommand,
        version,
        outputs,
        squash,
        noise,
        timeout);
  }
}
