package org.prefbench.policy.outside;

/**
 * Reads one kind of file with a network. Service provider interface: one line in {@code
 * META-INF/services} registers it.
 */
public interface NetworkFormat {
  /** Returns how the names of its files end, without the dot, such as {@code onnx}. */
  String ending();

  /**
   * Returns the network in a file.
   *
   * @param name the file's name, for errors
   * @throws org.prefbench.core.InvalidInputException if it cannot be read, or cannot be a policy
   */
  PolicyNetwork read(String name, byte[] bytes);
}
