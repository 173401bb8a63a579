package org.prefbench.generative.action;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.Checks;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.FlowMap;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.PolicyFormat;

/** Reads and writes policies whose actions a flow moves. */
public final class FlowedActionsFormat implements PolicyFormat {
  private static final int MOST = 100_000; // steps of the solver, and times that a map is applied

  @Override
  public String id() {
    return "flowed-actions-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof FlowedActions;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    FlowedActions flowed = (FlowedActions) policy;
    PolicyFiles.writeNested(flowed.reference(), output);
    output.writeInt(flowed.times());
    FlowMap map = flowed.map();
    map.field().write(output);
    map.segments().write(output);
    map.contexts().write(output);
    output.writeUTF(map.integration().solver().name());
    output.writeInt(map.integration().solverSteps());
    output.writeDouble(map.integration().tolerance());
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    Policy reference = PolicyFiles.readNested("the reference within the policy", input);
    int times = input.readInt();
    Checks.between("times that a flow is applied", times, 1, MOST);
    Mlp field = Mlp.read(input);
    Standardizer actions = Standardizer.read(input);
    Standardizer contexts = Standardizer.read(input);
    OdeMethod solver = Checks.constant("solver", OdeMethod.class, input.readUTF());
    int steps = input.readInt();
    Checks.between("steps of the solver", steps, 1, MOST);
    return new FlowedActions(
        reference,
        new FlowMap(field, actions, contexts, new Integration(solver, steps, input.readDouble())),
        times);
  }
}
