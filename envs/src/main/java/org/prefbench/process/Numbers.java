package org.prefbench.process;

import org.prefbench.core.InvalidInputException;

/** Rows of numbers in lines of text: words between single spaces. */
public final class Numbers {
  private Numbers() {}

  /** Adds numbers to a line, each with a space before it, so that reading gives the same bits. */
  public static void append(StringBuilder line, double[] values) {
    for (double value : values) {
      line.append(' ').append(value);
    }
  }

  /** Adds floats to a line, each with a space before it, so that reading gives the same bits. */
  public static void append(StringBuilder line, float[] values, int from, int count) {
    for (int k = from; k < from + count; k++) {
      line.append(' ').append(values[k]);
    }
  }

  /**
   * Writes the numbers of an answer.
   *
   * @param what what they are, for errors
   * @param words the answer
   * @param from the first word that is one of them
   * @param target all of them
   * @throws org.prefbench.core.InvalidInputException if there is another number of words, or one is
   *     no finite number; the process is ended
   */
  public static void read(
      LineProcess process, String what, String[] words, int from, double[] target) {
    if (words.length - from != target.length) {
      throw process.fail(
          what
              + " must have "
              + target.length
              + " numbers, got "
              + (words.length - from)
              + " in '"
              + String.join(" ", words)
              + "'");
    }
    for (int k = 0; k < target.length; k++) {
      target[k] = number(process, what, words[from + k]);
    }
  }

  /** Returns the finite number that a word of an answer is. */
  public static double number(LineProcess process, String what, String word) {
    try {
      double value = Double.parseDouble(word);
      if (Math.abs(value) <= Float.MAX_VALUE) {
        return value;
      }
    } catch (NumberFormatException e) { // such as nan and inf, as Python and C write them
      throw noNumber(process, what, word);
    }
    throw noNumber(process, what, word);
  }

  private static InvalidInputException noNumber(LineProcess process, String what, String word) {
    return process.fail(what + " must be finite numbers of 32 bits, got '" + word + "'");
  }
}
