package org.prefbench.env.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.Environment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.Environments;
import org.prefbench.env.StepResult;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.process.Command;

/** The examples in Python; all of it is skipped where there is no python3. */
final class ProcessEnvironmentsTest {
  private static final double PATIENCE = 60; // seconds

  @TempDir private Path folder;

  @BeforeAll
  static void needsPython() throws InterruptedException {
    boolean there;
    try {
      there = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, "there is no python3");
  }

  private static ProcessEnvironments started(String... words) {
    return new ProcessEnvironments(new Command(List.of(words), PATIENCE));
  }

  private static String example(String name) {
    return Path.of("src/example", name).toAbsolutePath().toString();
  }

  private static ProcessEnvironments gymnasium(String task) {
    Path packages =
        Path.of(ProcessEnvironmentsTest.class.getResource("packages/gymnasium.py").getPath());
    return started(
        "env",
        "PYTHONPATH=" + packages.getParent(),
        "python3",
        example("gymnasium_environment.py"),
        task);
  }

  /** The environment of that name here computes the same, by other code. */
  @Test
  void thePointMassInPythonIsTheOneInJava() {
    try (ProcessEnvironments python = started("python3", example("environment.py"))) {
      assertEquals("python-point-mass-v0", python.spec().id());
      assertEquals(50, python.spec().maxSteps());
      assertTrue(python.snapshots());
      Environment there = python.create();
      Environment here = Environments.registered().get("point-mass-v0").create();
      StepResult expected = new StepResult(here.spec());
      StepResult result = new StepResult(python.spec());
      double[] state = new double[4];
      there.reset(new Seed(5), result.observation);
      there.readState(state);
      assertArrayEquals(state, result.observation);
      here.writeState(state);
      for (int step = 0; step < 60; step++) {
        double[] action = {Math.sin(step), 3 - 0.1 * step}; // out of bounds at first
        here.step(action, expected);
        there.step(action, result);
        assertArrayEquals(expected.observation, result.observation, 1e-12);
        assertEquals(expected.reward, result.reward, 1e-12);
        assertFalse(result.terminated);
      }
      there.writeState(new double[] {1, 2, 3, 4});
      there.observe(state);
      assertArrayEquals(new double[] {1, 2, 3, 4}, state);
    }
  }

  @Test
  void copiesAreApartAndForksGoOnFromThem() {
    try (ProcessEnvironments python = started("python3", example("environment.py"))) {
      VectorEnvironment copies = new VectorEnvironment(python, 3);
      copies.reset(new Seed(1).children(0, 3, "reset"));
      float[] first = copies.observations().copy().values();
      VectorEnvironment again = new VectorEnvironment(python, 3);
      again.reset(new Seed(1).children(0, 3, "reset"));
      assertArrayEquals(first, again.observations().values());
      EnvironmentAccess access =
          new EnvironmentAccess(copies, EnvironmentAccess.LookAhead.WITH_REWARDS, new Ledger());
      VectorEnvironment fork = access.fork();
      FloatMatrix actions = new FloatMatrix(3, 2, new float[] {1, 0, 0, 1, -1, -1});
      fork.step(actions);
      assertArrayEquals(first, copies.observations().values());
      copies.step(actions);
      assertArrayEquals(fork.observations().values(), copies.observations().values());
      assertEquals(fork.reward(1), copies.reward(1));
    }
  }

