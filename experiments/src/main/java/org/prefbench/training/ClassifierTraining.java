package org.prefbench.training;

import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.LittleEndian;
import org.prefbench.core.Seed;
import org.prefbench.env.digits.DigitClassifier;
import org.prefbench.env.digits.HandwrittenDigits;
import org.prefbench.method.classifier.DigitClassifierTraining;

/** Trains the classifier of {@code digits-v0} anew. */
public final class ClassifierTraining {
  private ClassifierTraining() {}

  /**
   * Returns a classifier that was trained on the training images by the settings of the shipped
   * one, and writes its parameters, 4 bytes each, the lowest first.
   */
  public static DigitClassifier train(Seed seed, Path to) {
    float[] weights =
        DigitClassifierTraining.train(
            HandwrittenDigits.training(), DigitClassifierTraining.settings(), seed);
    AtomicFiles.writeFile(
        to,
        temporary -> {
          try (DataOutputStream output = new DataOutputStream(Files.newOutputStream(temporary))) {
            LittleEndian.writeFloats(output, weights, weights.length);
          }
        });
    return new DigitClassifier(weights);
  }
}
