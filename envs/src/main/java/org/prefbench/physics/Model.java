package org.prefbench.physics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.physics.ModelDescription.Integrator;

/**
 * What never changes while a mechanism moves: its tree of links, joints, shapes, motors and every
 * constant derived from them. Immutable and shared by any number of {@link Data}.
 *
 * <p>A link is a body with joints together with the bodies welded to it; link 0 is the world.
 * Positions {@code qpos} and velocities {@code qvel} are laid out as in MuJoCo: slide and hinge
 * joints have one entry each, a free joint has a position (m) and a unit quaternion (w, x, y, z) in
 * {@code qpos}, and in {@code qvel} a linear velocity in world axes (m/s) and an angular velocity
 * in body axes (rad/s).
 */
public final class Model {
  /** The shapes of a pair, lower type first. */
  enum PairType {
    PLANE_SPHERE,
    PLANE_CAPSULE,
    SPHERE_SPHERE,
    SPHERE_CAPSULE,
    CAPSULE_CAPSULE
  }

  /** Links, parents first. */
  static final class Links {
    final int count;
    final int[] parent;
    final int[] root; // the link of the same tree whose parent is the world
    final boolean[] free; // has a free joint and no other
    final int[] firstJoint; // [links + 1]
    final int[] lastDof; // the deepest degree of freedom that moves the link, -1 for the world
    final boolean[] movedByDof; // [links, nv]
    final double[] position; // [links, 3] origin in the parent's frame, m
    final double[] mass; // kg
    final double[] subtreeMass; // kg
    final double[] center; // [links, 3] centre of mass in the link's frame, m
    final double[]
        inertia; // [links, 6] (xx, xy, xz, yy, yz, zz) about the centre in link axes, kg m^2

    Links(int count, int nv) {
      this.count = count;
      parent = new int[count];
      root = new int[count];
      free = new boolean[count];
      firstJoint = new int[count + 1];
      lastDof = new int[count];
      movedByDof = new boolean[count * nv];
      position = new double[3 * count];
      mass = new double[count];
      subtreeMass = new double[count];
      center = new double[3 * count];
      inertia = new double[6 * count];
    }
  }

  /** Joints in the order of the links. */
  static final class Joints {
    final int count;
    final String[] name;
    final boolean[] hinge; // else slide; a free joint is marked at its link
    final int[] qpos;
    final int[] dof;
    final double[] axis; // [joints, 3] in the link's frame
    final double[] anchor; // [joints, 3] in the link's frame, m
    final boolean[] anchored; // whether the anchor differs from the link's origin
    final double[] stiffness; // N/m or N m/rad, towards 0

    Joints(int count) {
      this.count = count;
      name = new String[count];
      hinge = new boolean[count];
      qpos = new int[count];
      dof = new int[count];
      axis = new double[3 * count];
      anchor = new double[3 * count];
      anchored = new boolean[count];
      stiffness = new double[count];
    }
  }

  /** Degrees of freedom. */
  static final class Dofs {
    final int[] parent; // nearest ancestor, -1 at a root
    final double[] damping; // N s/m or N m s/rad
    final double[] armature; // kg or kg m^2
    final double[] inverseWeight; // see InverseWeights

    Dofs(int nv) {
      parent = new int[nv];
      damping = new double[nv];
      armature = new double[nv];
      inverseWeight = new double[nv];
    }
  }

  /** Limits of slide and hinge joints. */
  static final class Limits {
    final int count;
    final int[] joint;
    final double[] lower; // m or rad
    final double[] upper;
    final double[] margin;
    final double[] softness; // [limits, Softness.SIZE]

    Limits(int count) {
      this.count = count;
      joint = new int[count];
      lower = new double[count];
      upper = new double[count];
      margin = new double[count];
      softness = new double[count * Softness.SIZE];
    }
  }

  /** Shapes. */
  static final class Geoms {
    final int count;
    final String[] name;
    final int[] body;
    final int[] link;
    final double[] position; // [geoms, 3] in the link's frame, m
    final double[] axis; // [geoms, 3] z axis in the link's frame
    final double[] radius; // m
    final double[] halfLength; // m

    Geoms(int count) {
      this.count = count;
      name = new String[count];
      body = new int[count];
      link = new int[count];
      position = new double[3 * count];
      axis = new double[3 * count];
      radius = new double[count];
      halfLength = new double[count];
    }
  }

  /** Pairs of shapes that may touch. */
  static final class Pairs {
    final int count;
    final PairType[] type;
    final int[] first;
    final int[] second;
    final int[] dimension; // 1 without friction, 3 with it
    final double[] margin; // m
    final double[] friction;
    final double[] softness; // [pairs, Softness.SIZE]

    Pairs(int count) {
      this.count = count;
      type = new PairType[count];
      first = new int[count];
      second = new int[count];
      dimension = new int[count];
      margin = new double[count];
      friction = new double[count];
      softness = new double[count * Softness.SIZE];
    }
  }

  /** Motors. */
  static final class Motors {
    final int[] dof;
    final double[] gear; // N or N m per unit of control
    final double[] lower;
    final double[] upper;

    Motors(int count) {
      dof = new int[count];
      gear = new double[count];
      lower = new double[count];
      upper = new double[count];
    }
  }

