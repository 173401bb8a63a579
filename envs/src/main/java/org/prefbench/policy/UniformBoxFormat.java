package org.prefbench.policy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.Checks;
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
    output.writeInt(space.size());
    for (int j = 0; j < space.size(); j++) {
      output.writeDouble(space.low()[j]);
      output.writeDouble(space.high()[j]);
    }
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    int size = input.readInt();
    Checks.between("size of the uniform policy's box", size, 1, 100_000);
    double[] low = new double[size];
    double[] high = new double[size];
    for (int j = 0; j < size; j++) {
      low[j] = input.readDouble();
      high[j] = input.readDouble();
    }
    return new UniformPolicy().in(new Space(low, high));
  }
}
