package org.prefbench.core;

/**
 * Tells a person, in one line, which file, key or argument is wrong, what its value is and which
 * rule it breaks. The command line prints the message without a stack trace and exits with code 3
 * (2 if the value was typed as an argument).
 */
public final class InvalidInputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates the error; {@code message} is a single line. */
  public InvalidInputException(String message) {
    super(message);
  }

  /** Creates the error with the exception that revealed it; {@code message} is a single line. */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
