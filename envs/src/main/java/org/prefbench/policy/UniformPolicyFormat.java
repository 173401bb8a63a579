package org.prefbench.policy;

import java.io.DataInput;
import java.io.DataOutput;

/** Reads and writes {@link UniformPolicy}, which has no content. */
public final class UniformPolicyFormat implements PolicyFormat {
  @Override
  public String id() {
    return "uniform-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof UniformPolicy;
  }

  @Override
  public void write(Policy policy, DataOutput output) {}

  @Override
  public Policy read(DataInput input) {
    return new UniformPolicy();
  }
}
