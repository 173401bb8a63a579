package org.prefbench.physics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares every stage of a forward pass with libmujoco 2.2.2: inertia matrix, forces,
 * accelerations, contacts, constraint rows, then the whole engine step.
 */
public final class StageParity {
  private final Model model;
  private final Data data;
  private final GoldenTable main;
  private final GoldenTable contacts;
  private final GoldenTable rows;
  private final Map<String, Double> errors = new TreeMap<>();
  private int contactRow;
  private int constraintRow;

  /** Prepares a comparison with the three tables of a model's forward passes. */
  public StageParity(Model model, GoldenTable main, GoldenTable contacts, GoldenTable rows) {
    this.model = model;
    data = new Data(model);
    this.main = main;
    this.contacts = contacts;
    this.rows = rows;
  }

  /**
   * Returns the largest relative error of each quantity; structural differences appear as infinity.
   */
  public Map<String, Double> compare() {
    for (int r = 0; r < main.rows(); r++) {
      load(r);
      Dynamics.forward(data);
      ConstraintSolver.constraintForce(data);
      forces(r);
      contacts(r);
      rows(r);
      ConstraintSolver.smoothAcceleration(data);
      note("smooth acceleration", main.vector(r, "qacc_smooth", model.nv), data.smoothAcceleration);
      load(r);
      Dynamics.step(data);
      note("next qpos", main.vector(r, "next_qpos", model.nq), data.qpos);
      note("next qvel", main.vector(r, "next_qvel", model.nv), data.qvel);
    }
    same("all contacts used", contactRow == contacts.rows());
    same("all rows used", constraintRow == rows.rows());
    return errors;
  }

  private void load(int r) {
    System.arraycopy(main.vector(r, "qpos", model.nq), 0, data.qpos, 0, model.nq);
    System.arraycopy(main.vector(r, "qvel", model.nv), 0, data.qvel, 0, model.nv);
    System.arraycopy(main.vector(r, "ctrl", model.nu), 0, data.control, 0, model.nu);
    data.forgetWarmStart();
  }

  private void forces(int r) {
    for (int i = 0; i < model.nv; i++) {
      for (int j = i; j < model.nv; j++) {
        note("inertia matrix", main.number(r, "M_" + i + "_" + j), entry(i, j));
      }
    }
    note("bias force", main.vector(r, "qfrc_bias", model.nv), data.biasForce);
    note("passive force", main.vector(r, "qfrc_passive", model.nv), data.passiveForce);
    note("motor force", main.vector(r, "qfrc_actuator", model.nv), data.motorForce);
    note("constraint force", main.vector(r, "qfrc_constraint", model.nv), data.constraintForce);
    note("acceleration", main.vector(r, "qacc", model.nv), data.qacc);
  }

  /**
   * Returns entry (i, j) of the inertia matrix, {@code i <= j}, which is stored in row j if i is an
   * ancestor of j.
   */
  private double entry(int i, int j) {
    for (int a = model.layout.rowStart()[j]; a < model.layout.rowStart()[j + 1]; a++) {
      if (model.layout.rowDof()[a] == i) {
        return data.massMatrix[a];
      }
    }
    return 0;
  }

  private boolean belongs(GoldenTable table, int at, int r) {
    return at < table.rows()
        && table.text(at, "ep").equals(main.text(r, "ep"))
        && table.text(at, "k").equals(main.text(r, "k"));
  }

  private void contacts(int r) {
    int count = 0;
    for (; belongs(contacts, contactRow, r); contactRow++, count++) {
      int c = contactRow;
      int pair = data.contactPair[count];
      same(
          "contact pair",
          contacts.number(c, "geom1") == model.pairs.first[pair]
              && contacts.number(c, "geom2") == model.pairs.second[pair]
              && contacts.number(c, "dim") == model.pairs.dimension[pair]);
      note("contact friction", contacts.number(c, "friction0"), model.pairs.friction[pair]);
      note("contact margin", contacts.number(c, "margin"), model.pairs.margin[pair]);
      note("contact distance", contacts.number(c, "dist"), data.contactDistance[count]);
      double[] expected = {
        contacts.number(c, "px"), contacts.number(c, "py"), contacts.number(c, "pz")
      };
      note(
          "contact position",
          expected,
          Arrays.copyOfRange(data.contactPosition, 3 * count, 3 * count + 3));
      note(
          "contact frame",
          contacts.vector(c, "f", 9),
          Arrays.copyOfRange(data.contactFrame, 9 * count, 9 * count + 9));
    }
    same("contact count", count == data.contactCount);
  }

  private void rows(int r) {
    int count = 0;
    for (; belongs(rows, constraintRow, r); constraintRow++, count++) {
      note("row weight", rows.number(constraintRow, "D"), data.rowWeight[count]);
      note("row impedance", rows.number(constraintRow, "I"), data.rowImpedance[count]);
      note("row reference", rows.number(constraintRow, "aref"), data.rowReference[count]);
      note("row force", rows.number(constraintRow, "force"), data.rowForce[count]);
      double[] jacobian = new double[model.nv];
      int start = model.layout.rowStart()[data.rowDof[count]];
      for (int t = 0; t < data.rowLength[count]; t++) {
        jacobian[model.layout.rowDof()[start + t]] = data.rowJacobian[count * model.nv + t];
      }
      note("row Jacobian", rows.vector(constraintRow, "J", model.nv), jacobian);
    }
    same("row count", count == data.rowCount);
  }

  private void note(String quantity, double[] expected, double[] actual) {
    errors.merge(quantity, GoldenTable.error(expected, actual), Math::max);
  }

  private void note(String quantity, double expected, double actual) {
    errors.merge(quantity, GoldenTable.error(expected, actual), Math::max);
  }

  private void same(String what, boolean holds) {
    errors.merge(what, holds ? 0 : Double.POSITIVE_INFINITY, Math::max);
  }

  /**
   * Returns the largest relative error of Runge-Kutta stages 2 to 4 computed from MuJoCo's previous
   * ones.
   */
  public static double rungeKuttaStages(Model model, GoldenTable table) {
    double error = 0;
    for (int r = 0; r + 3 < table.rows(); r += 4) {
      double[] startVelocity = table.vector(r, "qvel", model.nv);
      for (int stage = 1; stage < 4; stage++) {
        double part = stage == 3 ? model.timestep : 0.5 * model.timestep;
        double[] position = table.vector(r, "qpos", model.nq);
        double[] velocity = table.vector(r + stage - 1, "qvel", model.nv);
        Positions.advance(model, position, velocity, part, new double[2]);
        double[] acceleration = table.vector(r + stage - 1, "qacc", model.nv);
        Arrays.setAll(velocity, k -> startVelocity[k] + part * acceleration[k]);
        double[] expected = table.vector(r + stage, "qpos", model.nq);
        error = Math.max(error, GoldenTable.error(expected, position));
        expected = table.vector(r + stage, "qvel", model.nv);
        error = Math.max(error, GoldenTable.error(expected, velocity));
      }
    }
    return error;
  }
}
