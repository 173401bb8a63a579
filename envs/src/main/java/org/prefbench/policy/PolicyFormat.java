package org.prefbench.policy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Reads and writes one kind of policy. Service provider interface: one line in {@code
 * META-INF/services}.
 */
public interface PolicyFormat {
  /** Returns the name in the file's header, such as {@code gaussian-mlp-v1}. */
  String id();

  /** Returns whether {@code policy} is of this kind. */
  boolean writes(Policy policy);

  /** Writes a policy of this kind; the same policy gives the same bytes. */
  void write(Policy policy, DataOutput output) throws IOException;

  /** Reads what {@link #write} wrote. */
  Policy read(DataInput input) throws IOException;
}
