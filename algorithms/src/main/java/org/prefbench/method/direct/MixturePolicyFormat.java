package org.prefbench.method.direct;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.PolicyFormat;

/** Reads and writes {@link MixturePolicy} of policies that a format writes. */
public final class MixturePolicyFormat implements PolicyFormat {
  private static final int MOST = 100; // policies

  @Override
  public String id() {
    return "mixture-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof MixturePolicy mixture
        && mixture.policies().stream().allMatch(PolicyFiles::isWritable);
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    MixturePolicy mixture = (MixturePolicy) policy;
    output.writeInt(mixture.policies().size());
    for (int k = 0; k < mixture.policies().size(); k++) {
      output.writeDouble(mixture.weights().get(k));
      PolicyFiles.writeNested(mixture.policies().get(k), output);
    }
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    int count = input.readInt();
    Checks.between("policies of the mixture", count, 1, MOST);
    List<Policy> policies = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      weights.add(input.readDouble());
      policies.add(PolicyFiles.readNested("a policy of the mixture", input));
    }
    return new MixturePolicy(policies, weights);
  }
}
