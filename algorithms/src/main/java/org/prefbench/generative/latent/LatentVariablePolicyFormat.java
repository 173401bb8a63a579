package org.prefbench.generative.latent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.InvalidInputException;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.PolicyFormat;

/** Reads and writes {@link LatentVariablePolicy}. */
public final class LatentVariablePolicyFormat implements PolicyFormat {
  private static final String CONDITIONAL = "the Gaussian within the policy";

  @Override
  public String id() {
    return "latent-variable-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof LatentVariablePolicy;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    LatentVariablePolicy generator = (LatentVariablePolicy) policy;
    output.writeInt(generator.latents());
    output.writeBoolean(generator.sampled());
    PolicyFiles.writeNested(generator.conditional(), output);
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    int latents = input.readInt();
    boolean sampled = input.readBoolean();
    if (PolicyFiles.readNested(CONDITIONAL, input) instanceof GaussianPolicy conditional) {
      return new LatentVariablePolicy(latents, conditional, sampled);
    }
    throw new InvalidInputException(CONDITIONAL + " must be a Gaussian policy, and is another");
  }
}
