package org.prefbench.physics;

import java.util.List;

/**
 * What a model file says, before masses and other constants are derived from it. Angles in rad, SI
 * units.
 */
record ModelDescription(
    String name, Options options, List<Body> bodies, List<Motor> motors, double totalMass) {

  enum JointType {
    FREE,
    SLIDE,
    HINGE
  }

  enum GeomType {
    PLANE,
    SPHERE,
    CAPSULE
  }

  enum Integrator {
    EULER,
    RK4
  }

  /**
   * The simulation options.
   *
   * @param timestep seconds per engine step
   * @param gravity acceleration, m/s^2, 3 values
   * @param density of the medium, kg/m^3
   * @param viscosity of the medium, Pa s
   */
  record Options(
      Integrator integrator, double timestep, double[] gravity, double density, double viscosity) {}

  /**
   * A body; the first one of a description is the world.
   *
   * @param parent index of the parent in the list, -1 for the world; parents come first
   * @param position of the frame in the parent's frame, m
   */
  record Body(
      String name,
      int parent,
      double[] position,
      List<Joint> joints,
      List<Geom> geoms,
      List<Site> sites) {}

  /**
   * A joint.
   *
   * @param axis unit vector in the body's frame
   * @param anchor point in the body's frame, m
   * @param reference position of the joint in the configuration the file draws, m or rad
   * @param lower limit, m or rad; minus infinity if unlimited
   * @param upper limit, m or rad; plus infinity if unlimited
   * @param softness reference and impedance of the limit
   */
  record Joint(
      String name,
      JointType type,
      double[] axis,
      double[] anchor,
      double reference,
      double stiffness,
      double damping,
      double armature,
      double lower,
      double upper,
      double margin,
      Softness softness) {}

  /**
   * A shape that carries mass and may collide.
   *
   * @param position of the centre in the body's frame, m
   * @param rotation from the shape's frame to the body's, row-major 3x3; a capsule lies along z
   * @param halfLength of a capsule's segment, m
   * @param contactType bit mask, together with {@code contactAffinity} deciding which pairs may
   *     touch
   * @param dimension of the contact: 1 frictionless, 3 with sliding friction
   * @param friction coefficient of sliding
   */
  record Geom(
      String name,
      GeomType type,
      double[] position,
      double[] rotation,
      double radius,
      double halfLength,
      double density,
      int contactType,
      int contactAffinity,
      int dimension,
      double friction,
      double margin,
      Softness softness) {}

  /** A named point of a body; position in the body's frame, m. */
  record Site(String name, double[] position) {}

  /** A motor: generalised force {@code gear * clamp(control, lower, upper)} on a joint. */
  record Motor(String joint, double gear, double lower, double upper) {}

  /**
   * Reference acceleration and impedance of a soft constraint.
   *
   * @param reference (time constant in s, damping ratio)
   * @param impedance (at zero violation, at full width, width, midpoint, power)
   */
  record Softness(double[] reference, double[] impedance) {}
}
