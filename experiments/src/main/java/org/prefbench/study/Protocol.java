package org.prefbench.study;

import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;

/** How policies are evaluated; its hash stands beside every number measured under it. */
public record Protocol(
    @Help("evaluation episodes of a final policy") @Default("20") int episodes,
    @Help("how the evaluated policy acts: by sampling, by its mean or mode, or both")
        @Default("[sampled, deterministic]")
        List<Mode> modes,
    @Help("the mode of headline numbers and learning curves") @Default("sampled") Mode headline,
    @Help("evaluations during training, for learning curves and the best checkpoint") @Default("5")
        int checkpoints,
    @Help("evaluation episodes of a checkpoint") @Default("5") int checkpointEpisodes,
    @Help(
            "final policies to evaluate: at the end of training (last), at the checkpoint with the"
                + " smallest validation loss (best)")
        @Default("[last, best]")
        List<Evaluation> select,
    @Help(
            "root of the random streams of evaluation episodes; start states are the same for all"
                + " methods of a run")
        @Default("0")
        long seed) {
  /** Validates the counts and that the headline mode is evaluated. */
  public Protocol {
    Checks.between("episodes", episodes, 1, Bounds.EPISODES);
    Checks.between("checkpoints", checkpoints, 0, Bounds.CHECKPOINTS);
    Checks.between("checkpoint-episodes", checkpointEpisodes, 1, Bounds.EPISODES);
    modes = List.copyOf(modes);
    select = List.copyOf(select);
    Names.checkUnique("modes", "mode", modes);
    Names.checkUnique("select", "selection", select);
    Checks.require(modes.contains(headline), "headline must be one of modes, got %s", headline);
    Checks.require(
        !select.contains(Evaluation.CHECKPOINT),
        "select must be of last and best: how many checkpoints there are is said by checkpoints,"
            + " got %s",
        select);
    Checks.require(select.contains(Evaluation.LAST), "select must contain last, got %s", select);
  }

  /** How an evaluated policy acts. */
  public enum Mode {
    /** By sampling. */
    SAMPLED,
    /** By its mean or mode. */
    DETERMINISTIC
  }

  /** Which policy of a training is evaluated. */
  public enum Evaluation {
    /** A policy on the way, for learning curves. */
    CHECKPOINT,
    /** The policy at the end of the training. */
    LAST,
    /** The checkpoint with the smallest validation loss. */
    BEST
  }

  /** Returns the hash of everything in the protocol. */
  public String hash() {
    return StudyFile.hash(this);
  }
}
