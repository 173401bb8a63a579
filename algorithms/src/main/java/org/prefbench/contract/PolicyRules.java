package org.prefbench.contract;

import java.util.Arrays;
import java.util.List;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;

/** What a trained policy must be like, and what a training costs. */
final class PolicyRules {
  private PolicyRules() {}

  static Finding copies(Candidate candidate) {
    Candidate.Training training = candidate.train();
    for (Policy form : List.of(training.policy(), training.policy().deterministic())) {
      List<FloatMatrix> together = training.act(form, 3, 0);
      List<FloatMatrix> alone = training.act(form, 1, 1);
      for (int t = 0; t < together.size(); t++) {
        float[] first = together.get(t).row(1);
        float[] second = alone.get(t).row(0);
        if (!Arrays.equals(first, second)) {
          return Rule.COPIES.finding(
              false,
              "step "
                  + t
                  + ": "
                  + Arrays.toString(first)
                  + " among others, "
                  + Arrays.toString(second)
                  + " alone");
        }
      }
    }
    return Rule.COPIES.finding(true, "same actions among others and alone");
  }

  static Finding file(Candidate candidate) {
    Candidate.Training training = candidate.train();
    Policy policy = training.policy();
    if (!PolicyFiles.isWritable(policy)) {
      return Rule.POLICY_FILE.skip(
          "no policy format writes a " + policy.getClass().getSimpleName());
    }
    byte[] bytes = PolicyFiles.toBytes(policy);
    Policy read = PolicyFiles.fromBytes("the policy's file", bytes);
    boolean same =
        training.act(policy, 3, 0).equals(training.act(read, 3, 0))
            && training
                .act(policy.deterministic(), 3, 0)
                .equals(training.act(read.deterministic(), 3, 0));
    return Rule.POLICY_FILE.finding(
        same,
        bytes.length + " bytes, read back " + (same ? "it acts the same" : "it acts differently"));
  }

  static Finding ledger(Candidate candidate) {
    Candidate.Training training = candidate.train();
    training.actions();
    long steps = training.count(Ledger.Entry.GRADIENT_STEPS);
    long parameters = training.count(Ledger.Entry.PARAMETERS);
    long evaluations = training.count(Ledger.Entry.NETWORK_EVALUATIONS);
    boolean counted = steps > 0 == parameters > 0 && (steps == 0 || evaluations > 0);
    return Rule.LEDGER.finding(
        counted,
        steps
            + " gradient steps, "
            + parameters
            + " parameters, "
            + evaluations
            + " network evaluations in "
            + training.actions().size()
            + " steps");
  }

  static Finding nativeMemory(FreshProcess.Answer answer) {
    if (!answer.done()) {
      return Rule.NATIVE_MEMORY.finding(false, answer.text());
    }
    List<Long> growth = answer.growth();
    if (growth.isEmpty()) {
      return Rule.NATIVE_MEMORY.skip("this system's C library does not tell what is in use");
    }
    long last = growth.get(growth.size() - 1);
    return Rule.NATIVE_MEMORY.finding(
        last <= NativeMemory.CALM,
        "after every few trainings more bytes in use: "
            + growth
            + (last <= NativeMemory.CALM ? "" : ", never less than " + NativeMemory.CALM));
  }
}
