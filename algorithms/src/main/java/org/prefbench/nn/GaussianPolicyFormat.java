package org.prefbench.nn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.Checks;
import org.prefbench.core.LittleEndian;
import org.prefbench.env.Space;
import org.prefbench.network.Mlp;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFormat;

/** Reads and writes {@link GaussianPolicy}. */
public final class GaussianPolicyFormat implements PolicyFormat {
  @Override
  public String id() {
    return "gaussian-mlp-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof GaussianPolicy;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    GaussianPolicy gaussian = (GaussianPolicy) policy;
    output.writeUTF(gaussian.form().name());
    LittleEndian.writeDoubles(output, gaussian.actions().low());
    LittleEndian.writeDoubles(output, gaussian.actions().high());
    gaussian.standardizer().write(output);
    gaussian.network().write(output);
    LittleEndian.writeFloats(output, gaussian.logStd());
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    return new GaussianPolicy(
        Checks.constant("form of a Gaussian policy", GaussianPolicy.Form.class, input.readUTF()),
        new Space(LittleEndian.readDoubles(input), LittleEndian.readDoubles(input)),
        Standardizer.read(input),
        Mlp.read(input),
        LittleEndian.readFloats(input));
  }
}
