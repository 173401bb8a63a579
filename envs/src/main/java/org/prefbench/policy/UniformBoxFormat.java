package org.prefbench.policy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.env.Space;

/** Reads and writes the uniform policy over one box, see {@link UniformPolicy#in}. */
public final class UniformBoxFormat implements PolicyFormat {
  @Override
  public String id() {
    return "uniform-box-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof UniformPolicy.Within;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    Space space = ((UniformPolicy.Within) policy).space();
    space.write(output);
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    return new UniformPolicy().in(Space.read("the uniform policy's box", input));
  }
}
