package org.prefbench.method.planning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.Checks;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.PolicyFormat;

/** Reads and writes the planners of {@link BestOfN}. */
public final class PlannerFormat implements PolicyFormat {
  @Override
  public String id() {
    return "best-of-n-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof BestOfN.Planner;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    BestOfN.Planner planner = (BestOfN.Planner) policy;
    byte[] reference = PolicyFiles.toBytes(planner.reference());
    output.writeInt(reference.length);
    output.write(reference);
    output.writeInt(planner.n());
    output.writeInt(planner.length());
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    byte[] reference = new byte[Checks.atLeast("bytes of the reference", input.readInt(), 0)];
    input.readFully(reference);
    return new BestOfN.Planner(
        PolicyFiles.fromBytes("the reference within the policy", reference),
        Checks.atLeast("roll-outs of the planner", input.readInt(), 1),
        Checks.atLeast("length of the planner's roll-outs", input.readInt(), 1));
  }
}
