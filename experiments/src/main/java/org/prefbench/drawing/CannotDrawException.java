package org.prefbench.drawing;

/** Tells, in one line, why nothing can be drawn on this machine, and the remedy. */
public final class CannotDrawException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Creates the error. */
  CannotDrawException(String message) {
    super(message);
  }
}
