package org.prefbench.page;

import java.util.List;

/**
 * What kept policies do, as far as a page shows it.
 *
 * @param replays episodes to be played, those that matter most first
 * @param flows what flows do to plans
 * @param left how many kept policies are not among them though they could be
 */
public record Kept(List<Replay> replays, List<PlanFlow> flows, int left) {
  /** No policies. */
  public static final Kept NOTHING = new Kept(List.of(), List.of(), 0);

  /** Copies the lists. */
  public Kept {
    replays = List.copyOf(replays);
    flows = List.copyOf(flows);
  }
}
