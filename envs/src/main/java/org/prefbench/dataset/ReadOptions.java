package org.prefbench.dataset;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;

/**
 * How a file is read.
 *
 * @param environment the id of the environment, for files that do not name theirs
 * @param memoryBudget bytes that a reader may hold besides the episode that it returns
 * @param contradictions hears of columns of the file that contradict each other; without it such a
 *     file is refused
 */
public record ReadOptions(
    Optional<String> environment, long memoryBudget, Optional<Consumer<Fault>> contradictions) {
  /** Trusts the file for its environment, holds 32 MiB, and refuses contradictions. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(Optional.empty(), 32L << 20, Optional.empty());

  /** Validates the budget. */
  public ReadOptions {
    Checks.atLeast("memory budget", memoryBudget, 1);
  }

  /** Returns the options with the environment named. */
  public ReadOptions withEnvironment(String id) {
    return new ReadOptions(Optional.of(id), memoryBudget, contradictions);
  }

  /** Returns the options with another memory budget, in bytes. */
  public ReadOptions withMemoryBudget(long bytes) {
    return new ReadOptions(environment, bytes, contradictions);
  }

  /** Returns the options with another listener to contradictions. */
  public ReadOptions withContradictions(Consumer<Fault> listener) {
    return new ReadOptions(environment, memoryBudget, Optional.of(listener));
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
        .or(guess)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    file + ": names no environment (" + places + "); say which"));
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
