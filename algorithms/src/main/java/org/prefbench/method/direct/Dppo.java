package org.prefbench.method.direct;

import ai.djl.ndarray.NDArray;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.nn.Losses;
import org.prefbench.segment.ContrastiveMethod;
import org.prefbench.segment.Normalise;
import org.prefbench.segment.Score;
import org.prefbench.segment.WinnerLoss;

/**
 * Direct preference-based policy optimisation (An et al. 2023, "Direct preference-based policy
 * optimization without reward modeling", arXiv 2301.12842): the policy's mean is drawn nearer to
 * the actions of winners than to those of losers.
 *
 * <pre>
 * d(segment) = mean_t |mu_theta(s_t) - a_t|
 * L(theta)   = - E log [ exp(-d(winner) / T) / (exp(-d(winner) / T) + exp(-lambda d(loser) / T)) ]
 * </pre>
 *
 * <p>The norm is not squared. A lambda below 1 keeps the policy near the data. The code divides
 * distances by the range of actions, 2, and by 0.1, which is the default T of 0.2 here.
 *
 * <p>Differs from the paper: it fits a transformer to the labels first and lets that rank segments
 * of the whole data set; here the labelled pairs themselves are used, as the paper's equation has
 * it. The policy starts at the given reference and keeps its deviations; the paper's has none. Ties
 * are the mean of both orders.
 */
public final class Dppo extends ContrastiveMethod<Dppo.Hyper> {
  /** The settings of the loss. */
  public record Hyper(
      @Help("distance that changes the odds by a factor e, > 0 (code: 0.2 in actions of [-1, 1])")
          double temperature,
      @Help("what the loser's distance is multiplied by, in [0, 1] (code: 1)") double lambda) {
    /** Validates. */
    public Hyper {
      Checks.positive("temperature", temperature);
      Checks.between("lambda", lambda, 0, 1);
    }
  }

  /** Creates the method. */
  public Dppo() {
    super(
        "dppo",
        "Direct preference-based policy optimisation (An et al. 2023, arXiv 2301.12842)",
        Normalise.MEAN,
        new Hyper(0.2, 1));
  }

  @Override
  protected Score score(Hyper hyper) {
    return Score.DISTANCE;
  }

  @Override
  public WinnerLoss loss(Hyper hyper) {
    float temperature = (float) hyper.temperature;
    float lambda = (float) hyper.lambda;
    return (pass, batch, winner, loser) -> {
      NDArray behind = loser.logs().mul(pass.scalar(lambda)).sub(winner.logs());
      return Losses.softplus(behind.div(pass.scalar(temperature)));
    };
  }
}
