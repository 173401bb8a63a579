package org.prefbench.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * The optimality conditions of the convex problem, which hold at its only minimiser and nowhere
 * else.
 */
class ConstraintSolverTest {
  /**
   * Two arms on one base that clap: contact between branches of the tree, so matrix rows are full.
   */
  private static final String CLAPPING =
      """
      <mujoco model="clapping">
        <compiler angle="radian"/>
        <option integrator="RK4" timestep="0.0005"/>
        <worldbody>
          <body name="base" pos="0 0 1">
            <joint name="slide" type="slide" axis="1 0 0"/>
            <geom name="base" type="sphere" size="0.1" contype="0" conaffinity="0"/>
            <body name="left" pos="-0.2 0 0">
              <joint name="left" type="hinge" axis="0 1 0"/>
              <geom name="left" type="capsule" fromto="0 0 0 0 0 0.5" size="0.05"/>
            </body>
            <body name="right" pos="0.2 0 0">
              <joint name="right" type="hinge" axis="0 1 0"/>
              <geom name="right" type="capsule" fromto="0 0 0 0 0 0.4" size="0.05"/>
            </body>
          </body>
        </worldbody>
      </mujoco>
      """;

  static List<String> models() {
    return Stream.concat(GoldenModels.MAIN.stream(), Stream.of("clapping")).toList();
  }

  private static Model model(String name) throws IOException {
    return name.equals("clapping") ? ModelReaderTest.read(CLAPPING) : GoldenModels.load(name);
  }

  @ParameterizedTest
  @MethodSource("models")
  void forcesBalanceAndObeyTheirLaw(String name) throws IOException {
    Model model = model(name);
    Data data = new Data(model);
    RandomStream random = new Seed(17).child(name).generator();
    int constrained = 0;
    for (int sample = 0; sample < 2000; sample++) {
      randomState(data, random);
      if (sample % 2 == 0) {
        data.forgetWarmStart(); // else it starts from the solution of an unrelated state
      }
      Dynamics.forward(data);
      ConstraintSolver.constraintForce(data);
      constrained += data.rowCount > 0 ? 1 : 0;
      double scale = 1;
      for (int r = 0; r < data.rowCount; r++) {
        scale = Math.max(scale, data.rowWeight[r] * Math.abs(data.rowReference[r]));
      }
      for (int r = 0; r < data.rowCount; r++) {
        double residual = ConstraintRows.product(data, r, data.qacc) - data.rowReference[r];
        double force = data.rowWeight[r] * Math.max(0, -residual);
        assertEquals(force, data.rowForce[r], 1e-9 * scale, "row " + r + ", sample " + sample);
      }
      double[] momentum = new double[model.nv];
      SparseFactor.multiply(model, data.massMatrix, data.qacc, momentum);
      for (int k = 0; k < model.nv; k++) {
        double balance = momentum[k] - data.smoothForce[k] - data.constraintForce[k];
        assertEquals(0, balance, 1e-9 * scale, "degree of freedom " + k + ", sample " + sample);
      }
      assertTrue(data.solverIterations <= 20, "iterations " + data.solverIterations);
    }
    assertTrue(constrained > 100, "samples with constraints: " + constrained);
  }

  @ParameterizedTest
  @MethodSource("models")
  void startingPointDoesNotMatter(String name) throws IOException {
    Data cold = new Data(model(name));
    Data warm = new Data(cold.model);
    RandomStream random = new Seed(18).child(name).generator();
    for (int sample = 0; sample < 300; sample++) {
      randomState(cold, random);
      System.arraycopy(cold.qpos, 0, warm.qpos, 0, cold.qpos.length);
      System.arraycopy(cold.qvel, 0, warm.qvel, 0, cold.qvel.length);
      System.arraycopy(cold.control, 0, warm.control, 0, cold.control.length);
      cold.forgetWarmStart();
      Dynamics.forward(cold);
      Dynamics.forward(warm);
      assertTrue(GoldenTable.error(cold.qacc, warm.qacc) < 1e-8, "sample " + sample);
    }
  }

  @Test
  void armsPushEachOtherApartAndKeepTheirMomentum() throws IOException {
    Model model = model("clapping");
    Data data = new Data(model);
    assertEquals(6, model.layout.rowDof().length, "full rows");
    data.qpos[1] = 0.35;
    data.qpos[2] = -0.35;
    data.qvel[1] = 1;
    data.qvel[2] = -1;
    boolean touched = false;
    double before = momentumAlongSlide(data);
    for (int i = 0; i < 400; i++) {
      Dynamics.step(data);
      touched |= data.contactCount > 0;
    }
    assertTrue(touched);
    assertTrue(data.qvel[1] < 0 && data.qvel[2] > 0, "they part");
    // Gravity, the joints and the contact push nothing along the slide: momentum stays.
    assertEquals(before, momentumAlongSlide(data), 1e-6);
  }

  private static double momentumAlongSlide(Data data) {
    Dynamics.forward(data);
    double[] momentum = new double[data.model.nv];
    SparseFactor.multiply(data.model, data.massMatrix, data.qvel, momentum);
    return momentum[0];
  }

  private static void randomState(Data data, RandomStream random) {
    double[] initial = data.model.initialPosition();
    for (int i = 0; i < initial.length; i++) {
      data.qpos[i] = initial[i] + random.uniform(-0.6, 0.6);
    }
    for (int i = 0; i < data.qvel.length; i++) {
      data.qvel[i] = 3 * random.nextGaussian();
    }
    for (int i = 0; i < data.control.length; i++) {
      data.control[i] = random.uniform(-1, 1);
    }
  }
}
