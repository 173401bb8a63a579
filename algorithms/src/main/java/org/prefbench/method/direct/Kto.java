package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.nn.Pass;
import org.prefbench.segment.Beta;
import org.prefbench.segment.ContrastiveMethod;
import org.prefbench.segment.Normalise;
import org.prefbench.segment.PairBatch;
import org.prefbench.segment.WinnerLoss;

/**
 * Kahneman-Tversky optimisation (Ethayarajh et al. 2024, "KTO: model alignment as prospect
 * theoretic optimization", arXiv 2402.01306): pairs are taken apart, winners are desirable and
 * losers undesirable.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * L(theta)   = 1/2 E [ lambda_D (1 - sigmoid(beta [ D(winner) - z0 ])) ]
 *            + 1/2 E [ lambda_U (1 - sigmoid(beta [ z0 - D(loser) ])) ]
 * z0         = E KL(pi_theta || pi_ref) over the batch's segments, without derivative
 * </pre>
 *
 * <p>The paper defines z0 as that divergence and estimates it by D of answers to other questions,
 * at least 0. Here a Gaussian has it in closed form at every state that the segments visited,
 * summed over a segment as D is: {@code zero-point: kl}. {@code batch-mean} is the estimate from
 * samples: the mean of D over all segments of the batch, at least 0.
 *
 * <p>Differs from the paper: the desirable and the undesirable are as many, for they come in pairs;
 * a response is a segment of continuous actions under a Gaussian; a tie is half desirable and half
 * undesirable on both sides, which with equal weights has no gradient where D = z0; skipped pairs
 * are left out. The reference needs a density, so it must come from {@code bc}.
 */
public final class Kto extends ContrastiveMethod<Kto.Hyper> {
  /** What gains and losses are measured from. */
  public enum ZeroPoint {
    /** The divergence itself. */
    KL,
    /** The mean of D over the batch, at least 0. */
    BATCH_MEAN
  }

  /** The settings of the loss. */
  public record Hyper(
      @Inline Beta strength,
      @Help("weight lambda_D of winners, > 0 (paper: 1)") double desirable,
      @Help("weight lambda_U of losers, > 0 (paper: 1)") double undesirable,
      @Help("what gains are measured from: kl, exact at the states visited, or batch-mean")
          ZeroPoint zeroPoint) {
    /** Validates. */
    public Hyper {
      Checks.positive("desirable", desirable);
      Checks.positive("undesirable", undesirable);
    }
  }

  /** Creates the method. */
  public Kto() {
    super(
        "kto",
        "Kahneman-Tversky optimisation (Ethayarajh et al. 2024, arXiv 2402.01306)",
        Normalise.SUM,
        new Hyper(new Beta(0.1), 1, 1, ZeroPoint.KL));
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    float beta = (float) hyper.strength.beta();
    return (pass, batch, winner, loser) -> {
      float zero = zeroPoint(hyper.zeroPoint, pass, batch);
      NDArray gain = winner.logRatios().sub(zero).mul(pass.scalar(beta));
      NDArray loss = loser.logRatios().sub(zero).mul(pass.scalar(beta));
      return Activation.sigmoid(gain.neg())
          .mul(pass.scalar((float) hyper.desirable / 2))
          .add(Activation.sigmoid(loss).mul(pass.scalar((float) hyper.undesirable / 2)));
    };
  }

  private static float zeroPoint(ZeroPoint kind, Pass pass, PairBatch batch) {
    return switch (kind) {
      case KL -> (float) batch.divergence();
      case BATCH_MEAN -> Math.max(0, batch.meanLogRatio(pass).toFloatArray()[0]);
    };
  }
}
