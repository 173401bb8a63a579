package org.prefbench.run.probe;

import static org.prefbench.env.digits.HandwrittenDigits.CLASSES;
import static org.prefbench.env.digits.HandwrittenDigits.PIXELS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.algorithm.TransportPolicy;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.env.digits.DigitClassifier;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.stage.Evaluator;

/**
 * What a policy draws in {@code digits-v0} beside what the reference draws from the same latents,
 * by the classifier that rewards: a table by digit, the first images, and the way of some through
 * the map of a policy that moves the reference's images.
 *
 * <pre>
 * images  digit, images; mean reward and share that is told as the digit asked for, of the policy's
 *         images (score, right) and of the reference's (reference-score, reference-right); changed:
 *         share that is told as another digit than the reference's image of the same latents;
 *         diversity, reference-diversity: mean distance of two images, in units of brightness
 * samples reward of every image
 * sheet   digit, latent, told, pixel_0 ...: brightness in 0 .. 255
 * film    digit, time, pixel_0 ...: the same of the first image of every digit on its way
 * </pre>
 *
 * <p>Latents are what a stream gives first, so that policies which draw in the same way draw the
 * same. A policy that looks ahead draws the reference's image from streams below its own, and those
 * are the ones that the others are given.
 *
 * <p>It stands beside the rows, none of which depends on it, so it is no stage: a change of it
 * outdates no result.
 */
public final class ImageProbe {
  private static final int SHOWN = 4; // images of each digit
  private static final int FRAMES = 12; // steps of a way
  private static final int BATCH = 500;

  private ImageProbe() {}

  /**
   * Returns the tables by their names, each with its header.
   *
   * @param pictures whether those of pixels are among them, which are large
   */
  public static Map<String, List<Object[]>> measure(
      Evaluator evaluator,
      Policy reference,
      Policy policy,
      int perDigit,
      boolean pictures,
      Seed seed) {
    int count = CLASSES * perDigit;
    Seed[] outer = seed.children(0, count, "images");
    Seed[] inner = new Seed[count]; // as the sources of plans derive them
    Arrays.setAll(inner, i -> outer[i].child(0).child("first"));
    boolean lookingAhead = evaluator.lookAhead() != EnvironmentAccess.LookAhead.NONE;
    FloatMatrix before = draw(evaluator, reference, inner);
    FloatMatrix after = draw(evaluator, policy, lookingAhead ? outer : inner);
    Told own = new Told(after);
    Told other = new Told(before);
    Map<String, List<Object[]>> tables = new LinkedHashMap<>();
    tables.put("images", table(perDigit, after, own, before, other));
    tables.put("samples", rewards(own));
    if (pictures) {
      tables.put("sheet", sheet(perDigit, after, own));
    }
    if (pictures && lookingAhead && policy instanceof TransportPolicy flow) {
      tables.put("film", film(flow, before));
    }
    return tables;
  }

  /** Returns one image for each stream, {@code [n, pixels]} in [0, 1]: digit i mod 10 is i's. */
  private static FloatMatrix draw(Evaluator evaluator, Policy policy, Seed[] seeds) {
    FloatMatrix images = new FloatMatrix(seeds.length, PIXELS);
    for (int from = 0; from < seeds.length; from += BATCH) {
      int copies = Math.min(BATCH, seeds.length - from);
      VectorEnvironment environment = new VectorEnvironment(evaluator.environment(), copies);
      for (int i = 0; i < copies; i++) {
        double[] state = new double[environment.spec().stateSize()];
        state[0] = (from + i) % CLASSES;
        environment.reset(i, state);
      }
      EnvironmentAccess access =
          new EnvironmentAccess(environment, evaluator.lookAhead(), new Ledger());
      try (Actor actor = policy.start(access, Arrays.copyOfRange(seeds, from, from + copies))) {
        FloatMatrix drawn = actor.act(environment.observations());
        for (int i = 0; i < copies; i++) {
          images.setRow(from + i, clipped(drawn.row(i)));
        }
      }
    }
    return images;
  }

  private static float[] clipped(float[] image) {
    for (int i = 0; i < image.length; i++) {
      image[i] = Math.max(0, Math.min(1, image[i]));
    }
    return image;
  }

  /** What the classifier says of images, the digit asked for being their number mod 10. */
  private static final class Told {
    final double[] score;
    final int[] digit;

