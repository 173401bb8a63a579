package org.prefbench.method.planning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.Checks;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.PolicyFormat;
import org.prefbench.reward.LinearReward;

/** Reads and writes the planners of {@link Pspl} and {@link BestOfNLearned}. */
public final class LinearPlannerFormat implements PolicyFormat {
  private static final int MOST = 10_000; // roll-outs, and steps of one

  @Override
  public String id() {
    return "linear-planner-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof LinearPlanner;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    LinearPlanner planner = (LinearPlanner) policy;
    PolicyFiles.writeNested(planner.reference(), output);
    output.writeInt(planner.candidates());
    output.writeInt(planner.length());
    output.writeInt(planner.executed());
    planner.reward().write(output);
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    Policy reference = PolicyFiles.readNested("the reference within the policy", input);
    int candidates = input.readInt();
    Checks.between("roll-outs of the planner", candidates, 1, MOST);
    int length = input.readInt();
    Checks.between("length of the planner's roll-outs", length, 1, MOST);
    int executed = input.readInt();
    Checks.between("actions executed per plan", executed, 1, length);
    return new LinearPlanner(reference, candidates, length, executed, LinearReward.read(input));
  }
}
