package org.prefbench.algorithm;

/**
 * Tells that training left the finite numbers; the trial becomes a row with status {@code
 * diverged}.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception; {@code message} says in one line what diverged and when. */
  public DivergedException(String message) {
    super(message);
  }
}
