package org.prefbench.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  @Test
  void vectorsAreNoHandicap() throws Exception {
    List<String> told = elsewhere(List.of(MODULE));
    assertTrue(told.get(0).matches("(128|256|512)-bit vectors"), told.get(0));
    assertEquals("", told.get(1));
  }

  @Test
  void aMissingModuleIsNamedWithTheRemedy() throws Exception {
    List<String> told = elsewhere(List.of());
    assertEquals("scalars", told.get(0));
    assertTrue(told.get(1).contains(MODULE), told.get(1));
  }

  @Test
  void missingHardwareIsNamed() throws Exception {
    List<String> told = elsewhere(List.of(MODULE, "-XX:-UseFMA"));
    assertTrue(told.get(1).startsWith("no fused multiply-add"), told.get(1));
  }

  @Test
  void theSpeedIsThatOfAComputer() {
    double speed = Machine.speed();
    assertTrue(speed > 1e-3 && speed < 1e5, speed + " GFLOP/s");
    assertTrue(Machine.usualSpeed() > 1);
  }

  private static List<String> elsewhere(List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MachineTest.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return List.of(answer.split("\n", -1));
  }

  /** Prints what computes and what is wrong with it. */
  public static void main(String[] arguments) {
    System.out.println(Machine.kernel());
    System.out.println(Machine.handicap().orElse(""));
  }
}
