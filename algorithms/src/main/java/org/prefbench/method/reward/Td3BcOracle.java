package org.prefbench.method.reward;

import org.prefbench.offline.Relabelling;
import org.prefbench.offline.TrueRewardMethod;
import org.prefbench.rl.Td3Bc;

/**
 * TD3+BC on the true rewards of the logged steps, as they are (Fujimoto and Gu 2021, arXiv
 * 2106.06860): what a perfect reward would give {@code p-td3-bc}. It reads no pair.
 *
 * <pre>
 * pi   as in {@link Td3Bc} on (s, a, r, s')
 * </pre>
 *
 * <p>Differs from the paper: see {@link Td3Bc}.
 */
public final class Td3BcOracle extends TrueRewardMethod<Td3Bc.Settings> {
  /** Creates the method. */
  public Td3BcOracle() {
    super(
        "td3-bc-oracle",
        "TD3+BC on true rewards (Fujimoto and Gu 2021, arXiv 2106.06860)",
        Relabelling.Scale.AS_GIVEN,
        Td3Bc.Settings.defaults(),
        Td3Bc::new);
  }
}
