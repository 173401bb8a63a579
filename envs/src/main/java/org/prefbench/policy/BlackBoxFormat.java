package org.prefbench.policy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Reads and writes {@link BlackBox} with the policy inside; what is read is a black box again. */
public final class BlackBoxFormat implements PolicyFormat {
  @Override
  public String id() {
    return "black-box-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof BlackBox;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    PolicyFiles.writeNested(((BlackBox) policy).hidden(), output);
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    return new BlackBox(PolicyFiles.readNested("the policy inside a black box", input));
  }
}
