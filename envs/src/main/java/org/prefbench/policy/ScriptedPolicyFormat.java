package org.prefbench.policy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Reads and writes {@link ScriptedPolicy} by its names. */
public final class ScriptedPolicyFormat implements PolicyFormat {
  @Override
  public String id() {
    return "scripted-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof ScriptedPolicy;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    ScriptedPolicy scripted = (ScriptedPolicy) policy;
    output.writeUTF(scripted.environment());
    output.writeUTF(scripted.tier());
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    return Behaviors.find(input.readUTF(), input.readUTF()).policy();
  }
}
