package org.prefbench.run.policy;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.InvalidInputException;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.store.KeptPolicies;
import org.prefbench.store.KeptPolicies.Kept;
import org.prefbench.store.PolicyStore;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Trial;

/** Writes the policies of one trial. What no format writes is told in one line, and not kept. */
public final class KeptFiles {
  private final PolicyStore store;
  private final Trial trial;
  private final PolicyKeeping.Extent extent;
  private final List<Kept> kept = new ArrayList<>();

  /** Removes what an earlier training of the trial left. */
  public KeptFiles(PolicyStore store, Trial trial, PolicyKeeping.Extent extent) {
    this.store = store;
    this.trial = trial;
    this.extent = extent;
    store.clear(trial);
  }

  /** Writes a policy, if it is to stay. */
  public void add(Evaluation state, long step, Policy policy) {
    if (!extent.states().contains(state)) {
      return;
    }
    try {
      byte[] bytes = PolicyFiles.toBytes(policy);
      Kept written = store.write(trial, state, step, bytes);
      // a format of a plug-in, or a size that no reader accepts, must not be found out too late
      if (!PolicyFiles.hash(PolicyFiles.read(store.file(trial, state)))
          .equals(PolicyFiles.hash(policy))) {
        throw new InvalidInputException(
            "its format reads another " + policy.getClass().getSimpleName() + " than it wrote");
      }
      kept.add(written);
    } catch (InvalidInputException e) {
      store.clear(trial, state);
      kept.add(Kept.refused(state, step, e.getMessage()));
    }
  }

  /**
   * Tells what is kept, when all is written.
   *
   * @param inputs hash of everything that the trial depends on
   */
  public void end(String inputs) {
    if (!kept.isEmpty()) {
      store.put(trial, new KeptPolicies(trial.key(), inputs, kept));
    }
  }
}
