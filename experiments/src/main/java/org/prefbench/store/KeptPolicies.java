package org.prefbench.store;

import java.util.List;
import java.util.Optional;
import org.prefbench.study.Protocol.Evaluation;

/**
 * The trained policies that a trial left behind: what its file below {@code policies} holds.
 *
 * @param key the trial's name within its study
 * @param inputs what {@link TrialResult#inputs} is in the trial's result
 * @param policies one per state that was asked for, last before best
 */
public record KeptPolicies(String key, String inputs, List<Kept> policies) {
  /** Copies the list. */
  public KeptPolicies {
    policies = List.copyOf(policies);
  }

  /**
   * One policy.
   *
   * @param state which of the training's policies it is
   * @param step training steps done when it was taken
   * @param sha256 of its file; empty if it is not kept
   * @param bytes of its file
   * @param refusal why it is not kept; empty if it is
   */
  public record Kept(Evaluation state, long step, String sha256, long bytes, String refusal) {
    /** Returns the record of a policy that no file holds. */
    public static Kept refused(Evaluation state, long step, String why) {
      return new Kept(state, step, "", 0, why);
    }

    /** Returns whether there is a file of it. */
    public boolean hasFile() {
      return refusal.isEmpty();
    }
  }

  /** Returns what is known of the policy in a state, if it was asked for. */
  public Optional<Kept> in(Evaluation state) {
    return policies.stream().filter(kept -> kept.state() == state).findFirst();
  }
}
