package org.prefbench.generative;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.network.Mlp;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.PolicyFormat;

/**
 * Reads and writes policies that act by flows, but for those that ask a teacher while they act: a
 * teacher is a rule and a simulator, which a file does not hold.
 */
public final class FlowPolicyFormat implements PolicyFormat {
  private static final int LONGEST = 10_000; // steps of a plan
  private static final int MOST_SOLVER_STEPS = 100_000;

  @Override
  public String id() {
    return "preference-flow-v2";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof FlowPolicy;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    FlowPolicy flow = (FlowPolicy) policy;
    write(flow.source(), output);
    output.writeInt(flow.length());
    output.writeInt(flow.executed());
    output.writeInt(flow.maps().size());
    for (FlowMap map : flow.maps()) {
      map.field().write(output);
      map.segments().write(output);
      map.contexts().write(output);
      output.writeUTF(map.integration().solver().name());
      output.writeInt(map.integration().solverSteps());
      output.writeDouble(map.integration().tolerance());
    }
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    PlanSource source = readSource(input);
    int length = input.readInt();
    Checks.between("segment length of the policy", length, 1, LONGEST);
    int executed = input.readInt();
    Checks.between("actions executed per plan", executed, 1, length);
    int count = Checks.atLeast("number of maps", input.readInt(), 0);
    List<FlowMap> maps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      maps.add(
          new FlowMap(
              Mlp.read(input),
              Standardizer.read(input),
              Standardizer.read(input),
              readIntegration(input)));
    }
    return new FlowPolicy(source, length, maps, executed);
  }

  private static void write(PlanSource source, DataOutput output) throws IOException {
    if (source instanceof ReferencePlans plans) {
      output.writeUTF("reference");
      PolicyFiles.writeNested(plans.reference(), output);
    } else if (source instanceof ImaginedPlans plans) {
      output.writeUTF("imagined");
      PolicyFiles.writeNested(plans.reference(), output);
      plans.model().write(output);
    } else if (source instanceof NoisePlans plans) {
      output.writeUTF("noise");
      plans.scales().write(output);
      output.writeBoolean(plans.sampled());
    } else {
      throw new InvalidInputException(
          "a flow policy with source 'rejected' asks a teacher and cannot be stored");
    }
  }

  private static PlanSource readSource(DataInput input) throws IOException {
    String kind = input.readUTF();
    return switch (kind) {
      case "reference" -> new ReferencePlans(readReference(input));
      case "imagined" -> new ImaginedPlans(readReference(input), DynamicsModel.read(input));
      case "noise" -> new NoisePlans(Standardizer.read(input), input.readBoolean());
      default ->
          throw Checks.unknown("source of plans", kind, List.of("reference", "imagined", "noise"));
    };
  }

  private static Integration readIntegration(DataInput input) throws IOException {
    OdeMethod solver = Checks.constant("solver", OdeMethod.class, input.readUTF());
    int steps = input.readInt();
    Checks.between("steps of the solver", steps, 1, MOST_SOLVER_STEPS);
    return new Integration(solver, steps, input.readDouble());
  }

  private static Policy readReference(DataInput input) throws IOException {
    return PolicyFiles.readNested("the reference within the policy", input);
  }
}
