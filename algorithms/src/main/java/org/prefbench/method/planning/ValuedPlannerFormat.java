package org.prefbench.method.planning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFormat;
import org.prefbench.rl.StateValue;

/**
 * Reads and writes the planners of {@link BestOfN} that execute several actions of a plan or value
 * the ends of roll-outs: both of these, then what {@link PlannerFormat} writes.
 */
public final class ValuedPlannerFormat implements PolicyFormat {
  private static final int MOST = 1_000_000; // continuations, and steps of one
  private static final PlannerFormat PLAIN = new PlannerFormat();

  @Override
  public String id() {
    return "best-of-n-v2";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof Planner planner && !PlannerFormat.isPlain(planner);
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    Planner planner = (Planner) policy;
    output.writeInt(planner.executed());
    if (planner.value() instanceof EndValue.Continuation continuation) {
      output.writeUTF("continuation");
      output.writeInt(continuation.forks());
      output.writeInt(continuation.steps());
    } else if (planner.value() instanceof EndValue.Learned learned) {
      output.writeUTF("learned");
      learned.value().write(output);
    } else {
      output.writeUTF("none");
    }
    PLAIN.write(policy, output);
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    int executed = input.readInt();
    return PlannerFormat.readWith(input, executed, readValue(input));
  }

  private static EndValue readValue(DataInput input) throws IOException {
    String kind = input.readUTF();
    switch (kind) {
      case "none":
        return new EndValue.None();
      case "continuation":
        int forks = input.readInt();
        Checks.between("continuations of a roll-out", forks, 1, MOST);
        int steps = input.readInt();
        Checks.between("steps of a continuation", steps, 0, MOST);
        return new EndValue.Continuation(forks, steps);
      case "learned":
        return new EndValue.Learned(StateValue.read(input));
      default:
        throw Checks.unknown("value of ends", kind, List.of("none", "continuation", "learned"));
    }
  }
}
