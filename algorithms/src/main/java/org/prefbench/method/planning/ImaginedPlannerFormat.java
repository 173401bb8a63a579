package org.prefbench.method.planning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.prefbench.core.Checks;
import org.prefbench.generative.TransitionClassifier;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.PolicyFormat;
import org.prefbench.reward.LinearReward;
import org.prefbench.rl.ModelPolicyBound;

/** Reads and writes the planners of {@link Mnm}. */
public final class ImaginedPlannerFormat implements PolicyFormat {
  private static final int MOST = 10_000; // roll-outs, and steps of one

  @Override
  public String id() {
    return "imagined-planner-v1";
  }

  @Override
  public boolean writes(Policy policy) {
    return policy instanceof ImaginedPlanner;
  }

  @Override
  public void write(Policy policy, DataOutput output) throws IOException {
    ImaginedPlanner planner = (ImaginedPlanner) policy;
    PolicyFiles.writeNested(planner.reference(), output);
    output.writeInt(planner.candidates());
    output.writeInt(planner.length());
    output.writeInt(planner.executed());
    output.writeDouble(planner.discount());
    planner.logReward().write(output);
    planner.dynamics().write(output);
    output.writeDouble(planner.correction());
  }

  @Override
  public Policy read(DataInput input) throws IOException {
    Policy reference = PolicyFiles.readNested("the reference within the policy", input);
    int candidates = input.readInt();
    Checks.between("roll-outs of the planner", candidates, 1, MOST);
    int length = input.readInt();
    Checks.between("length of the planner's roll-outs", length, 1, MOST);
    int executed = input.readInt();
    Checks.between("actions executed per plan", executed, 1, length);
    double discount = ModelPolicyBound.checkDiscount(input.readDouble());
    LinearReward logReward = LinearReward.read(input);
    TransitionClassifier dynamics = TransitionClassifier.read(input);
    double correction = Checks.notNegative("weight of the classifier", input.readDouble());
    return new ImaginedPlanner(
        reference, candidates, length, executed, discount, logReward, dynamics, correction);
  }
}
