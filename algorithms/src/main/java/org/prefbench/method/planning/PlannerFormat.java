package org.prefbench.method.planning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.Checks;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.PolicyFormat;

/**
 * Reads and writes the planners of {@link BestOfN} that execute one action per plan and value no
 * ends; {@link ValuedPlannerFormat} has the others.
 */
public final class PlannerFormat implements PolicyFormat {
  private static final int MOST = 10_000; // roll-outs, and steps of one

  @Override
  public String id() {
    return "best-of-n-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof Planner planner && isPlain(planner);
  }

  /** Returns whether a planner has nothing that this format lacks. */
  static boolean isPlain(Planner planner) {
    return planner.executed() == 1 && planner.value() instanceof EndValue.None;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    Planner planner = (Planner) policy;
    PolicyFiles.writeNested(planner.reference(), output);
    output.writeInt(planner.n());
    output.writeInt(planner.length());
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    return readWith(input, 1, new EndValue.None());
  }

  /** Reads what {@link #write} wrote of a planner with what it did not write. */
  static Planner readWith(DataInput input, int executed, EndValue value) throws IOException {
    Policy reference = PolicyFiles.readNested("the reference within the policy", input);
    int n = input.readInt();
    Checks.between("roll-outs of the planner", n, 1, MOST);
    int length = input.readInt();
    Checks.between("length of the planner's roll-outs", length, 1, MOST);
    Checks.between("actions executed per plan", executed, 1, length);
    return new Planner(reference, n, length, executed, value);
  }
}
