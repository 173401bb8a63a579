package org.prefbench.policy.outside;

import java.util.List;
import org.prefbench.core.FloatMatrix;

/** A network that was made elsewhere, as its file says it. Immutable, shareable between threads. */
public interface PolicyNetwork {
  /** Returns what it is called, for errors: its file. */
  String name();

  /** Returns the ending of its files, see {@link NetworkFormat#ending}. */
  String ending();

  /** Returns a copy of the file. */
  byte[] bytes();

  /** Returns the names of its outputs, in order; none if they have no names. */
  List<String> outputs();

  /**
   * Returns a new evaluator; it is not thread-safe, so one per thread.
   *
   * @param outputs the outputs that are wanted, side by side in this order; all, if none is named
   */
  Evaluator evaluator(List<String> outputs);

  /** Runs the network and owns what that takes. */
  interface Evaluator extends AutoCloseable {
    /**
     * Returns the outputs of each row, {@code [n, columns]}; they depend on that row alone.
     *
     * @param observations {@code [n, obs]}, as the environment gives them
     * @throws org.prefbench.core.InvalidInputException if the network takes or gives something else
     */
    FloatMatrix evaluate(FloatMatrix observations);

    @Override
    void close();
  }
}
