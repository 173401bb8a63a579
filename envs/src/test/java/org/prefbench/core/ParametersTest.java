package org.prefbench.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
  private enum Schedule {
    CONSTANT,
    HALF_COSINE
  }

  private record Fitting(
      @Help("step size") double learningRate,
      @Help("how it moves") Schedule schedule,
      @Help("rows per step") int batchSize) {
    private Fitting {
      Checks.positive("learning-rate", learningRate);
      Checks.atLeast("batch-size", batchSize, 1);
    }
  }

  private record Reward(
      @Help("networks") int members, @Inline(without = "schedule") Fitting fitting) {
    private Reward {
      Checks.atLeast("members", members, 1);
    }
  }

  private record Hyper(
      @Help("strength") double beta,
      @Inline @Help(of = "batch-size", value = "pairs per step") Fitting fitting,
      @Help(of = "members", value = "reward networks") Reward reward,
      @Help("the last") boolean bounded) {
    private Hyper {
      Checks.positive("beta", beta);
      Checks.require(
          reward.members() < 9 || bounded, "reward-members must be < 9 unless bounded is true");
    }
  }

  private static final Hyper DEFAULTS =
      new Hyper(
          0.1,
          new Fitting(1e-4, Schedule.HALF_COSINE, 64),
          new Reward(3, new Fitting(3e-4, Schedule.CONSTANT, 128)),
          false);

  @Test
  void nestedKeysStandWhereTheComponentStands() {
    Map<String, String> text = Parameters.asText(DEFAULTS);
    assertEquals(
        List.of(
            "beta=0.1",
            "learning-rate=1.0E-4",
            "schedule=half-cosine",
            "batch-size=64",
            "reward-members=3",
            "reward-learning-rate=3.0E-4",
            "reward-batch-size=128",
            "bounded=false"),
        text.entrySet().stream().map(Object::toString).toList());
  }

  @Test
  void whoHoldsARecordMayExplainItsParameters() {
    List<Parameters.Description> described = Parameters.describe(DEFAULTS);
    assertEquals(
        List.of(
            "strength",
            "step size",
            "how it moves",
            "pairs per step",
            "reward networks",
            "step size",
            "rows per step",
            "the last"),
        described.stream().map(Parameters.Description::help).toList());
    assertEquals("constant|half-cosine", described.get(2).type());
    assertEquals("double", described.get(5).type());
  }

  @Test
  void overridesReachTheRecordThatTheyName() {
    assertEquals(
        new Hyper(
            0.5,
            new Fitting(1e-4, Schedule.CONSTANT, 7),
            new Reward(5, new Fitting(1e-3, Schedule.CONSTANT, 128)),
            true),
        Parameters.override(
            "m",
            DEFAULTS,
            Map.of(
                "beta", "0.5",
                "schedule", "constant",
                "batch-size", "7",
                "reward-members", "5",
                "reward-learning-rate", "1e-3",
                "bounded", "true")));
    assertEquals(DEFAULTS, Parameters.override("m", DEFAULTS, Parameters.asText(DEFAULTS)));
  }

  @Test
  void errorsNameTheJoinedKey() {
    assertRefused("m.batch-size must be >= 1, got 0", "batch-size", "0");
    assertRefused("m.reward-members must be >= 1, got 0", "reward-members", "0");
    assertRefused("m.reward-learning-rate must be > 0, got -1.0", "reward-learning-rate", "-1");
    assertRefused("m.reward-batch-size must be a number (int), got 'x'", "reward-batch-size", "x");
    assertRefused("m.reward-members must be < 9 unless bounded is true", "reward-members", "9");
    String unknown =
        assertThrows(
                InvalidInputException.class,
                () -> Parameters.override("m", DEFAULTS, Map.of("reward-member", "1")))
            .getMessage();
    assertTrue(unknown.startsWith("unknown parameter of m 'reward-member', did you mean"), unknown);
    assertTrue(unknown.contains("'reward-members'"), unknown);
  }

  @Test
  void whatIsLeftOutIsNoChoice() {
    assertThrows(
        InvalidInputException.class,
        () -> Parameters.override("m", DEFAULTS, Map.of("reward-schedule", "constant")));
  }

  private record Own(
      @Help("the owner's own") Schedule schedule, @Inline(without = "schedule") Fitting fitting) {}

  @Test
  void anOwnParameterMayStandForOneLeftOut() {
    Fitting fitting = new Fitting(1, Schedule.CONSTANT, 1);
    Own own = new Own(Schedule.CONSTANT, fitting);
    assertEquals(
        new Own(Schedule.HALF_COSINE, fitting),
        Parameters.override("m", own, Map.of("schedule", "half-cosine")));
  }

  private record Twice(@Inline Fitting first, @Inline Fitting second) {}

  private record Misspelt(@Inline(without = "scedule") Fitting fitting) {}

  private record Unclear(@Help("about no parameter of it") Fitting fitting) {}

  @Test
  void aRecordThatCannotBeWrittenAsTextIsAFaultOfTheProgram() {
    Fitting fitting = new Fitting(1, Schedule.CONSTANT, 1);
    for (Record wrong :
        List.of(new Twice(fitting, fitting), new Misspelt(fitting), new Unclear(fitting))) {
      assertThrows(IllegalStateException.class, () -> Parameters.asText(wrong), wrong.toString());
    }
  }

  private static void assertRefused(String message, String key, String value) {
    assertEquals(
        message,
        assertThrows(
                InvalidInputException.class,
                () -> Parameters.override("m", DEFAULTS, Map.of(key, value)))
            .getMessage());
  }
}