  @Test
  void aTaskOfGymnasiumIsAnEnvironment() {
    try (ProcessEnvironments tasks = gymnasium("Counter-v2")) {
      assertEquals("gymnasium-counter-v2", tasks.spec().id());
      assertEquals(7, tasks.spec().maxSteps());
      assertEquals(0.25, tasks.spec().controlStep());
      assertEquals(3, tasks.spec().actions().high(0));
      assertFalse(tasks.snapshots());
      VectorEnvironment copies = new VectorEnvironment(tasks, 2);
      Seed[] seeds = {new Seed(14), new Seed(9)};
      copies.reset(seeds);
      assertArrayEquals(new float[] {4, 0, 9, 0}, copies.observations().values());
      FloatMatrix actions = new FloatMatrix(2, 1, new float[] {1, 50}); // clipped to 3
      for (int step = 1; step <= 4; step++) {
        copies.step(actions);
        assertEquals(-(4 + step), copies.reward(0));
      }
      assertTrue(copies.terminated(1)); // 9 + 4 * 3 is beyond 20
      assertEquals(-21, copies.reward(1));
      for (int step = 5; step <= 7; step++) {
        copies.step(actions);
      }
      assertTrue(copies.truncated(0));
      InvalidInputException error =
          assertThrows(InvalidInputException.class, () -> tasks.create().writeState(new double[0]));
      assertTrue(
          error
              .getMessage()
              .endsWith("has no snapshots, so that nothing can go on from a state of it"),
          error.getMessage());
    }
    try (ProcessEnvironments tasks = gymnasium("test/MuCounter-v3")) {
      assertEquals("gymnasium-mucounter-v3", tasks.spec().id());
      Environment one = tasks.create();
      one.writeState(new double[] {5, 2});
      double[] seen = new double[2];
      one.readState(seen);
      assertArrayEquals(new double[] {5, 2}, seen);
      StepResult result = new StepResult(tasks.spec());
      one.step(new double[] {1}, result);
      assertArrayEquals(new double[] {6, 1}, result.observation);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          say("id", "x-v0")     | say("id", "X")          | environment id must be like 'name-v0', got 'X'
          say("high", 1)        | pass                    | must give the key 'high' in its greeting
          say("high", 1)        | say("high", 1, 2)       | high must have 1 numbers, got 2
          say("max-steps", 9)   | say("max-steps", 1.5)   | max-steps must be a whole number from 1 to 1000000, got 1.5
          say("low", -1)        | say("low", 2)           | low[0] = 2.0 exceeds high[0] = 1.0
          say(0, 0, 5, 6)       | say(0, 2, 5, 6)         | the end of a step must be 0 or 1, got '2'
          say(0, 0, 5, 6)       | say(0, 0, 5)            | an observation must have 2 numbers, got 1
          say(0, 0, 5, 6)       | say("nan", 0, 5, 6)     | must be finite numbers of 32 bits, got 'nan'
          say(0, 0, 5, 6)       | sys.exit("no licence")  | ended with exit code 1 where it had to give step; it said: no licence
          """)
  void everyFaultIsOneLineWithTheCommandAndTheRule(String before, String now, String rule)
      throws IOException {
    Path script = folder.resolve("faulty.py");
    String text =
        """
        import sys
        def say(*words): print(*words, flush=True)
        for line in iter(sys.stdin.readline, "begin\\n"): pass
        say("prefbench environment 1")
        say("id", "x-v0")
        say("observations", 2)
        say("actions", 1)
        say("low", -1)
        say("high", 1)
        say("max-steps", 9)
        say("begin")
        for line in iter(sys.stdin.readline, ""):
            if line.startswith("reset"): say(1, 2)
            if line.startswith("step"): say(0, 0, 5, 6)
        """;
    assertTrue(text.contains(before));
    Files.writeString(script, text.replace(before, now));
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () -> {
              try (ProcessEnvironments environments = started("python3", script.toString())) {
                VectorEnvironment one = new VectorEnvironment(environments, 1);
                one.reset(0, new Seed(1));
                one.step(new FloatMatrix(1, 1));
              }
            });
    assertTrue(error.getMessage().startsWith("python3 " + script + ": "), error.getMessage());
    assertTrue(
        error.getMessage().endsWith(rule) || error.getMessage().contains(rule + " in '"),
        error.getMessage());
    assertEquals(1, error.getMessage().lines().count());
  }
}
