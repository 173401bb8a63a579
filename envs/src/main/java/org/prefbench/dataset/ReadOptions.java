package org.prefbench.dataset;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.env.Environments;

/**
 * How a file is read.
 *
 * @param environment the id of the environment, for files that do not name theirs
 * @param memoryBudget bytes that a reader may hold besides the episode that it returns
 * @param contradictions hears of columns of the file that contradict each other. Who listens checks
 *     the file: numbers that are not finite and a content hash that differs are then read. Without
 *     a listener such a file is refused
 * @param hiddenRewards whether the rewards of an episode may read NaN throughout: those of segments
 *     that people compared are not known
 * @param notices hears, in one line, what a reader of the file should know
 */
public record ReadOptions(
    Optional<String> environment,
    long memoryBudget,
    Optional<Consumer<Fault>> contradictions,
    boolean hiddenRewards,
    Consumer<String> notices) {
  /** Trusts the file for its environment, holds 32 MiB, and refuses contradictions. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(Optional.empty(), 32L << 20, Optional.empty(), false, notice -> {});

  /** Validates the budget. */
  public ReadOptions {
    Checks.atLeast("memory budget", memoryBudget, 1);
  }

  /** Returns the options with the environment named. */
  public ReadOptions withEnvironment(String id) {
    return new ReadOptions(Optional.of(id), memoryBudget, contradictions, hiddenRewards, notices);
  }

  /** Returns the options with another memory budget, in bytes. */
  public ReadOptions withMemoryBudget(long bytes) {
    return new ReadOptions(environment, bytes, contradictions, hiddenRewards, notices);
  }

  /** Returns the options with another listener to contradictions. */
  public ReadOptions withContradictions(Consumer<Fault> listener) {
    return new ReadOptions(
        environment, memoryBudget, Optional.of(listener), hiddenRewards, notices);
  }

  /** Returns the options for segments whose rewards may not be known. */
  public ReadOptions withHiddenRewards() {
    return new ReadOptions(environment, memoryBudget, contradictions, true, notices);
  }

  /** Returns the options with another listener to notices. */
  public ReadOptions withNotices(Consumer<String> listener) {
    return new ReadOptions(environment, memoryBudget, contradictions, hiddenRewards, listener);
  }

  /** Returns whether the file is checked rather than used, so that its faults are read. */
  public boolean checking() {
    return contradictions.isPresent();
  }

  /**
   * The environment of {@code file}: the one it declares, else the one of these options, else the
   * one it lets guess.
   *
   * @param places where a file names its environment, for the error
   * @throws InvalidInputException if declaration and options differ, or if nothing names one
   */
  public String environmentOf(
      Path file, Optional<String> declared, Supplier<Optional<String>> guess, String places) {
    Checks.require(
        declared.isEmpty() || environment.isEmpty() || declared.equals(environment),
        "%s: holds episodes of %s, not of %s",
        file,
        declared.orElse(""),
        environment.orElse(""));
    return declared
        .or(() -> environment)
        .or(() -> guess.get().map(ReadOptions::registered))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    file + ": names no environment (" + places + "); say which"));
  }

  /**
   * Returns the environment of this installation whose id has the same letters and digits: that of
   * Gymnasium's {@code InvertedPendulum-v4} is {@code inverted-pendulum-v4}.
   */
  private static String registered(String id) {
    return Environments.registered().ids().stream()
        .filter(known -> letters(known).equals(letters(id)))
        .findFirst()
        .orElse(id);
  }

  private static String letters(String id) {
    return id.replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** Tells the listener of a contradiction in {@code file}, or refuses the file. */
  public void contradiction(Path file, Fault fault) {
    contradictions
        .orElse(
            refused -> {
              throw new InvalidInputException(file + ": contradicts itself: " + refused);
            })
        .accept(fault);
  }
}
