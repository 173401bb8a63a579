package org.prefbench.env.locomotion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.InvalidInputException;
import org.prefbench.physics.GoldenTable;

/** Replays of files that libmujoco 2.2.2 wrote. */
class ReplayTest {
  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void chooseOutput() {
    output = folder.resolve("out.csv");
  }

  private Path golden(String name) throws IOException {
    Path file = folder.resolve("in.csv.gz");
    try (InputStream input = GoldenTable.class.getResourceAsStream("golden/hopper/" + name)) {
      Files.copy(input, file);
    }
    return file;
  }

  private static double[] row(List<String> lines, int row) {
    return Arrays.stream(lines.get(row).split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void oneControlStepPerRow() throws IOException {
    int rows = new Replay("hopper-v4", golden("onestep.csv.gz"), false, 0).run(output);
    GoldenTable table = GoldenTable.subset("hopper", "onestep");
    assertEquals(table.rows(), rows);
    List<String> lines = Files.readAllLines(output);
    assertEquals(rows + 1, lines.size());
    assertEquals(
        "qpos0,qpos1,qpos2,qpos3,qpos4,qpos5,qvel0,qvel1,qvel2,qvel3,qvel4,qvel5,reward,terminated",
        lines.get(0));
    for (int r = 0; r < rows; r++) {
      double[] actual = row(lines, r + 1);
      assertEquals(table.vector(r, "en_qpos", 6)[3], actual[3], 1e-12);
      assertEquals(table.vector(r, "en_qvel", 6)[5], actual[11], 1e-9);
      assertEquals(table.number(r, "reward"), actual[12], 1e-11);
      assertEquals(table.number(r, "terminated"), actual[13]);
    }
  }

  @Test
  void oneEngineStepPerRow() throws IOException {
    new Replay("hopper-v4", golden("onestep.csv.gz"), false, 1).run(output);
    GoldenTable table = GoldenTable.subset("hopper", "onestep");
    List<String> lines = Files.readAllLines(output);
    for (int r = 0; r < table.rows(); r++) {
      double[] actual = row(lines, r + 1);
      assertEquals(table.vector(r, "s1_qpos", 6)[3], actual[3], 1e-12);
      assertTrue(Double.isNaN(actual[12]), "an engine step has no reward");
    }
  }

  @Test
  void rolloutFollowsMujocoOpenLoop() throws IOException {
    new Replay("hopper-v4", golden("rollout_uniform.csv.gz"), true, 0).run(output);
    GoldenTable table = GoldenTable.subset("hopper", "rollout_uniform");
    List<String> lines = Files.readAllLines(output);
    for (int r = 0; r + 1 < table.rows(); r++) {
      double[] actual = row(lines, r + 1);
      for (int i = 0; i < 6; i++) {
        assertEquals(table.vector(r + 1, "qpos", 6)[i], actual[i], 1e-6, "row " + r);
      }
    }
  }

  /** The height is MuJoCo's (2.2.2), which zeroes all controls where one is bad. */
  @ParameterizedTest
  @ValueSource(
      strings = {"NaN,1,-1", "1,nan,-1", "nan,nan,nan", "1,inf,0", "-Infinity,0,0", "0,1,1e11"})
  void aBadActionLetsTheBodyFall(String action) throws IOException {
    Path file = folder.resolve("actions.csv");
    Files.writeString(
        file,
        "qpos0,qpos1,qpos2,qpos3,qpos4,qpos5,qvel0,qvel1,qvel2,qvel3,qvel4,qvel5,act0,act1,act2\n"
            + "0,1.3,0.1,0,0,0,0,0,0,0,0,0,"
            + action
            + "\n0,1.3,0.1,0,0,0,0,0,0,0,0,0,0,0,0\n");
    new Replay("hopper-v4", file, false, 0).run(output);
    List<String> lines = Files.readAllLines(output);
    double[] bad = row(lines, 1);
    double[] none = row(lines, 2);
    assertEquals(1.29968608, bad[1], 5e-9);
    assertArrayEquals(Arrays.copyOf(none, 12), Arrays.copyOf(bad, 12));
    assertFalse(Math.abs(bad[12]) < 1e15, "the cost of the action as it was given");
  }

  @Test
  void aBadActionInARolloutEndsNothing() throws IOException {
    Path file = folder.resolve("actions.csv");
    String state = "0,1.3,0.1,0,0,0,0,0,0,0,0,0,";
    Files.writeString(
        file,
        "qpos0,qpos1,qpos2,qpos3,qpos4,qpos5,qvel0,qvel1,qvel2,qvel3,qvel4,qvel5,act0,act1,act2\n"
            + (state + "0,0,0\n").repeat(3)
            + (state + "nan,nan,nan\n")
            + (state + "nan,1,0\n").repeat(3));
    new Replay("hopper-v4", file, true, 0).run(output);
    List<String> lines = Files.readAllLines(output);
    for (int i = 1; i <= 3; i++) {
      assertArrayEquals(
          Arrays.copyOf(row(lines, i), 12), Arrays.copyOf(row(lines, i + 4), 12), "step " + i);
    }
    assertTrue(row(lines, 3)[1] < row(lines, 2)[1], "it goes on falling");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qpos0,qpos1,qvel0,qvel1 / 0,0,0,0 | column act0 is missing",
        "qpos0,qpos1,qvel0,qvel1,act0 / 0,0,0,0 | line 2: expected 5 values, got 4",
        "qpos0,qpos1,qvel0,qvel1,act0 / 0,0,0,x,0 | line 2: qvel1 must be a number, got 'x'",
        "qpos0,qpos1,qvel0,qvel1,act0 / 0,0,1e30,0,0 | bad.csv, line 2: inverted-pendulum-v4: qvel[0] must be a number",
      })
  void namesWhatIsWrongAndLeavesNothing(String text, String message) throws IOException {
    Path file = folder.resolve("bad.csv");
    Files.writeString(file, text.replace(" / ", "\n") + "\n");
    Replay replay = new Replay("inverted-pendulum-v4", file, false, 0);
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> replay.run(output));
    assertTrue(error.getMessage().contains(message), error.getMessage());
    assertFalse(Files.exists(output));
  }

  @Test
  void aLineWithoutAnEndIsRefusedBeforeItIsRead() throws IOException {
    Path file = folder.resolve("long.csv");
    Files.writeString(file, "qpos0,qpos1,qvel0,qvel1,act0\n0,0,0,0,0\n" + "1".repeat(3_000_000));
    Replay replay = new Replay("inverted-pendulum-v4", file, false, 0);
    UncheckedIOException error = assertThrows(UncheckedIOException.class, () -> replay.run(output));
    assertEquals(
        "cannot read " + file + ": more than 1048576 characters without the end of a row",
        error.getMessage());
    assertFalse(Files.exists(output));
  }

  @Test
  void needsATaskWithPositions() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () -> new Replay("pendulum-v1", folder.resolve("x.csv"), false, 0));
    assertTrue(error.getMessage().contains("pendulum-v1"), error.getMessage());
  }
}
