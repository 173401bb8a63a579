package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.nn.Losses;
import org.prefbench.segment.ContrastiveMethod;
import org.prefbench.segment.Normalise;
import org.prefbench.segment.WinnerLoss;

/**
 * Sequence likelihood calibration from human feedback (Zhao et al. 2023, "SLiC-HF: sequence
 * likelihood calibration with human feedback", arXiv 2305.10425) on segments.
 *
 * <pre>
 * log pi(segment) = sum_t log pi_theta(a_t | s_t)
 * L(theta) = E [ max(0, delta - log pi(winner) + log pi(loser)) - lambda D(winner) / k ]
 * </pre>
 *
 * <p>with D(winner) / k the mean over its k steps of log pi_theta - log pi_ref: the cross-entropy
 * of the winner's actions up to a constant of the data. The hinge knows no reference; it ends at a
 * margin of delta where either side may win.
 *
 * <p>Differs from the paper: its cross-entropy is that of the targets of supervised fine-tuning,
 * here of winners, as in the HALOs library (which adds it step by step to the hinge of a whole
 * sequence, a slip that is not repeated here); a response is a segment of continuous actions under
 * a Gaussian; ties count as half a win of either side; skipped pairs are left out. The policy that
 * it starts from must come from {@code bc}.
 */
public final class SlicHf extends ContrastiveMethod<SlicHf.Hyper> {
  /** The settings of the loss. */
  public record Hyper(
      @Help("margin of log-density by which a winner is to lead, > 0 (HALOs: 1)") double delta,
      @Help("weight of the winners' cross-entropy per step, >= 0 (HALOs: 0.1)") double lambda) {
    /** Validates. */
    public Hyper {
      Checks.positive("delta", delta);
      Checks.notNegative("lambda", lambda);
    }
  }

  /** Creates the method. */
  public SlicHf() {
    super(
        "slic",
        "Sequence likelihood calibration (Zhao et al. 2023, arXiv 2305.10425)",
        Normalise.SUM,
        new Hyper(1, 0.1));
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    float lambda = (float) hyper.lambda;
    return (pass, batch, winner, loser) -> {
      NDArray missing = Losses.hinge(pass, winner.logs().sub(loser.logs()), hyper.delta);
      return missing.sub(winner.stepLogRatios().mul(pass.scalar(lambda)));
    };
  }
}
