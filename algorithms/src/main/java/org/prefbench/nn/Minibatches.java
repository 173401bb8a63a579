package org.prefbench.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;

/**
 * Splits the rows of a data set into training and held-out rows and deals the training rows in
 * batches: shuffled, every row once before any comes again, reshuffled for ever. Depends on its
 * seed alone. Not thread-safe.
 */
public final class Minibatches {
  private final int[] training;
  private final int[] validation;
  private final int batchSize;
  private final Seed seed;
  private int[] order = new int[0];
  private int position;
  private long epoch;

  private Minibatches(int[] training, int[] validation, int batchSize, Seed seed) {
    this.training = training;
    this.validation = validation;
    this.batchSize = Checks.atLeast("batch-size", batchSize, 1);
    this.seed = seed.child("batches");
    Checks.require(training.length > 0, "no rows to train on");
  }

  /** Returns batches of the rows 0 .. rows-1, a random share of which is held out. */
  public static Minibatches of(int rows, double validationShare, int batchSize, Seed seed) {
    int[] ones = new int[rows];
    Arrays.fill(ones, 1);
    return ofGroups(ones, validationShare, batchSize, seed);
  }

  /**
   * Returns batches of rows that come in groups, such as the steps of episodes, of which whole
   * groups are held out.
   *
   * @param sizes the number of rows in each group, in the order of the rows
   * @param validationShare the share of groups held out, rounded down but at least one group where
   *     it is positive and there are two; in [0, 0.5]
   */
  public static Minibatches ofGroups(
      int[] sizes, double validationShare, int batchSize, Seed seed) {
    Checks.between("validation-share", validationShare, 0, 0.5);
    int held = (int) (validationShare * sizes.length);
    if (validationShare > 0 && sizes.length >= 2) {
      held = Math.max(1, held);
    }
    int[] order = seed.child("split").generator().permutation(sizes.length);
    boolean[] isHeld = new boolean[sizes.length];
    for (int i = 0; i < held; i++) {
      isHeld[order[i]] = true;
    }
    int total = Arrays.stream(sizes).sum();
    int[] training = new int[total];
    int[] validation = new int[total];
    int trained = 0;
    int validated = 0;
    for (int group = 0, row = 0; group < sizes.length; group++) {
      for (int end = row + sizes[group]; row < end; row++) {
        if (isHeld[group]) {
          validation[validated++] = row;
        } else {
          training[trained++] = row;
        }
      }
    }
    return new Minibatches(
        Arrays.copyOf(training, trained), Arrays.copyOf(validation, validated), batchSize, seed);
  }

  /** Returns a copy of the training rows, in increasing order. */
  public int[] training() {
    return training.clone();
  }

  /** Returns the held-out rows, in increasing order, in batches of at most 4096. */
  public List<int[]> validation() {
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < validation.length; from += 4096) {
      batches.add(Arrays.copyOfRange(validation, from, Math.min(from + 4096, validation.length)));
    }
    return batches;
  }

  /** Returns the next batch of training rows; all of them where they are fewer than a batch. */
  public int[] next() {
    int[] batch = new int[Math.min(batchSize, training.length)];
    for (int i = 0; i < batch.length; i++) {
      if (position == order.length) {
        RandomStream random = seed.child(epoch++).generator();
        order = random.permutation(training.length);
        position = 0;
      }
      batch[i] = training[order[position++]];
    }
    return batch;
  }
}
