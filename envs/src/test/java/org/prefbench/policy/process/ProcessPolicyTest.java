package org.prefbench.policy.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.Environments;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.MeanReturn;
import org.prefbench.policy.Policy;
import org.prefbench.process.Command;

final class ProcessPolicyTest {
  private static final EnvironmentFactory PENDULUM = Environments.registered().get("pendulum-v1");
  private static final double PATIENCE = 60; // seconds
  private static final Seed SEED = new Seed(3);

  private static ProcessPolicy policy(String fault, double noise) {
    return new ProcessPolicy(
        StandInPolicy.command(fault, PATIENCE), Optional.empty(), PENDULUM.spec(), noise);
  }

  private static VectorEnvironment pendulums(int copies) {
    VectorEnvironment environment = new VectorEnvironment(PENDULUM, copies);
    environment.reset(SEED.children(0, copies, "reset"));
    return environment;
  }

  private static Actor start(Policy policy, VectorEnvironment environment) {
    return policy.start(
        new EnvironmentAccess(environment, EnvironmentAccess.LookAhead.NONE, new Ledger()),
        seeds(environment.copies()));
  }

  private static Seed[] seeds(int copies) {
    return SEED.children(0, copies, "policy");
  }

  /** What the stand-in answers, by its definition. */
  private static double expected(VectorEnvironment environment, int copy, boolean sample) {
    long digit = Math.abs(seeds(copy + 1)[copy].child("process").value() % 10);
    return (sample ? digit / 10.0 : 0) + environment.observations().get(copy, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "eager"})
  void actsOnSeedsAndObservations(String kind) {
    int copies = 300; // more than a pipe holds
    VectorEnvironment environment = pendulums(copies);
    try (ProcessPolicy policy = policy(kind, 0);
        Actor sampling = start(policy, environment);
        Actor byMean = start(policy.deterministic(), environment)) {
      for (int step = 0; step < 3; step++) {
        FloatMatrix actions = sampling.act(environment.observations());
        FloatMatrix means = byMean.act(environment.observations());
        for (int i = 0; i < copies; i++) {
          assertEquals(expected(environment, i, true), actions.get(i, 0), 1e-6);
          assertEquals(expected(environment, i, false), means.get(i, 0), 1e-6);
        }
        environment.step(actions);
      }
      assertEquals("stand-in 2", policy.check());
    }
  }

