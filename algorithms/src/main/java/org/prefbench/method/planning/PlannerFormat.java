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
    PolicyFiles.writeNested(planner.reference(), output);
    output.writeInt(planner.n());
    output.writeInt(planner.length());
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    return new BestOfN.Planner(
        PolicyFiles.readNested("the reference within the policy", input),
        Checks.atLeast("roll-outs of the planner", input.readInt(), 1),
        Checks.atLeast("length of the planner's roll-outs", input.readInt(), 1));
  }
}
