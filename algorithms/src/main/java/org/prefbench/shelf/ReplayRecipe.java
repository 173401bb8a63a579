package org.prefbench.shelf;

import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.policy.Behavior;

/**
 * How data like those of a replay buffer are made again: by snapshots of the policy that filled it,
 * in the order in which they did, each for the steps it stands for.
 *
 * @param environment the id of the environment, such as {@code hopper-v2}
 * @param algorithm how the policy was trained, in one line
 * @param seed the seed of the training
 * @param commit the commit of the code that trained it
 * @param command the command that trained it
 * @param cpuHours processor time of the training up to the last snapshot
 * @param snapshots the snapshots in the order of the training; number {@code i} is file {@code
 *     NN.policy} with {@code NN = i} in two digits
 */
public record ReplayRecipe(
    String environment,
    String algorithm,
    long seed,
    String commit,
    String command,
    double cpuHours,
    List<Snapshot> snapshots) {
  /** The tier that a recipe makes. */
  public static final String TIER = "medium-replay";

  private static final int MAX_SNAPSHOTS = 100; // two digits

  /**
   * A policy on its way.
   *
   * @param trainingSteps environment steps of the training when it was taken; 0 before the first
   * @param steps environment steps that it stands for in the data
   * @param sha256 the SHA-256 of its file, 64 hexadecimal digits
   */
  public record Snapshot(long trainingSteps, long steps, String sha256) {
    /** Validates the numbers. */
    public Snapshot {
      Checks.atLeast("training steps of a snapshot", trainingSteps, 0L);
      Checks.atLeast("steps of a snapshot", steps, 1L);
      ShelfNames.checkHash(sha256);
    }
  }

  /** Validates the names and numbers, and that the snapshots are in order. */
  public ReplayRecipe {
    ShelfNames.checkEnvironment(environment);
    ShelfNames.checkLine("algorithm", algorithm);
    ShelfNames.checkLine("commit", commit);
    ShelfNames.checkLine("command", command);
    Checks.notNegative("CPU hours", cpuHours);
    snapshots = List.copyOf(snapshots);
    Checks.require(
        !snapshots.isEmpty() && snapshots.size() <= MAX_SNAPSHOTS,
        "a recipe needs 1 to %d snapshots, got %d",
        MAX_SNAPSHOTS,
        snapshots.size());
    for (int i = 1; i < snapshots.size(); i++) {
      Checks.require(
          snapshots.get(i).trainingSteps() > snapshots.get(i - 1).trainingSteps(),
          "snapshot %d was taken after %d training steps, not later than the one before",
          i,
          snapshots.get(i).trainingSteps());
    }
  }

  /** Returns the name of the dataset, such as {@code hopper-medium-replay-v2}. */
  public String id() {
    return Behavior.id(environment, TIER);
  }

  /** Returns the steps of all snapshots: those of a dataset of full size. */
  public long steps() {
    return snapshots.stream().mapToLong(Snapshot::steps).sum();
  }
}
