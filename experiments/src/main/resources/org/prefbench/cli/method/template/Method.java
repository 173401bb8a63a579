package {{package}};

import ai.djl.ndarray.NDArray;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.nn.Losses;
import org.prefbench.segment.DirectMethod;
import org.prefbench.segment.PairLoss;

/**
 * A method to begin with: the hinge loss of generalised preference optimisation (Tang et al. 2024,
 * arXiv 2402.05749, section 2.2) on pairs of segments. Replace the loss, its setting and its source
 * by yours.
 *
 * <pre>
 * D(segment) = sum_t [ log pi_theta(a_t | s_t) - log pi_ref(a_t | s_t) ]
 * u          = D(first) - D(second)
 * L(theta)   = E max(0, 1 - beta (2 p - 1) u)
 * </pre>
 *
 * <p>with p = 1 or 0 where the first or the second segment won, and 1/2 for a tie, which then moves
 * nothing. Skipped pairs are left out.
 *
 * <p>A method that is more than a loss of pairs implements {@link
 * org.prefbench.algorithm.AlgorithmFactory} instead: it says in {@code needs} what it touches, and
 * its {@code train} is a function of the input and the seed alone.
 */
public final class {{class}} extends DirectMethod<{{class}}.Hyper> {
  /** The setting of the loss; {@code prefbench method show {{id}}} prints it and the others. */
  public record Hyper(@Help("how strongly a unit of log-ratio counts, > 0") double beta) {
    /** Validates. */
    public Hyper {
      Checks.positive("beta", beta);
    }
  }

  /** Creates the method with its name, its source and its defaults. */
  public {{class}}() {
    super(
        "{{id}}",
        "Hinge loss on pairs of segments (Tang et al. 2024, arXiv 2402.05749), to be edited",
        new Hyper(0.1));
  }

  @Override
  public PairLoss loss(Hyper hyper) {
    float beta = (float) hyper.beta;
    return (pass, terms) -> {
      // a number in a loss is a scalar of the pass, never mul(2f): the derivative reads it later
      NDArray sign = terms.probabilityFirst().mul(pass.scalar(2)).sub(1f);
      return Losses.hinge(pass, terms.margins().mul(sign).mul(pass.scalar(beta)), 1);
    };
  }
}
