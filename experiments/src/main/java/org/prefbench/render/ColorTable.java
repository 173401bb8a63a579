package org.prefbench.render;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * At most 63 colours that stand for those of given pictures, and one that is transparent. Source:
 * median cut (Heckbert 1982, SIGGRAPH), on colours of six bits a channel.
 */
final class ColorTable {
  /** The number of the transparent colour. */
  static final int TRANSPARENT = 63;

  private static final int BITS = 6;
  private static final int CELLS = 1 << 3 * BITS;

  private static final int ALIKE = 5; // of 255, in each channel

  private final int[] colors;
  private final boolean[][] alike;
  private final byte[] nearest = new byte[CELLS]; // -1 where not yet asked

  /** Chooses the colours for pictures. */
  ColorTable(List<BufferedImage> pictures) {
    long[] sums = new long[3 * CELLS];
    int[] counts = new int[CELLS];
    for (BufferedImage picture : pictures) {
      for (int rgb : pixels(picture)) {
        int cell = cell(rgb);
        counts[cell]++;
        for (int i = 0; i < 3; i++) {
          sums[3 * cell + i] += channel(rgb, i);
        }
      }
    }
    List<int[]> boxes = new ArrayList<>(); // the cells in each
    boxes.add(IntStream.range(0, CELLS).filter(c -> counts[c] > 0).toArray());
    while (boxes.size() < TRANSPARENT) {
      int widest = widest(boxes, counts);
      if (boxes.get(widest).length < 2) {
        break;
      }
      split(boxes, widest, counts);
    }
    colors = boxes.stream().mapToInt(box -> mean(box, sums, counts)).toArray();
    Arrays.fill(nearest, (byte) -1);
    alike = new boolean[colors.length][colors.length];
    for (int i = 0; i < colors.length; i++) {
      for (int j = 0; j < colors.length; j++) {
        alike[i][j] = alike(colors[i], colors[j]);
      }
    }
  }

  /** Returns the pixels of a picture of type {@code TYPE_INT_RGB}, row by row. */
  static int[] pixels(BufferedImage picture) {
    return ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
  }

  /** Returns channel 0, 1, 2 for red, green, blue. */
  private static int channel(int rgb, int i) {
    return rgb >> 16 - 8 * i & 255;
  }

  private static int cell(int rgb) {
    int cell = 0;
    for (int i = 0; i < 3; i++) {
      cell = cell << BITS | channel(rgb, i) >> 8 - BITS;
    }
    return cell;
  }

  private static int cellChannel(int cell, int i) {
    return cell >> (2 - i) * BITS & (1 << BITS) - 1;
  }

  private static int range(int[] box, int channel) {
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    for (int cell : box) {
      low = Math.min(low, cellChannel(cell, channel));
      high = Math.max(high, cellChannel(cell, channel));
    }
    return high - low;
  }

  /** Large errors in few pixels are seen as well as small ones in many: weigh by the root. */
  private static int widest(List<int[]> boxes, int[] counts) {
    int best = 0;
    double bestWeight = -1;
    for (int b = 0; b < boxes.size(); b++) {
      int[] box = boxes.get(b);
      double pixels = Arrays.stream(box).mapToDouble(cell -> counts[cell]).sum();
      int range = Math.max(range(box, 0), Math.max(range(box, 1), range(box, 2)));
      double weight = range * Math.sqrt(Math.sqrt(pixels));
      if (weight > bestWeight) {
        bestWeight = weight;
        best = b;
      }
    }
    return best;
  }

  /** Splits a box in the middle of its longest side, so that rare colours get their own. */
  private static void split(List<int[]> boxes, int index, int[] counts) {
    int[] box = boxes.get(index);
    int longest =
        List.of(0, 1, 2).stream().max(Comparator.comparingInt(i -> range(box, i))).orElseThrow();
    double mean = 0;
    double pixels = 0;
    for (int cell : box) {
      double weight = Math.sqrt(counts[cell]);
      mean += weight * cellChannel(cell, longest);
      pixels += weight;
    }
    double middle = mean / pixels;
    boxes.set(index, Arrays.stream(box).filter(c -> cellChannel(c, longest) <= middle).toArray());
    boxes.add(Arrays.stream(box).filter(c -> cellChannel(c, longest) > middle).toArray());
  }

  private static int mean(int[] box, long[] sums, int[] counts) {
    long pixels = Arrays.stream(box).mapToLong(cell -> counts[cell]).sum();
    int rgb = 0;
    for (int i = 0; i < 3; i++) {
      long sum = 0;
      for (int cell : box) {
        sum += sums[3 * cell + i];
      }
      rgb = rgb << 8 | (int) ((sum + pixels / 2) / pixels);
    }
    return rgb;
  }

  /** Returns the number of the colour nearest to {@code rgb}. */
  int index(int rgb) {
    int cell = cell(rgb);
    if (nearest[cell] < 0) {
      nearest[cell] = (byte) search(cell);
    }
    return nearest[cell];
  }

  private int search(int cell) {
    int best = 0;
    int bestDistance = Integer.MAX_VALUE;
    for (int c = 0; c < colors.length; c++) {
      int distance = 0;
      for (int i = 0; i < 3; i++) {
        int middle = (cellChannel(cell, i) << 8 - BITS) + (1 << 7 - BITS);
        int difference = middle - channel(colors[c], i);
        distance += difference * difference;
      }
      if (distance < bestDistance) {
        bestDistance = distance;
        best = c;
      }
    }
    return best;
  }

  /** Returns whether nobody would miss the change from one colour of the table to another. */
  boolean alike(byte first, byte second) {
    return alike[first][second];
  }

  private static boolean alike(int first, int second) {
    boolean alike = true;
    for (int i = 0; i < 3; i++) {
      alike &= Math.abs(channel(first, i) - channel(second, i)) <= ALIKE;
    }
    return alike;
  }

  /** Returns the table as Java pictures use it. */
  IndexColorModel model() {
    byte[][] channels = new byte[3][TRANSPARENT + 1];
    for (int c = 0; c < colors.length; c++) {
      for (int i = 0; i < 3; i++) {
        channels[i][c] = (byte) channel(colors[c], i);
      }
    }
    return new IndexColorModel(
        6, TRANSPARENT + 1, channels[0], channels[1], channels[2], TRANSPARENT);
  }
}
