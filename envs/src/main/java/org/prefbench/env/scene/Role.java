package org.prefbench.env.scene;

/** What a shape is to the task; whoever draws it chooses the colour. */
public enum Role {
  /** The torso, the cart, the point that is controlled. */
  BODY,
  /** A limb. */
  LIMB,
  /** A limb that is to be told apart from its neighbour. */
  OTHER_LIMB,
  /** Where the task wants something to be. */
  GOAL,
  /** What carries the rest: rail, pivot, hill. */
  SUPPORT,
  /** A thin line of reference, such as an axis. */
  GUIDE
}
