package org.prefbench.algorithm;

/** What kind of method one is: tables group by it and charts colour by it, in this order. */
public enum Family {
  /** Maximum likelihood of actions in the data, or in a part of it. */
  IMITATION,
  /** A policy fitted to the pairs themselves, without a reward between. */
  DIRECT,
  /** A reward fitted to the pairs, then reinforcement learning in the simulator. */
  REWARD,
  /** A reward or value fitted to the pairs, then reinforcement learning on logged data alone. */
  OFFLINE,
  /** Actions or plans moved by a learned flow. */
  FLOW,
  /** Plans compared by what was learned from the pairs. */
  PLANNING,
  /** True rewards where others have labels: what a learner might reach at best. */
  BOUND
}
