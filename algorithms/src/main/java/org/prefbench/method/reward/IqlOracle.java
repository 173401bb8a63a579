package org.prefbench.method.reward;

import org.prefbench.offline.Relabelling;
import org.prefbench.offline.TrueRewardMethod;
import org.prefbench.rl.Iql;

/**
 * Implicit Q-learning on the true rewards of the logged steps (Kostrikov, Nair and Levine 2021,
 * arXiv 2110.06169): what a perfect reward would give {@code p-iql}. It reads no pair.
 *
 * <pre>
 * r'(s,a) = r 1000 / (largest return - smallest return)   for every logged step
 * pi      as in {@link Iql} on (s, a, r', s')
 * </pre>
 *
 * <p>Differs from the paper: see {@link Iql}.
 */
public final class IqlOracle extends TrueRewardMethod<Iql.Settings> {
  /** Creates the method. */
  public IqlOracle() {
    super(
        "iql-oracle",
        "Implicit Q-learning on true rewards (Kostrikov et al. 2021, arXiv 2110.06169)",
        Relabelling.Scale.RETURN_RANGE,
        Iql.Settings.defaults(),
        Iql::new);
  }
}
