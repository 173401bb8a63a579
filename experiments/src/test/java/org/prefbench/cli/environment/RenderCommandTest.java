package org.prefbench.cli.environment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prefbench.cli.Shell;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.UniformPolicy;

class RenderCommandTest {
  @TempDir private Path folder;

  @Test
  void drawsAndSaysWhatItDrew() throws IOException {
    Path film = folder.resolve("new folder").resolve("film.gif");
    JsonNode drawn =
        Shell.json(
            "env",
            "render",
            "pendulum-v1",
            "--policy",
            "expert",
            "--deterministic",
            "--seed",
            3,
            "--steps",
            10,
            "--width",
            120,
            "--out",
            film,
            "--json");
    assertEquals(10, drawn.get("steps").asInt());
    assertEquals(11, drawn.get("frames").asInt());
    assertEquals("cut", drawn.get("end").asText());
    assertEquals("deterministic", drawn.get("actions").asText());
    assertEquals(Files.size(film), drawn.get("bytes").asLong());
  }

  @Test
  void takesAPolicyFile() throws IOException {
    Path policy = folder.resolve("my.policy");
    PolicyFiles.write(policy, new UniformPolicy());
    Path sheet = folder.resolve("sheet.png");
    JsonNode drawn =
        Shell.json(
            "env",
            "render",
            "reacher-v4",
            "--policy",
            policy,
            "--frames",
            4,
            "--width",
            200,
            "--output",
            sheet,
            "--json");
    assertEquals(4, drawn.get("frames").asInt());
    assertEquals(50, drawn.get("steps").asInt());
  }

  /** The same episode, whether the environment or the policy is named first. */
  @Test
  void policyRenderDrawsTheSame() throws IOException {
    Path first = folder.resolve("first.gif");
    Path second = folder.resolve("second.gif");
    Shell.ok("env", "render", "pendulum-v1", "--policy=medium", "--steps=5", "--out", first);
    Shell.ok("policy", "render", "pendulum-medium", "--steps=5", "--out", second);
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    Shell.fails(
        2, "did you mean 'pendulum-medium|", "policy", "render", "pendulum-medum", "--out", first);
    Path policy = folder.resolve("my.policy");
    PolicyFiles.write(policy, new UniformPolicy());
    Shell.fails(2, "--env is needed", "policy", "render", policy, "--out", first);
  }

  @Test
  void saysWhatIsWrongAndWritesNothing() throws IOException {
    Path film = folder.resolve("film.gif");
    Path sheet = folder.resolve("sheet.png");
    fails(2, "hoper-v4|did you mean 'hopper-v4'", "hoper-v4", "--out", film);
    fails(2, "tier|exprt|did you mean 'expert'", "pendulum-v1", "--policy=exprt", "--out", film);
    fails(2, "film.mp4|.gif|.png", "pendulum-v1", "--out", folder.resolve("film.mp4"));
    fails(2, "--out", "pendulum-v1");
    fails(2, "--steps must be >= 1, got 0", "pendulum-v1", "--out", film, "--steps=0");
    fails(2, "--width must be in|got 99", "pendulum-v1", "--out", film, "--width=99");
    fails(2, "--fps must be in|got 51", "pendulum-v1", "--out", film, "--fps=51");
    fails(2, "--fps is for .gif files", "pendulum-v1", "--out", sheet, "--fps=9");
    fails(2, "--frames is for .png files", "pendulum-v1", "--out", film, "--frames=9");
    Path file = Files.writeString(folder.resolve("file.gif"), "not a film");
    fails(3, "cannot be written", "pendulum-v1", "--out", file.resolve("film.gif"));
    Path below = Files.createDirectory(folder.resolve("folder.gif"));
    fails(3, "is a folder, expected a file", "pendulum-v1", "--out", below);
    fails(3, "file.gif is not a policy file", "pendulum-v1", "--policy", file, "--out", film);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file, below), files.sorted().toList());
    }
    assertTrue(Files.readString(file).startsWith("not a film"));
  }

  private static void fails(int code, String parts, String environment, Object... options) {
    Object[] arguments = new Object[3 + options.length];
    arguments[0] = "env";
    arguments[1] = "render";
    arguments[2] = environment;
    System.arraycopy(options, 0, arguments, 3, options.length);
    Shell.fails(code, parts, arguments);
  }
}
