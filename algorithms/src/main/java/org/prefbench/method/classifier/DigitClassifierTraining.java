package org.prefbench.method.classifier;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.Monitor;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.env.digits.DigitClassifier;
import org.prefbench.env.digits.HandwrittenDigits;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Learner;
import org.prefbench.nn.Objective;
import org.prefbench.nn.Pass;
import org.prefbench.nn.Schedule;

/**
 * Trains a {@link DigitClassifier} on {@link HandwrittenDigits#training}, by the cross-entropy of
 * its softmax. Images are moved by up to two pixels either way each time they are seen, as eight
 * thousand are few. Weights start uniform within 1 / sqrt(inputs).
 */
public final class DigitClassifierTraining {
  private static final int SIDE = HandwrittenDigits.SIDE;
  private static final int CLASSES = HandwrittenDigits.CLASSES;
  private static final int MOST_MOVED = 2;

  private final FloatMatrix images; // [count, 784]
  private final float[] hot; // [count, 10]
  private final RandomStream moves;
  private final Learner learner;
  private final List<Learner.Vector> parameters = new ArrayList<>();
  private final Fitting fitting;
  private final Seed seed;

  DigitClassifierTraining(HandwrittenDigits digits, Fitting fitting, Seed seed) {
    images = new FloatMatrix(digits.count(), HandwrittenDigits.PIXELS);
    hot = new float[digits.count() * CLASSES];
    int row = 0;
    for (int digit = 0; digit < CLASSES; digit++) {
      for (int i = 0; i < digits.count(digit); i++) {
        digits.read(digit, i, images.values(), row * HandwrittenDigits.PIXELS);
        hot[row++ * CLASSES + digit] = 1;
      }
    }
    this.fitting = fitting;
    this.seed = seed;
    moves = seed.child("moves").generator();
    learner = fitting.learner(new Ledger());
    RandomStream random = seed.child("weights").generator();
    int inputs = 0;
    for (int[] shape : DigitClassifier.shapes()) {
      if (shape.length > 1) {
        inputs = shape.length == 4 ? shape[1] * shape[2] * shape[3] : shape[0];
      }
      float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      double bound = 1 / Math.sqrt(inputs);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.uniform(-bound, bound);
      }
      parameters.add(learner.vector(values));
    }
  }

  /** Returns the settings by which the shipped classifier was trained. */
  public static Fitting settings() {
    return Fitting.of(1e-3, Schedule.COSINE, 100, 3000, 0);
  }

  /**
   * Returns the parameters of a classifier, in the order of {@link DigitClassifier#shapes}.
   *
   * @param digits what it learns from
   */
  public static float[] train(HandwrittenDigits digits, Fitting fitting, Seed seed) {
    return new DigitClassifierTraining(digits, fitting, seed).train();
  }

  float[] train() {
    learner.fitPart(
        fitting, fitting.batches(images.rows(), seed), Monitor.SILENT, Objective.of(this::loss));
    float[] weights = new float[DigitClassifier.size()];
    int at = 0;
    for (Learner.Vector vector : parameters) {
      float[] values = learner.read(vector);
      System.arraycopy(values, 0, weights, at, values.length);
      at += values.length;
    }
    return weights;
  }

  /** Returns the mean cross-entropy of some images where they are, at the present parameters. */
  double crossEntropy(int[] rows) {
    float[] pixels = images.select(rows).values();
    return learner.evaluate(pass -> crossEntropy(pass, pixels, rows));
  }

  /** Returns the mean cross-entropy of some images, each moved at random. */
  private NDArray loss(Pass pass, int[] rows) {
    return crossEntropy(pass, moved(rows), rows);
  }

  private NDArray crossEntropy(Pass pass, float[] pixels, int[] rows) {
    float[] targets = new float[rows.length * CLASSES];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(hot, rows[i] * CLASSES, targets, i * CLASSES, CLASSES);
    }
    return logits(pass, pixels, rows.length)
        .logSoftmax(1)
        .mul(pass.array(targets, rows.length, CLASSES))
        .sum(new int[] {1})
        .neg()
        .mean();
  }

  private float[] moved(int[] rows) {
    float[] result = new float[rows.length * HandwrittenDigits.PIXELS];
    for (int i = 0; i < rows.length; i++) {
      int down = moves.nextInt(2 * MOST_MOVED + 1) - MOST_MOVED;
      int right = moves.nextInt(2 * MOST_MOVED + 1) - MOST_MOVED;
      for (int y = Math.max(0, -down); y < Math.min(SIDE, SIDE - down); y++) {
        System.arraycopy(
            images.values(),
            (rows[i] * SIDE + y) * SIDE + Math.max(0, -right),
            result,
            (i * SIDE + y + down) * SIDE + Math.max(0, right),
            SIDE - Math.abs(right));
      }
    }
    return result;
  }

  private NDArray logits(Pass pass, float[] pixels, int count) {
    NDArray x = pass.array(pixels, count, 1, SIDE, SIDE);
    x = convolved(pass, x, 0, new Shape(2, 2));
    x = convolved(pass, x, 2, new Shape(0, 0));
    x = x.reshape(count, -1);
    for (int i = 4; i < parameters.size(); i += 2) {
      x = x.matMul(value(pass, i)).add(value(pass, i + 1));
      x = i + 2 < parameters.size() ? Activation.relu(x) : x;
    }
    return x;
  }

  private NDArray convolved(Pass pass, NDArray x, int parameter, Shape padding) {
    NDArray map =
        Conv2d.conv2d(
                x, value(pass, parameter), value(pass, parameter + 1), new Shape(1, 1), padding)
            .singletonOrThrow();
    return Pool.maxPool2d(
        Activation.relu(map), new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false);
  }

  private NDArray value(Pass pass, int parameter) {
    long[] shape = Arrays.stream(DigitClassifier.shapes()[parameter]).asLongStream().toArray();
    return pass.value(parameters.get(parameter)).reshape(shape);
  }
}
