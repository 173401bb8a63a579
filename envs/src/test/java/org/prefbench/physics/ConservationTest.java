package org.prefbench.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of mechanics that no implementation detail enters. */
class ConservationTest {
  private static final double GRAVITY = 9.81; // m/s^2

  /** Returns kinetic energy 1/2 v' M v plus m g times the heights of the centres of mass, J. */
  private static double energy(Data data) {
    Model model = data.model;
    Dynamics.forward(data);
    double[] momentum = new double[model.nv];
    SparseFactor.multiply(model, data.massMatrix, data.qvel, momentum);
    double energy = 0;
    for (int k = 0; k < model.nv; k++) {
      energy += 0.5 * momentum[k] * data.qvel[k];
    }
    for (int link = 1; link < model.links.count; link++) {
      double height = Kinematics.worldCoordinate(data, link, model.links.center, 3 * link, 2);
      energy += model.links.mass[link] * GRAVITY * height;
    }
    return energy;
  }

  /**
   * A robot thrown up with its joints free of damping and limits. The method is of order four, but
   * of order two for a free body's turning: like MuJoCo, it averages angular velocities of the
   * stages in body axes.
   */
  @ParameterizedTest
  @CsvSource({"hopper, 4", "walker2d, 4", "ant, 2"})
  void energyIsConservedInFlight(String name, int order) throws IOException {
    double coarse = energyDrift(name, "0.004");
    double fine = energyDrift(name, "0.002");
    assertTrue(coarse < 1e-6, name + ": relative drift " + coarse);
    double fall = StrictMath.log(coarse / fine) / StrictMath.log(2);
    assertEquals(order, fall, 0.5, name + ": drift " + coarse + ", at half the step " + fine);
  }

  private static double energyDrift(String name, String timestep) throws IOException {
    String text;
    try (InputStream input = Model.class.getResourceAsStream(name + ".xml")) {
      text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    }
    Model model =
        ModelReaderTest.read(
            text.replaceAll("damping=\"[^\"]*\"", "damping=\"0\"")
                .replace("limited=\"true\"", "limited=\"false\"")
                .replaceAll("timestep=\"[^\"]*\"", "timestep=\"" + timestep + "\""));
    Data data = new Data(model);
    data.qpos[name.equals("ant") ? 2 : 1] += 5;
    for (int k = 0; k < model.nv; k++) {
      data.qvel[k] = k < 2 ? 1 : 2 * StrictMath.sin(k);
    }
    double start = energy(data);
    double drift = 0;
    while (data.qpos[name.equals("ant") ? 2 : 1] > 4.5) {
      Dynamics.step(data);
      drift = Math.max(drift, Math.abs(energy(data) - start) / Math.abs(start));
      assertEquals(0, data.rowCount);
    }
    return drift;
  }

  @Test
  void aThrownBodyFollowsItsParabolaAndKeepsItsAngularMomentum() throws IOException {
    Model model =
        ModelReaderTest.read(
            """
            <mujoco model="stick">
              <option integrator="RK4" timestep="0.001"/>
              <worldbody>
                <body name="stick" pos="0 0 10">
                  <joint name="root" type="free"/>
                  <geom name="stick" type="capsule" fromto="-0.3 -0.1 -0.2 0.3 0.1 0.2" size="0.05"/>
                </body>
              </worldbody>
            </mujoco>
            """);
    Data data = new Data(model);
    data.qvel[0] = 2;
    data.qvel[2] = 3;
    data.qvel[3] = 4;
    data.qvel[4] = -1;
    data.qvel[5] = 2;
    double[] before = angularMomentum(data);
    for (int i = 0; i < 1000; i++) {
      Dynamics.step(data);
    }
    double t = 1; // s
    assertEquals(2 * t, data.qpos[0], 1e-9);
    assertEquals(10 + 3 * t - 0.5 * GRAVITY * t * t, data.qpos[2], 1e-9);
    double[] after = angularMomentum(data);
    for (int i = 0; i < 3; i++) {
      assertEquals(before[i], after[i], 3e-6); // second order, see above
    }
  }

  /**
   * Returns the angular momentum of the only link about its centre of mass in world axes, R I w.
   */
  private static double[] angularMomentum(Data data) {
    Kinematics.compute(data);
    double[] w = {data.qvel[3], data.qvel[4], data.qvel[5]};
    double[] inertia = data.model.links.inertia;
    double[] local = {
      inertia[6] * w[0] + inertia[7] * w[1] + inertia[8] * w[2],
      inertia[7] * w[0] + inertia[9] * w[1] + inertia[10] * w[2],
      inertia[8] * w[0] + inertia[10] * w[1] + inertia[11] * w[2]
    };
    return Rotation.times(Arrays.copyOfRange(data.linkRotation, 9, 18), local);
  }

  /** A ball at rest: the four edges of the friction pyramid carry its weight, whence its depth. */
  @Test
  void aRestingBallNeitherSinksNorCreeps() throws IOException {
    Model model =
        ModelReaderTest.read(
            """
            <mujoco model="ball">
              <option integrator="RK4" timestep="0.002"/>
              <worldbody>
                <geom name="floor" type="plane" size="9 9 9"/>
                <body name="ball" pos="0 0 0.1">
                  <joint name="root" type="free"/>
                  <geom name="ball" type="sphere" size="0.1"/>
                </body>
              </worldbody>
            </mujoco>
            """);
    Data data = new Data(model);
    for (int i = 0; i < 1000; i++) {
      Dynamics.step(data);
    }
    double[] settled = data.qpos.clone();
    for (int i = 0; i < 5000; i++) { // ten seconds
      Dynamics.step(data);
    }
    assertTrue(GoldenTable.error(settled, data.qpos) < 1e-12, "it moved");
    for (double velocity : data.qvel) {
      assertEquals(0, velocity, 1e-12);
    }
    double mass = 1000 * 4.0 / 3 * Math.PI * 1e-3;
    double low = 0;
    double high = 1e-3;
    for (int i = 0; i < 200; i++) {
      double depth = 0.5 * (low + high);
      if (force(depth, mass) < mass * GRAVITY) {
        low = depth;
      } else {
        high = depth;
      }
    }
    assertEquals(0.1 - low, data.qpos[2], 1e-12);
  }

  /**
   * Returns the normal force at rest by hand from MuJoCo's documented default softness (time
   * constant 0.02 s, damping ratio 1, impedance 0.9 to 0.95 over 1 mm), friction 1 and inverse
   * weight 1 / mass.
   */
  private static double force(double depth, double mass) {
    double x = Math.min(1, depth / 0.001);
    double y = x <= 0.5 ? 2 * x * x : 1 - 2 * (1 - x) * (1 - x);
    double impedance = 0.9 + 0.05 * y;
    double stiffness = 1 / (0.95 * 0.95 * 0.02 * 0.02);
    double regularizer = 2 * (1 - impedance) / impedance * (1 / mass) * (1 + 1);
    return 4 * stiffness * impedance * depth / regularizer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"halfcheetah", "ant"})
  void aRobotLeftAloneComesToRest(String name) {
    Data data = new Data(GoldenModels.load(name));
    for (int i = 0; i < 20 / data.model.timestep; i++) {
      Dynamics.step(data);
    }
    double[] settled = data.qpos.clone();
    for (int i = 0; i < 10 / data.model.timestep; i++) {
      Dynamics.step(data);
    }
    for (double velocity : data.qvel) {
      assertEquals(0, velocity, 1e-9, name);
    }
    for (int i = 0; i < settled.length; i++) {
      assertEquals(settled[i], data.qpos[i], 1e-9, name + ": qpos " + i);
    }
  }
}
