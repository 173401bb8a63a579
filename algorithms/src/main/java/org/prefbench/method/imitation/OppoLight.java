package org.prefbench.method.imitation;

import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.DeclaredMethod;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;

/**
 * Offline preference-guided policy optimisation, light (after Kang et al. 2023, "Beyond reward:
 * offline preference-guided policy optimization", arXiv 2305.16217): a policy imitates every
 * stretch of the log given a vector that tells which stretch it is, and acts by the vector that
 * labels like best. No reward is learned.
 *
 * <pre>
 * z(tau)  = g(mean_t f(s_t, a_t))                          what a stretch is told by
 * L       = E_log |a_t - pi(s_t, z(tau))|^2 / d
 *           + context-weight E_pairs T(z*; z(winner), z(loser)) + norm-weight E_log (|z(tau)| - 1)^2
 * L(z*)   = E_pairs T(z*; z(winner), z(loser))             T(z; x, y) = max(0, |z - x| - |z - y| + margin)
 * acts by   pi(s, z*)
 * </pre>
 *
 * <p>Of a tie both segments are as near to z*: half of T each way around, without a margin.
 *
 * <p>Light: f, g and pi are networks of single steps, where the paper's are transformers over
 * twenty, so that a stretch is told by what happens in it and not by its order, and the policy
 * looks at the state alone; z* being given, it is an ordinary network of the state. Differs
 * otherwise: no dropout, and a z* that starts at 0.
 */
public final class OppoLight extends DeclaredMethod<OppoLight.Hyper> {
  /** The hyperparameters. */
  public record Hyper(
      @Help("steps of a stretch that is imitated, >= 1 (OPPO: 20)") int stretch,
      Context context,
      @Help("weight of stretches being told by vectors of length 1, >= 0 (OPPO: 0.1)")
          double normWeight,
      @Help("units of the hidden layers of all networks, >= 1") int hiddenSize,
      @Inline(without = {"schedule", "warm-up", "max-gradient-norm", "validation-share", "keep"})
          @Help(of = "learning-rate", value = "Adam's step size, > 0 (OPPO: 1e-4)")
          @Help(
              of = "batch-size",
              value = "stretches, and pairs as well, per gradient step, >= 1 (OPPO: 64)")
          @Help(of = "steps", value = "gradient steps, >= 1 (OPPO: 1e5)")
          Fitting fitting) {
    /** Validates. */
    public Hyper {
      Checks.atLeast("stretch", stretch, 1);
      Checks.notNegative("norm-weight", normWeight);
      Checks.atLeast("hidden-size", hiddenSize, 1);
    }
  }

  /** The vectors that tell stretches apart, and how the best of them is learned. */
  public record Context(
      @Help("numbers that a stretch is told by, >= 1 (OPPO: 8 and 16)") int size,
      @Help("weight of the labels for the networks, >= 0 (OPPO: 0.1)") double weight,
      @Help("by how much the winner is to be nearer than the loser, > 0 (OPPO: 1)") double margin,
      @Help("Adam's step size of the best vector, > 0 (OPPO: 1e-3)") double learningRate) {
    /** Validates. */
    public Context {
      Checks.atLeast("size", size, 1);
      Checks.notNegative("weight", weight);
      Checks.positive("margin", margin);
      Checks.positive("learning-rate", learningRate);
    }
  }

  /** Creates the method. */
  public OppoLight() {
    super(
        "oppo-light",
        "Imitation of what labels like best, told by a vector (light, after OPPO, ICML 2023)",
        Family.IMITATION,
        new Hyper(
            20,
            new Context(16, 0.1, 1, 1e-3),
            0.1,
            256,
            Fitting.of(1e-4, Schedule.CONSTANT, 64, 100_000, 0)));
  }

  @Override
  public Set<Needs> needs(Hyper hyper) {
    return Set.of();
  }

  @Override
  public void check(Hyper hyper, Prospect prospect) {
    prospect.requirePairs(id());
  }

  @Override
  public Algorithm create(Hyper hyper) {
    return (input, context) -> new ContextTraining(hyper, input, context).run(context);
  }
}
