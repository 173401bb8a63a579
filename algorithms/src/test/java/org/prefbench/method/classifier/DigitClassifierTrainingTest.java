package org.prefbench.method.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.prefbench.core.Seed;
import org.prefbench.env.digits.DigitClassifier;
import org.prefbench.env.digits.HandwrittenDigits;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;

/** The classifier as it is trained, in the engine, against the classifier as it judges. */
class DigitClassifierTrainingTest {
  /** Two programs of one network: the mean cross-entropy of the engine's and of plain Java's. */
  @Test
  void theEngineComputesTheNetworkThatJudges() {
    HandwrittenDigits digits = HandwrittenDigits.test();
    DigitClassifierTraining training =
        new DigitClassifierTraining(
            digits, Fitting.of(1e-3, Schedule.CONSTANT, 50, 30, 0), new Seed(3));
    float[] weights = training.train(); // no longer where it started
    DigitClassifier classifier = new DigitClassifier(weights);
    float[] image = new float[HandwrittenDigits.PIXELS];
    double[] probabilities = new double[HandwrittenDigits.CLASSES];
    double sum = 0;
    for (int i = 0; i < 100; i++) { // the first rows are zeros
      digits.read(0, i, image, 0);
      classifier.classify(image, 0, probabilities);
      sum -= Math.log(probabilities[0]);
    }
    double engine = training.crossEntropy(IntStream.range(0, 100).toArray());
    assertTrue(engine > 0.01 && engine < 3, "a loss to compare, " + engine);
    assertEquals(sum / 100, engine, 1e-5 * engine);
  }

  @Test
  void learnsToTellDigitsApart() {
    Fitting few = Fitting.of(2e-3, Schedule.COSINE, 50, 150, 0);
    float[] weights = DigitClassifierTraining.train(HandwrittenDigits.training(), few, new Seed(0));
    double accuracy = new DigitClassifier(weights).accuracy(HandwrittenDigits.test());
    assertTrue(accuracy > 0.7, "accuracy " + accuracy); // a constant answer has 0.1
  }
}
