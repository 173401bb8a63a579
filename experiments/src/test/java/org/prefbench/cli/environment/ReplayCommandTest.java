package org.prefbench.cli.environment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;

class ReplayCommandTest {
  @TempDir private Path folder;

  private Path input(String... lines) throws IOException {
    return Files.writeString(folder.resolve("in.csv"), String.join("\n", lines) + "\n");
  }

  private Path output() {
    return folder.resolve("out.csv");
  }

  private double[] outputRow(int row) throws IOException {
    String line = Files.readAllLines(output()).get(row + 1);
    return Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  /** A swimmer at rest in a resting fluid stays where it is, turned as it is, without reward. */
  private Path restingSwimmer() throws IOException {
    return input(
        "act0,act1,note,qpos0,qpos1,qpos2,qpos3,qpos4,qvel0,qvel1,qvel2,qvel3,qvel4",
        "0,0,a,0.25,-1,0.5,0.3,-0.2,0,0,0,0,0",
        "0,0,b,2,1,0,0,0,0,0,0,0,0");
  }

  @Test
  void playsOneControlStepPerLine() throws IOException {
    int steps =
        Shell.json(
                "env",
                "replay",
                "swimmer-v4",
                "--input",
                restingSwimmer(),
                "--output",
                output(),
                "--json")
            .get("steps")
            .asInt();
    assertEquals(2, steps);
    assertEquals(
        "qpos0,qpos1,qpos2,qpos3,qpos4,qvel0,qvel1,qvel2,qvel3,qvel4,reward,terminated",
        Files.readAllLines(output()).get(0));
    assertArrayEquals(
        new double[] {0.25, -1, 0.5, 0.3, -0.2, 0, 0, 0, 0, 0, 0, 0}, outputRow(0), 1e-15);
    assertArrayEquals(new double[] {2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, outputRow(1), 1e-15);
  }

  @Test
  void playsOpenLoopFromTheFirstState() throws IOException {
    Shell.ok(
        "env",
        "replay",
        "swimmer-v4",
        "--rollout",
        "--input",
        restingSwimmer(),
        "--output",
        output());
    assertArrayEquals(outputRow(0), outputRow(1), 1e-15);
  }

  @Test
  void engineStepsHaveNoReward() throws IOException {
    Shell.ok(
        "env",
        "replay",
        "swimmer-v4",
        "--substeps",
        1,
        "--input",
        restingSwimmer(),
        "--output",
        output());
    assertEquals(Double.NaN, outputRow(0)[10]);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path input = input("act0,qpos0,qpos1,qvel0,qvel1", "0,0,0,0");
    Object[] files = {"--input", input, "--output", output()};
    fails(2, "hoper-v4|did you mean 'hopper-v4'", "hoper-v4", files);
    fails(2, "pendulum-v1|no qpos", "pendulum-v1", files);
    fails(
        2,
        "substeps must be >= 0, got -1",
        "hopper-v4",
        "--input",
        input,
        "--output",
        output(),
        "--substeps=-1");
    fails(3, "in.csv, line 2: expected 5 values, got 4", "inverted-pendulum-v4", files);
    fails(3, "in.csv: column qpos2 is missing", "hopper-v4", files);
    fails(
        3,
        "no.csv is not a file",
        "hopper-v4",
        "--input",
        folder.resolve("no.csv"),
        "--output",
        output());
  }

  private static void fails(int code, String parts, String environment, Object... options) {
    Object[] arguments = new Object[3 + options.length];
    arguments[0] = "env";
    arguments[1] = "replay";
    arguments[2] = environment;
    System.arraycopy(options, 0, arguments, 3, options.length);
    Shell.fails(code, parts, arguments);
  }
}
