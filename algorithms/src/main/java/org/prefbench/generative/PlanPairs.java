package org.prefbench.generative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.LabelledPairs;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Minibatches;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;

/**
 * Labelled pairs as plans in the scales of a map, dealt in batches, with the draws of time and
 * noise at which errors are compared. Skipped pairs are left out.
 */
public final class PlanPairs {
  /** Held-out pairs are few: each is looked at more than once. */
  private static final int VALIDATION_DRAWS = 8;

  private final Seed seed;
  private final FloatMatrix[] plans = new FloatMatrix[2]; // of first and second, [n, d]
  private final FloatMatrix[] starts = new FloatMatrix[2]; // [n, context]
  private final float[] probabilityFirst;
  private final Minibatches batches;
  private final boolean[] held;

  private PlanPairs(
      List<PreferencePair> pairs, int length, FlowMap map, Fitting fitting, Seed seed) {
    this.seed = seed;
    probabilityFirst = new float[pairs.size()];
    for (int i = 0; i < probabilityFirst.length; i++) {
      probabilityFirst[i] = (float) pairs.get(i).label().probabilityFirst();
    }
    for (int side = 0; side < 2; side++) {
      List<Segment> segments = new ArrayList<>();
      for (PreferencePair pair : pairs) {
        segments.add(side == 0 ? pair.first() : pair.second());
      }
      plans[side] = map.segments().apply(Plans.of(segments, length));
      starts[side] =
          map.contexts()
              .apply(
                  FloatMatrix.stack(
                      segments.stream().map(s -> s.observations().slice(0, 1)).toList()));
    }
    batches = fitting.batches(pairs.size(), seed);
    held = new boolean[pairs.size()];
    Arrays.fill(held, true);
    for (int row : batches.training()) {
      held[row] = false;
    }
  }

  /**
   * Returns the pairs that have a label.
   *
   * @param length steps per plan, no fewer than any segment has
   * @throws org.prefbench.core.InvalidInputException if there is none
   */
  public static PlanPairs of(
      PreferenceDataset preferences, int length, FlowMap map, Fitting fitting, Seed seed) {
    List<PreferencePair> labelled = LabelledPairs.of(preferences);
    Checks.require(
        !labelled.isEmpty(),
        "preferences on %s have no labelled pair (%d pairs, all skipped)",
        preferences.environment(),
        preferences.pairs().size());
    return new PlanPairs(labelled, length, map, fitting, seed);
  }

  /** Returns the batches, some pairs held out. */
  public Minibatches batches() {
    return batches;
  }

  /** Returns the labels as the probability that the first is better, {@code [pairs]}. */
  public float[] probabilityFirst() {
    return probabilityFirst;
  }

  /** Returns some pairs as often as they are looked at: several times where they are held out. */
  public int[] repeated(int[] rows) {
    int[] result = new int[rows.length * (held[rows[0]] ? VALIDATION_DRAWS : 1)];
    Arrays.setAll(result, i -> rows[i % rows.length]);
    return result;
  }

  /**
   * Returns a draw for each of {@link #repeated}: keyed by the step, and the same at every look at
   * held-out pairs, so that watching changes nothing and their losses compare.
   */
  public NoiseFlow.Draws draws(int[] rows, long step) {
    Seed own = held[rows[0]] ? seed.child("validation") : seed.child("noise").child(step);
    return NoiseFlow.Draws.of(repeated(rows).length, plans[0].columns(), own.generator());
  }

  /** Returns the plans of one side, 0 the first and 1 the second, {@code [rows, d]}. */
  public FloatMatrix plans(int side, int[] rows) {
    return plans[side].select(rows);
  }

  /** Returns the observations at their starts, {@code [rows, context]}. */
  public FloatMatrix starts(int side, int[] rows) {
    return starts[side].select(rows);
  }
}
