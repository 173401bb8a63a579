package org.prefbench.generative.image;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.LittleEndian;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.generative.ReferencePlans;
import org.prefbench.nn.Standardizer;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.PolicyFormat;

/** Reads and writes {@link UNetFlow} whose plans come from a reference. */
public final class UNetFlowFormat implements PolicyFormat {
  private static final int LONGEST = 10_000; // steps of a plan
  private static final int LARGEST = 1_000_000; // numbers of a plan or a context
  private static final int MOST_CHANNELS = 4_096;
  private static final int MOST = 100_000; // steps of a solver, applications of a map

  @Override
  public String id() {
    return "u-net-flow-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof UNetFlow;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    UNetFlow flow = (UNetFlow) policy;
    if (!(flow.source() instanceof ReferencePlans plans)) {
      throw new InvalidInputException(
          "a flow of images starts from a reference, not another source");
    }
    PolicyFiles.writeNested(plans.reference(), output);
    output.writeInt(flow.length());
    output.writeInt(flow.field().channels());
    output.writeInt(flow.field().size());
    output.writeInt(flow.field().contexts());
    LittleEndian.writeFloats(output, flow.field().weights());
    flow.contexts().write(output);
    output.writeUTF(flow.integration().solver().name());
    output.writeInt(flow.integration().solverSteps());
    output.writeDouble(flow.integration().tolerance());
    output.writeInt(flow.applied());
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    Policy reference = PolicyFiles.readNested("the reference within the policy", input);
    int length = between("segment length of the policy", input.readInt(), LONGEST);
    int channels = between("channels of the field", input.readInt(), MOST_CHANNELS);
    int size = between("numbers of a plan", input.readInt(), LARGEST);
    int contexts = between("numbers of a context", input.readInt(), LARGEST);
    UNet field = new UNet(channels, size, contexts, LittleEndian.readFloats(input));
    Standardizer scales = Standardizer.read(input);
    OdeMethod solver = Checks.constant("solver", OdeMethod.class, input.readUTF());
    int steps = between("steps of the solver", input.readInt(), MOST);
    Integration integration = new Integration(solver, steps, input.readDouble());
    int applied = between("applications of the map", input.readInt(), MOST);
    return new UNetFlow(new ReferencePlans(reference), length, field, scales, integration, applied);
  }

  private static int between(String name, int value, int most) {
    Checks.between(name, value, 1, most);
    return value;
  }
}
