package org.prefbench.physics;

/**
 * One simulation: its state, and everything the last forward pass computed from it. Mutable, for
 * one thread at a time; nothing is allocated after construction. The persistent state is {@link
 * #qpos} and {@link #qvel}, provided {@link #forgetWarmStart} is called before continuing from a
 * copied state.
 */
public final class Data {
  /** The constants of the simulated mechanism. */
  public final Model model;

  /** Positions, {@code [nq]}; m, rad and unit quaternions. */
  public final double[] qpos;

  /** Velocities, {@code [nv]}; m/s and rad/s. */
  public final double[] qvel;

  /** Controls, {@code [nu]}. */
  public final double[] control;

  /** Accelerations of the last forward pass, {@code [nv]}; m/s^2 and rad/s^2. */
  public final double[] qacc;

  // Kinematics.
  final double[] linkPosition; // [links, 3] origin in the world, m
  final double[] linkRotation; // [links, 9] row-major, from link to world axes
  final double[] dofMotion; // [nv, 6] motion per unit velocity, about the origin of the tree's root

  // Spatial inertia about the origin of the tree's root, world axes: first moment (3), moments of
  // inertia (6).
  final double[] linkInertia; // [links, 9]
  final double[] subtreeInertia; // [links, 9]
  final double[] massMatrix; // [entries], rows as the model lays them out

  // Velocity-dependent quantities.
  final double[] linkVelocity; // [links, 6]
  final double[] linkAcceleration; // [links, 6] at zero qacc, plus gravity
  final double[] linkForce; // [links, 6]

  // Generalised forces, [nv].
  final double[] biasForce;
  final double[] passiveForce;
  final double[] motorForce;
  final double[] smoothForce;
  final double[] constraintForce;
  final double[] smoothAcceleration;

  // Contacts.
  int contactCount;
  final int[] contactPair;
  final double[] contactDistance; // m, negative when penetrating
  final double[] contactPosition; // [contacts, 3] m
  final double[]
      contactFrame; // [contacts, 9] rows normal (from first to second shape), two tangents
  final double[] geomPosition; // [geoms, 3]
  final double[] geomAxis; // [geoms, 3]

  // Constraint rows; row r acts on the degrees of freedom of matrix row rowDof[r], first
  // rowLength[r] of them.
  int rowCount;
  final int[] rowDof;
  final int[] rowLength;
  final double[] rowJacobian; // [rows, nv]
  final double[] rowWeight; // D, the inverse regulariser
  final double[] rowReference; // reference acceleration
  final double[] rowImpedance;
  final double[] rowForce;

  // Solver.
  boolean warm;
  int solverIterations;
  final double[] factor; // [entries]
  final double[] inverseDiagonal; // [nv]
  final double[] gradient; // [nv]
  final double[] direction; // [nv]
  final double[] rowResidual;
  final double[] rowDirection;
  final boolean[] rowActive;

  // Integration.
  final double[] startPosition; // [nq]
  final double[] startVelocity; // [nv]
  final double[] stageVelocity; // [nv]
  final double[] velocitySum; // [nv]
  final double[] accelerationSum; // [nv]

  final double[] pair; // two results of one calculation
  final double[] wrench; // [3, 6]

  /** Creates a simulation at rest in the configuration that the model's file draws. */
  public Data(Model model) {
    this.model = model;
    int nv = model.nv;
    int links = model.links.count;
    int entries = model.layout.rowStart()[nv];
    int contacts = model.maxContacts;
    int rows = 2 * model.limits.count + 4 * contacts;
    qpos = model.qpos0.clone();
    qvel = new double[nv];
    control = new double[model.nu];
    qacc = new double[nv];
    linkPosition = new double[3 * links];
    linkRotation = new double[9 * links];
    linkRotation[0] = 1;
    linkRotation[4] = 1;
    linkRotation[8] = 1;
    dofMotion = new double[6 * nv];
    linkInertia = new double[9 * links];
    subtreeInertia = new double[9 * links];
    massMatrix = new double[entries];
    linkVelocity = new double[6 * links];
    linkAcceleration = new double[6 * links];
    for (int i = 0; i < 3; i++) {
      linkAcceleration[3 + i] =
          -model.gravity[i]; // a resting world accelerates upwards in free fall
    }
    linkForce = new double[6 * links];
    biasForce = new double[nv];
    passiveForce = new double[nv];
    motorForce = new double[nv];
    smoothForce = new double[nv];
    constraintForce = new double[nv];
    smoothAcceleration = new double[nv];
    contactPair = new int[contacts];
    contactDistance = new double[contacts];
    contactPosition = new double[3 * contacts];
    contactFrame = new double[9 * contacts];
    geomPosition = new double[3 * model.geoms.count];
    geomAxis = new double[3 * model.geoms.count];
    rowDof = new int[rows];
    rowLength = new int[rows];
    rowJacobian = new double[rows * nv];
    rowWeight = new double[rows];
    rowReference = new double[rows];
    rowImpedance = new double[rows];
    rowForce = new double[rows];
    factor = new double[entries];
    inverseDiagonal = new double[nv];
    gradient = new double[nv];
    direction = new double[nv];
    rowResidual = new double[rows];
    rowDirection = new double[rows];
    rowActive = new boolean[rows];
    startPosition = new double[model.nq];
    startVelocity = new double[nv];
    stageVelocity = new double[nv];
    velocitySum = new double[nv];
    accelerationSum = new double[nv];
    pair = new double[2];
    wrench = new double[18];
  }

  /**
   * Lets the next solution of the contact forces start from scratch. It converges to the same
   * forces from anywhere, but not to the same last bit; without memory of earlier steps, equal
   * states continue bit for bit equally.
   */
  public void forgetWarmStart() {
    warm = false;
  }

  /**
   * Returns a world coordinate of the origin of body {@code body} in the last forward pass, m.
   *
   * @param axis 0, 1, 2 for x, y, z
   */
  public double bodyCoordinate(int body, int axis) {
    return Kinematics.worldCoordinate(
        this, model.bodies.link[body], model.bodies.position, 3 * body, axis);
  }

  /**
   * Returns a world coordinate of site {@code site} in the last forward pass, m.
   *
   * @param axis 0, 1, 2 for x, y, z
   */
  public double siteCoordinate(int site, int axis) {
    return Kinematics.worldCoordinate(
        this, model.sites.link()[site], model.sites.position(), 3 * site, axis);
  }

  /** Writes the constraint forces of the last forward pass, {@code [nv]}; N and N m. */
  public void constraintForce(double[] result) {
    ConstraintSolver.constraintForce(this);
    System.arraycopy(constraintForce, 0, result, 0, constraintForce.length);
  }
}
