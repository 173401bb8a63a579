package org.prefbench.cli.shared;

/** The exit codes of every command. */
public final class ExitCode {
  /** The command did what it was asked. */
  public static final int OK = 0;

  /** Something went wrong that is not the input's fault. */
  public static final int FAILURE = 1;

  /** Something that was typed is wrong. */
  public static final int USAGE = 2;

  /** A file holds something wrong, or cannot be read or written. */
  public static final int INVALID_INPUT = 3;

  /** The study ran, but some trials failed or diverged. */
  public static final int TRIALS_FAILED = 4;

  /** The command ran, but a check did not hold. */
  public static final int CHECK_FAILED = 5;

  private ExitCode() {}
}
