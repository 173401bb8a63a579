package org.prefbench.cli;

/** The exit codes of every command. */
final class ExitCode {
  /** The command did what it was asked. */
  static final int OK = 0;

  /** Something went wrong that is not the input's fault. */
  static final int FAILURE = 1;

  /** Something that was typed is wrong. */
  static final int USAGE = 2;

  /** A file holds something wrong, or cannot be read or written. */
  static final int INVALID_INPUT = 3;

  /** The study ran, but some trials failed or diverged. */
  static final int TRIALS_FAILED = 4;

  /** The command ran, but a check did not hold. */
  static final int CHECK_FAILED = 5;

  private ExitCode() {}
}