  @Test
  void noiseIsAddedHereInUnitsOfHalfTheRange() {
    VectorEnvironment environment = pendulums(4);
    try (ProcessPolicy policy = policy("none", 0.1);
        Actor actor = start(policy, environment);
        Actor hot = start(policy.atTemperature(3), environment);
        Actor mean = start(policy.deterministic(), environment)) {
      FloatMatrix actions = actor.act(environment.observations());
      FloatMatrix more = hot.act(environment.observations());
      for (int i = 0; i < 4; i++) {
        RandomStream stream = seeds(4)[i].generator();
        double z = stream.nextGaussian(); // half the range is 2
        assertEquals(expected(environment, i, true) + 0.2 * z, actions.get(i, 0), 1e-6);
        assertEquals(expected(environment, i, true) + 0.6 * z, more.get(i, 0), 1e-6);
        assertEquals(
            expected(environment, i, false), mean.act(environment.observations()).get(i, 0), 1e-6);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          greeting | must greet with 'prefbench policy 1', got 'hello'
          key      | unknown key in its greeting 'names', did you mean 'name'?
          twice    | gave the key 'name' twice in its greeting
          exit     | ended with exit code 3 where it had to give greeting; it said: ModuleNotFoundError: No module named 'torch'
          words    | an action must have 1 numbers, got 5 in 'a warning from a library'
          many     | an action must have 1 numbers, got 2 in
          nan      | an action must be finite numbers of 32 bits, got 'nan'
          large    | an action must be finite numbers of 32 bits, got '1e39'
          flood    | a line must have at most 1048576 bytes
          killed   | was ended by signal 9 where it had to give action
          """)
  void everyFaultIsOneLineWithTheCommandAndTheRule(String fault, String rule) {
    try (ProcessPolicy policy = policy(fault, 0)) {
      InvalidInputException error = assertThrows(InvalidInputException.class, policy::check);
      assertTrue(error.getMessage().contains(StandInPolicy.class.getName() + " " + fault + ": "));
      assertTrue(error.getMessage().contains(rule), error.getMessage());
      assertEquals(1, error.getMessage().lines().count());
      InvalidInputException again = assertThrows(InvalidInputException.class, policy::check);
      assertEquals(error.getMessage(), again.getMessage(), "it is not started again by itself");
    }
  }

  @Test
  void isNotWaitedForLongerThanItMayTake() {
    Command command =
        StandInPolicy.command("hang", 5); // enough for a greeting where others run too
    try (ProcessPolicy policy = new ProcessPolicy(command, Optional.of("2"), PENDULUM.spec(), 0)) {
      InvalidInputException error =
          assertTimeout(
              Duration.ofSeconds(30),
              () -> assertThrows(InvalidInputException.class, policy::check));
      assertTrue(
          error
              .getMessage()
              .endsWith("gave no action within 5.0 seconds, which is all that it may take"),
          error.getMessage());
    }
  }

  @Test
  void theVersionIsTheOneAskedFor() {
    Command command = StandInPolicy.command("none", PATIENCE);
    try (ProcessPolicy policy = new ProcessPolicy(command, Optional.of("1"), PENDULUM.spec(), 0)) {
      InvalidInputException error = assertThrows(InvalidInputException.class, policy::check);
      assertTrue(
          error.getMessage().endsWith("must be of version '1', and says it is '2'"),
          error.getMessage());
    }
  }

  @Test
  void whatCannotBeStartedIsNamed() {
    Command command = new Command(List.of("no-such-program-here", "x"), PATIENCE);
    try (ProcessPolicy policy = new ProcessPolicy(command, Optional.empty(), PENDULUM.spec(), 0)) {
      InvalidInputException error = assertThrows(InvalidInputException.class, policy::check);
      assertTrue(
          error.getMessage().startsWith("no-such-program-here x: cannot be started: "),
          error.getMessage());
    }
    InvalidInputException error =
        assertThrows(InvalidInputException.class, () -> policy("none", 0).atTemperature(2));
    assertTrue(error.getMessage().contains("has no temperature 2.0"), error.getMessage());
  }

  @Test
  void endsWithItsInput() throws Exception {
    Set<ProcessHandle> others = children();
    ProcessPolicy policy = policy("none", 0);
    policy.check();
    Set<ProcessHandle> own = children();
    own.removeAll(others);
    assertEquals(1, own.size());
    ProcessHandle process = own.iterator().next();
    assertTrue(process.isAlive());
    policy.close();
    assertFalse(process.isAlive());
    policy.check(); // started anew
    policy.close();
  }

  private static Set<ProcessHandle> children() {
    return ProcessHandle.current().children().collect(Collectors.toSet());
  }

  /** The optimal controller of the point mass has -8.9; springs and dampers come near. */
  @Test
  void theExampleInJavaActs() {
    Command command =
        new Command(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                Path.of("src/example/PolicyProcess.java").toAbsolutePath().toString()),
            PATIENCE);
    EnvironmentFactory mass = Environments.registered().get("point-mass-v0");
    try (ProcessPolicy policy = new ProcessPolicy(command, Optional.of("1"), mass.spec(), 0)) {
      assertEquals("point-mass-by-springs 1", policy.check());
      double mean = MeanReturn.measure(mass, policy, 50, SEED).mean();
      assertTrue(mean > -14 && mean < -8, "mean return " + mean);
    }
  }

  /** Pendulums that are held upright cost little: the expert has about -150, chance -1200. */
  @Test
  void theExampleInPythonActs() {
    assumeTrue(isThere("python3"), "there is no python3");
    Command command =
        new Command(
            List.of("python3", Path.of("src/example/policy.py").toAbsolutePath().toString()),
            PATIENCE);
    try (ProcessPolicy policy = new ProcessPolicy(command, Optional.of("1"), PENDULUM.spec(), 0)) {
      assertEquals("pendulum-by-energy 1", policy.check());
      MeanReturn sampled = MeanReturn.measure(PENDULUM, policy, 30, SEED);
      assertTrue(sampled.mean() > -400, "mean return " + sampled.mean());
      MeanReturn again = MeanReturn.measure(PENDULUM, policy, 30, SEED);
      assertEquals(sampled.mean(), again.mean(), "the same seeds");
      MeanReturn byMean = MeanReturn.measure(PENDULUM, policy.deterministic(), 30, SEED);
      assertArrayEquals(
          new boolean[] {true, false},
          new boolean[] {byMean.mean() > -400, byMean.mean() == sampled.mean()});
    }
  }

  private static boolean isThere(String program) {
    try {
      return new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
