package org.prefbench.method.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.algorithm.RecordingMonitor;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.dataset.Segment;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PreferencePair;
import org.prefbench.reward.NormalLine;

/** One action, which is the reward; the reference is N(0, 1). */
class PsplTest {
  private final Ledger ledger = new Ledger();

  /**
   * The best of eight draws of N(0, 1) has the mean 1.4236 and a deviation of 0.61; the mean of
   * 4,000 is known to within 0.01. Forty answers leave no more regret than 0.05.
   */
  @ParameterizedTest
  @ValueSource(strings = {"top-two", "uniform", "disagreement", "entropy", "k-centre"})
  void everyStrategyFindsThatMoreIsBetter(String strategy) {
    Policy policy = train(Map.of("queries", "40", "strategy", strategy), 3);
    assertEquals(1.4236, NormalLine.meanReturn(policy), 0.05);
    assertEquals(40, ledger.count(Ledger.Entry.TEACHER_QUERIES));
    assertEquals(40 * 8, ledger.count(Ledger.Entry.SIMULATOR_STEPS));
  }

  /** One answer alone does not tell that squares are worth nothing; sixty labels do. */
  @Test
  void labelsOfGivenPairsAreKnownOnlyToTheInformed() {
    double informed = NormalLine.meanReturn(train(Map.of("queries", "1", "informed", "true"), 60));
    assertEquals(1.4236, informed, 0.05);
    double uninformed = NormalLine.meanReturn(train(Map.of("queries", "1"), 60));
    assertTrue(uninformed < informed - 0.1, "" + uninformed);
  }

  @Test
  void itAsksAsOftenAsThereArePairs() {
    RecordingMonitor watcher = new RecordingMonitor(3);
    train(Map.of(), 12, watcher);
    assertEquals(12, ledger.count(Ledger.Entry.TEACHER_QUERIES));
    assertEquals(3, watcher.validationLosses().size());
  }

  @Test
  void pairsMustHaveStatesToStartFrom() {
    List<PreferencePair> stateless =
        NormalLine.pairs(2).stream().map(pair -> with(pair, without(pair.first()))).toList();
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> train(Map.of(), stateless, new RecordingMonitor()));
    assertTrue(error.getMessage().startsWith("pspl needs pairs with"), error.getMessage());
  }

  private static PreferencePair with(PreferencePair pair, Segment first) {
    return new PreferencePair(first, pair.second(), pair.label(), pair.annotator());
  }

  private static Segment without(Segment segment) {
    return new Segment(
        segment.observations(),
        segment.actions(),
        segment.rewards(),
        segment.end(),
        Optional.empty());
  }

  private Policy train(Map<String, String> set, int pairs) {
    return train(set, pairs, new RecordingMonitor());
  }

  private Policy train(Map<String, String> set, int pairs, RecordingMonitor watcher) {
    return train(set, NormalLine.pairs(pairs), watcher);
  }

  private Policy train(
      Map<String, String> set, List<PreferencePair> pairs, RecordingMonitor watcher) {
    return NormalLine.train(new Pspl(), set, pairs, NormalLine.pairs(200), ledger, watcher);
  }
}
