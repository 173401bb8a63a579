package org.prefbench.physics;

/**
 * How mass and rotational inertia of a capsule follow from its density, the only rule in which the
 * body constants of old and new MuJoCo versions differ.
 */
public enum CapsuleInertia {
  /**
   * The solid capsule: a cylinder and two half spheres (MuJoCo 2.1.1 and later; Gymnasium's v4
   * tasks).
   */
  EXACT,
  /**
   * A cylinder as long as the capsule's segment plus one radius (MuJoCo up to 2.1.0; the tasks
   * D4RL's data come from).
   */
  CYLINDER
}
