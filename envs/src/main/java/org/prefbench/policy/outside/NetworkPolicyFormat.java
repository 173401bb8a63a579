package org.prefbench.policy.outside;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.Checks;
import org.prefbench.core.LittleEndian;
import org.prefbench.env.Space;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFormat;

/** Reads and writes {@link NetworkPolicy} with the file of its network inside. */
public final class NetworkPolicyFormat implements PolicyFormat {
  @Override
  public String id() {
    return "outside-network-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof NetworkPolicy;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    NetworkPolicy outside = (NetworkPolicy) policy;
    output.writeUTF(outside.head().outputs().name());
    output.writeBoolean(outside.head().tanh());
    output.writeDouble(outside.head().noise());
    output.writeDouble(outside.temperature());
    outside.actions().write(output);
    output.writeUTF(outside.network().name());
    output.writeUTF(outside.network().ending());
    byte[] bytes = outside.network().bytes();
    output.writeInt(bytes.length);
    output.write(bytes);
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    ActionHead head =
        new ActionHead(
            Checks.constant("outputs", ActionHead.Outputs.class, input.readUTF()),
            input.readBoolean(),
            input.readDouble());
    double temperature = input.readDouble();
    Space actions = Space.read("an action", input);
    String name = input.readUTF();
    NetworkFormat format = PolicyNetworks.formats().get(input.readUTF());
    PolicyNetwork network = format.read(name, LittleEndian.readBytes(input, input.readInt()));
    return new NetworkPolicy(network, head, actions, temperature);
  }
}
