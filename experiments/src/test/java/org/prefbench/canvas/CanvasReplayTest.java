package org.prefbench.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.Simulator;
import org.prefbench.policy.Behaviors;
import org.prefbench.preference.PairSampler;

/** Replays against the mechanics of a pendulum, worked out by hand. */
class CanvasReplayTest {
  private static final EnvironmentFactory PENDULUM = Environments.registered().get("pendulum-v1");

  /** Returns two steps without torque: the second state is kept where {@code states} has it. */
  private static Segment swing(Optional<DoubleMatrix> states) {
    return new Segment(
        new FloatMatrix(3, 3), new FloatMatrix(2, 1), new FloatMatrix(2, 1), End.RUNNING, states);
  }

  private static JsonNode json(Segment segment) throws Exception {
    return new ObjectMapper().readTree(CanvasReplay.of(PENDULUM, segment).json());
  }

  /**
   * A rod of 1 m at 0.5 rad and rest: velocity += 15 sin(angle) 0.05, angle += velocity 0.05, twice
   * (Pendulum-v1 of Gymnasium); its tip is at (-sin, 0, cos).
   */
  @Test
  void framesAreTheStatesAndTheLastOneIsSimulated() throws Exception {
    double velocity = 15 * Math.sin(0.5) * 0.05;
    double angle = 0.5 + velocity * 0.05;
    double secondVelocity = velocity + 15 * Math.sin(angle) * 0.05;
    double secondAngle = angle + secondVelocity * 0.05;
    double[] angles = {0.5, angle, secondAngle};
    DoubleMatrix both = DoubleMatrix.of(new double[] {0.5, 0}, new double[] {angle, velocity});
    for (DoubleMatrix states : new DoubleMatrix[] {both, both.slice(0, 1)}) {
      JsonNode replay = json(swing(Optional.of(states)));
      assertEquals("pendulum-v1", replay.get("environment").asText());
      assertEquals(0.05, replay.get("step").asDouble());
      double unit = replay.get("unit").asDouble();
      assertEquals(2.6 / 4096, unit); // the picture shows 2.6 m
      assertEquals(3, replay.get("frames").size());
      for (int t = 0; t < 3; t++) {
        JsonNode frame = replay.get("frames").get(t);
        assertEquals(5 + 6, frame.size(), "the rod moves, line and pivot do not");
        assertEquals(4096, frame.get(4).asInt());
        assertEquals(0, frame.get(5).asInt());
        assertEquals(-Math.sin(angles[t]), frame.get(8).asInt() * unit, unit);
        assertEquals(0, frame.get(9).asInt());
        assertEquals(Math.cos(angles[t]), frame.get(10).asInt() * unit, unit);
      }
      JsonNode shapes = replay.get("layouts").get(0).get("shapes");
      assertEquals("line", shapes.get(0).get("kind").asText());
      assertEquals("goal", shapes.get(0).get("role").asText());
      assertEquals("[0,0,0,0,0,1575]", shapes.get(0).get("at").toString()); // 1 m / unit
      assertEquals("capsule", shapes.get(1).get("kind").asText());
      assertEquals("[0.08]", shapes.get(1).get("size").toString());
      assertFalse(shapes.get(1).has("at"));
      assertTrue(replay.get("layouts").get(0).get("distance").isNull()); // a drawing board
    }
  }

  @Test
  void whatCannotBeDrawnIsSaid() {
    assertEquals(
        "a segment of pendulum-v1 has no simulator states, from which its replay is drawn",
        assertThrows(
                InvalidInputException.class,
                () -> CanvasReplay.of(PENDULUM, swing(Optional.empty())))
            .getMessage());
    DoubleMatrix wide = new DoubleMatrix(2, 3);
    assertEquals(
        "a state of pendulum-v1 has 2 numbers, those of the segment have 3",
        assertThrows(
                InvalidInputException.class,
                () -> CanvasReplay.of(PENDULUM, swing(Optional.of(wide))))
            .getMessage());
  }

  /** An episode of a robot, with the view that follows it, is small enough for a page of many. */
  @Test
  void replaysAreSmall() {
    EnvironmentFactory hopper = Environments.registered().get("hopper-v4");
    Simulator simulator = new Simulator(hopper, true, new Ledger());
    double[][] start = {new double[hopper.spec().stateSize()]};
    start[0][1] = 1.25; // m, upright
    Segment segment =
        PairSampler.rollOut(
                simulator,
                Behaviors.find("hopper-v4", "random").policy(),
                start,
                10,
                new Seed[] {new Seed(1)})
            .get(0);
    CanvasReplay replay = CanvasReplay.of(hopper, segment);
    assertEquals(segment.length(), replay.steps());
    int bytes = replay.json().getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes < 1000 + 200 * replay.scenes().size(), "bytes: " + bytes);
  }
}