  /** Bodies as the file names them. */
  static final class Bodies {
    final int count;
    final String[] name;
    final int[] link;
    final double[] position; // [bodies, 3] origin in the link's frame, m
    final double[] mass; // kg
    final double[] center; // [bodies, 3] centre of mass in the link's frame, m
    final double[]
        inertia; // [bodies, 6] (xx, xy, xz, yy, yz, zz) about the centre in link axes, kg m^2
    final double[] inverseWeight; // 1/kg, see InverseWeights
    final double[]
        fluidAxes; // [bodies, 9] columns are the axes, in the link's frame, of the box that feels a
    // fluid
    final double[] fluidBox; // [bodies, 3] its side lengths, m

    Bodies(int count) {
      this.count = count;
      name = new String[count];
      link = new int[count];
      position = new double[3 * count];
      mass = new double[count];
      center = new double[3 * count];
      inertia = new double[6 * count];
      inverseWeight = new double[count];
      fluidAxes = new double[9 * count];
      fluidBox = new double[3 * count];
    }
  }

  /** Named points; positions {@code [sites, 3]} in the link's frame, m. */
  record Sites(String[] name, int[] link, double[] position) {}

  final String name;
  final Integrator integrator;
  final double timestep;
  final double[] gravity;
  final double fluidDensity;
  final double fluidViscosity;
  final int nq;
  final int nv;
  final int nu;
  final double[] qpos0; // [nq] the configuration that the file draws
  final boolean damped;
  final int maxContacts;
  final Links links;
  final Joints joints;
  final Dofs dofs;
  final MatrixLayout layout;
  final Limits limits;
  final Geoms geoms;
  final Pairs pairs;
  final Motors motors;
  final Bodies bodies;
  final Sites sites;

  Model(
      String name,
      ModelDescription.Options options,
      double[] qpos0,
      Links links,
      Joints joints,
      Dofs dofs,
      MatrixLayout layout,
      Limits limits,
      Geoms geoms,
      Pairs pairs,
      Motors motors,
      Bodies bodies,
      Sites sites) {
    this.name = name;
    integrator = options.integrator();
    timestep = options.timestep();
    gravity = options.gravity();
    fluidDensity = options.density();
    fluidViscosity = options.viscosity();
    nq = qpos0.length;
    nv = dofs.damping.length;
    nu = motors.dof.length;
    this.qpos0 = qpos0;
    damped = Arrays.stream(dofs.damping).anyMatch(value -> value > 0);
    maxContacts =
        Arrays.stream(pairs.type)
            .mapToInt(
                type -> type == PairType.PLANE_CAPSULE || type == PairType.CAPSULE_CAPSULE ? 2 : 1)
            .sum();
    this.links = links;
    this.joints = joints;
    this.dofs = dofs;
    this.layout = layout;
    this.limits = limits;
    this.geoms = geoms;
    this.pairs = pairs;
    this.motors = motors;
    this.bodies = bodies;
    this.sites = sites;
  }

  /**
   * Returns one of the models shipped with this package.
   *
   * @param file its whole name, such as {@code hopper.xml}, written out where it is asked for: that
   *     is how it is known which results a model is part of
   */
  public static Model shipped(String file, CapsuleInertia inertia) {
    try (InputStream input = Model.class.getResourceAsStream(file)) {
      Checks.require(
          input != null, "no model %s is shipped with %s", file, Model.class.getPackageName());
      return read(input, file, inertia);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read model " + file, e);
    }
  }

  /**
   * Returns the model that a file in our subset of MJCF describes.
   *
   * @param source names the file in error messages
   * @throws org.prefbench.core.InvalidInputException if the file lies outside the subset
   */
  public static Model read(InputStream input, String source, CapsuleInertia inertia)
      throws IOException {
    return new ModelCompiler(ModelReader.read(input, source), source, inertia).compile();
  }

  /** Returns the model's name. */
  public String name() {
    return name;
  }

  /** Returns the number of position coordinates. */
  public int nq() {
    return nq;
  }

  /** Returns the number of degrees of freedom. */
  public int nv() {
    return nv;
  }

  /** Returns the number of motors. */
  public int nu() {
    return nu;
  }

  /** Returns the seconds per engine step. */
  public double timestep() {
    return timestep;
  }

  /** Returns the configuration that the file draws, {@code [nq]}. */
  public double[] initialPosition() {
    return qpos0.clone();
  }

  /** Returns the smallest controls, {@code [nu]}; engine steps clip to them. */
  public double[] controlLower() {
    return motors.lower.clone();
  }

  /** Returns the largest controls, {@code [nu]}. */
  public double[] controlUpper() {
    return motors.upper.clone();
  }

  /** Returns the number of the body called {@code body}, for {@link Data#bodyCoordinate}. */
  public int body(String body) {
    return index("body", body, bodies.name);
  }

  /** Returns the number of the site called {@code site}, for {@link Data#siteCoordinate}. */
  public int site(String site) {
    return index("site", site, sites.name);
  }

  private int index(String kind, String wanted, String[] names) {
    List<String> known = Arrays.asList(names);
    int index = known.indexOf(wanted);
    if (index < 0) {
      throw Checks.unknown(kind + " of model " + name, wanted, known);
    }
    return index;
  }
}