    Told(FloatMatrix images) {
      DigitClassifier classifier = DigitClassifier.shipped();
      double[] probabilities = new double[CLASSES];
      score = new double[images.rows()];
      digit = new int[images.rows()];
      for (int i = 0; i < digit.length; i++) {
        classifier.classify(images.values(), i * PIXELS, probabilities);
        score[i] = probabilities[i % CLASSES];
        for (int k = 1; k < CLASSES; k++) {
          digit[i] = probabilities[k] > probabilities[digit[i]] ? k : digit[i];
        }
      }
    }
  }

  private static List<Object[]> table(
      int perDigit, FloatMatrix after, Told own, FloatMatrix before, Told other) {
    List<Object[]> lines = new ArrayList<>();
    lines.add(
        new Object[] {
          "digit",
          "images",
          "score",
          "right",
          "reference-score",
          "reference-right",
          "changed",
          "diversity",
          "reference-diversity"
        });
    for (int digit = 0; digit < CLASSES; digit++) {
      double[] sums = new double[5];
      for (int i = digit; i < after.rows(); i += CLASSES) {
        sums[0] += own.score[i];
        sums[1] += own.digit[i] == digit ? 1 : 0;
        sums[2] += other.score[i];
        sums[3] += other.digit[i] == digit ? 1 : 0;
        sums[4] += own.digit[i] != other.digit[i] ? 1 : 0;
      }
      List<Object> line = new ArrayList<>(List.of(digit, perDigit));
      for (double sum : sums) {
        line.add(sum / perDigit);
      }
      line.add(diversity(after, digit));
      line.add(diversity(before, digit));
      lines.add(line.toArray());
    }
    return lines;
  }

  /** Returns the mean Euclidean distance of two images of a digit. */
  static double diversity(FloatMatrix images, int digit) {
    double sum = 0;
    int pairs = 0;
    for (int i = digit; i < images.rows(); i += CLASSES) {
      for (int j = i + CLASSES; j < images.rows(); j += CLASSES) {
        double square = 0;
        for (int k = 0; k < PIXELS; k++) {
          double difference = (double) images.get(i, k) - images.get(j, k);
          square += difference * difference;
        }
        sum += Math.sqrt(square);
        pairs++;
      }
    }
    return sum / pairs;
  }

  private static List<Object[]> rewards(Told told) {
    List<Object[]> lines = new ArrayList<>();
    lines.add(new Object[] {"reward"});
    Arrays.stream(told.score).forEach(score -> lines.add(new Object[] {score}));
    return lines;
  }

  private static List<Object[]> sheet(int perDigit, FloatMatrix images, Told told) {
    List<Object[]> lines = new ArrayList<>();
    lines.add(header("digit", "latent", "told"));
    for (int i = 0; i < CLASSES * Math.min(SHOWN, perDigit); i++) {
      lines.add(line(images, i, i % CLASSES, i / CLASSES, told.digit[i]));
    }
    return lines;
  }

  private static List<Object[]> film(TransportPolicy flow, FloatMatrix before) {
    FloatMatrix sources = before.slice(0, CLASSES);
    FloatMatrix contexts = new FloatMatrix(CLASSES, CLASSES);
    for (int digit = 0; digit < CLASSES; digit++) {
      contexts.set(digit, digit, 1);
    }
    double[] times = new double[FRAMES + 1];
    Arrays.setAll(times, k -> k / (double) FRAMES);
    FloatMatrix[] ways = flow.paths(contexts, sources, times);
    List<Object[]> lines = new ArrayList<>();
    lines.add(header("digit", "time"));
    for (int digit = 0; digit < CLASSES; digit++) {
      for (int k = 0; k < times.length; k++) {
        lines.add(line(ways[k], digit, digit, times[k]));
      }
    }
    return lines;
  }

  private static Object[] header(String... first) {
    List<Object> header = new ArrayList<>(List.of(first));
    for (int k = 0; k < PIXELS; k++) {
      header.add("pixel_" + k);
    }
    return header.toArray();
  }

  private static Object[] line(FloatMatrix images, int row, Object... first) {
    List<Object> line = new ArrayList<>(List.of(first));
    for (float brightness : images.row(row)) {
      line.add(Math.round(255 * Math.max(0, Math.min(1, brightness))));
    }
    return line.toArray();
  }
}
