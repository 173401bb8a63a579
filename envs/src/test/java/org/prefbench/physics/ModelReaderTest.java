package org.prefbench.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.InvalidInputException;

class ModelReaderTest {
  private static final String BALL =
      """
      <mujoco model="ball">
        <compiler angle="degree"/>
        <option timestep="0.01"/>
        <default><geom density="500"/></default>
        <worldbody>
          <geom name="floor" type="plane" size="1 1 1"/>
          <body name="ball" pos="0 0 2">
            <joint name="root" type="free"/>
            <geom name="shell" type="sphere" size="0.1"/>
            <body name="arm" pos="0.2 0 0">
              <joint name="elbow" type="hinge" axis="0 2 0" limited="true" range="-90 45"/>
              <geom name="stick" type="capsule" fromto="0 0 0 0.3 0 0" size="0.02"/>
            </body>
          </body>
        </worldbody>
        <actuator><motor joint="elbow" gear="3" ctrlrange="-2 1"/></actuator>
      </mujoco>
      """;

  static Model read(String text) throws IOException {
    return Model.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        "test.xml",
        CapsuleInertia.EXACT);
  }

  @Test
  void readsWhatTheFileSays() throws IOException {
    Model model = read(BALL);
    assertEquals(8, model.nq());
    assertEquals(7, model.nv());
    assertEquals(1, model.nu());
    assertEquals(2, model.initialPosition()[2]);
    assertEquals(1, model.initialPosition()[3]);
    assertEquals(-Math.PI / 2, model.limits.lower[0]);
    assertEquals(Math.PI / 4, model.limits.upper[0]);
    assertEquals(1, model.joints.axis[3 * 1 + 1], "axes are normalised");
    assertEquals(500 * 4.0 / 3 * Math.PI * 1e-3, model.bodies.mass[1], 1e-15);
    assertEquals(3, model.motors.gear[0]);
    assertEquals(-2, model.controlLower()[0]);
    assertEquals(2, model.body("arm"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "density=\"500\" | desity=\"500\" | attribute 'desity', did you mean 'density'",
        "type=\"sphere\" | type=\"box\" | unknown type 'box'",
        "size=\"0.1\" | size=\"ten\" | size of geom 'shell' must be a number, got 'ten'",
        "size=\"0.1\" | size=\"NaN\" | size of geom 'shell' must be finite",
        "range=\"-90 45\" | range=\"45 -90\" | range of joint elbow must increase",
        "axis=\"0 2 0\" | axis=\"0 0 0\" | axis of joint 'elbow' must not be zero",
        "joint=\"elbow\" | joint=\"elbo\" | 'elbo', did you mean 'elbow'",
        "timestep=\"0.01\" | timestep=\"0\" | timestep must be > 0",
        "</actuator> | </actuatr> | line 16",
        "<actuator> | <tendon/><actuator> | <tendon> is not supported",
        "pos=\"0.2 0 0\" | pos=\"0.2 0\" | pos of body 'arm' must have 3 values, got 2",
        "type=\"free\" | type=\"free\" stiffness=\"1\" | free joint root must have neither",
      })
  void refusesWhatItDoesNotUnderstand(String good, String bad, String message) {
    String text = BALL.replace(good, bad);
    assertFalse(text.equals(BALL));
    InvalidInputException error = assertThrows(InvalidInputException.class, () -> read(text));
    assertTrue(error.getMessage().contains(message), error.getMessage());
    assertTrue(error.getMessage().contains("test.xml"), error.getMessage());
    assertFalse(error.getMessage().contains("\n"), error.getMessage());
  }

  @Test
  void refusesExternalEntities() {
    String text = "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>" + BALL;
    assertThrows(InvalidInputException.class, () -> read(text));
  }

  @Test
  void namesAModelThatIsNotShipped() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> Model.shipped("dog.xml", CapsuleInertia.EXACT));
    assertTrue(error.getMessage().contains("dog.xml"), error.getMessage());
  }
}
