package org.prefbench.method.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.flow.OdeMethod;
import org.prefbench.nn.Mlp;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.PolicyFormat;

/**
 * Reads and writes the policies of {@link Pfm}, but for those that ask a teacher while they act: a
 * teacher is a rule and a simulator, which a file does not hold.
 */
public final class FlowPolicyFormat implements PolicyFormat {
  @Override
  public String id() {
    return "preference-flow-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof FlowPolicy;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    FlowPolicy flow = (FlowPolicy) policy;
    Checks.require(
        flow.judge().isEmpty(),
        "a policy of pfm with source 'rejected' asks a teacher and cannot be stored");
    PolicyFiles.writeNested(flow.reference(), output);
    output.writeInt(flow.length());
    output.writeInt(flow.executed());
    output.writeInt(flow.maps().size());
    for (FlowMap map : flow.maps()) {
      map.field().write(output);
      map.segments().write(output);
      map.contexts().write(output);
      output.writeUTF(map.method().name());
      output.writeInt(map.solverSteps());
      output.writeDouble(map.tolerance());
    }
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    Policy reference = PolicyFiles.readNested("the reference within the policy", input);
    int length = Checks.atLeast("segment length of the policy", input.readInt(), 1);
    int executed = Checks.atLeast("actions executed per plan", input.readInt(), 1);
    int count = Checks.atLeast("number of maps", input.readInt(), 0);
    List<FlowMap> maps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      maps.add(
          new FlowMap(
              Mlp.read(input),
              Standardizer.read(input),
              Standardizer.read(input),
              OdeMethod.valueOf(input.readUTF()),
              input.readInt(),
              input.readDouble()));
    }
    return new FlowPolicy(reference, length, maps, executed, Optional.empty());
  }
}
