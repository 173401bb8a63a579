package org.prefbench.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.SegmentPair;

/** Rewards that saw the same labels agree where these say enough, and differ where they do not. */
class RewardDisagreementTest {
  /** Returns one step in state x with action u. */
  private static Segment step(float x, float u) {
    return new Segment(
        FloatMatrix.of(new float[] {x}, new float[] {x}),
        FloatMatrix.of(new float[] {u}),
        new FloatMatrix(1, 1),
        End.RUNNING,
        Optional.empty());
  }

  private static PreferenceDataset labels(Label label) {
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      float u = -1 + i / 20f;
      pairs.add(new PreferencePair(step(1, u), step(-1, u), label, "somebody"));
    }
    return new PreferenceDataset("line-v0", pairs, Map.of());
  }

  /** The state decides, the action was never told of: it is there that opinions differ. */
  @Test
  void itIsLargeWhereLabelsSayNothing() {
    RewardDisagreement disagreement = RewardDisagreement.fit(labels(Label.FIRST), 3, new Seed(1));
    double told = disagreement.of(new SegmentPair(step(1, 0.5f), step(-1, 0.5f)));
    double untold = disagreement.of(new SegmentPair(step(0.2f, 1), step(0.2f, -1)));
    assertTrue(untold > 2 * told, told + " " + untold);
    assertTrue(untold <= 0.5);
  }

  /** A segment is as good as itself to everybody, and the order of a pair changes nothing. */
  @Test
  void itIsZeroForEqualsAndLooksThroughTheOrder() {
    RewardDisagreement disagreement = RewardDisagreement.fit(labels(Label.FIRST), 2, new Seed(1));
    Segment one = step(0.3f, 0.1f);
    Segment two = step(-0.2f, 0.7f);
    assertEquals(0, disagreement.of(new SegmentPair(one, one)));
    assertEquals(
        disagreement.of(new SegmentPair(one, two)),
        disagreement.of(new SegmentPair(two, one)),
        1e-7);
  }

  @Test
  void whatCannotBeLearnedIsRefused() {
    assertThrows(
        InvalidInputException.class,
        () -> RewardDisagreement.fit(labels(Label.SKIP), 3, new Seed(1)));
    assertThrows(
        InvalidInputException.class,
        () -> RewardDisagreement.fit(labels(Label.FIRST), 1, new Seed(1)));
  }
}
