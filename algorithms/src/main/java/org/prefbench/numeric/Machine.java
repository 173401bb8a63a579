package org.prefbench.numeric;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;

/** What this machine and its Java offer for products of matrices, and how fast that is. */
public final class Machine {
  private static final int SIZE = 256;
  private static final int ROUNDS = 7;
  private static final long ROUND = 50_000_000L; // nanoseconds

  private Machine() {}

  /** Returns what computes, such as {@code 512-bit vectors} or {@code scalars}. */
  public static String kernel() {
    return Kernels.BEST.description();
  }

  /**
   * Returns why products take longer here than they need, and what to do, in one line; the bits are
   * the same.
   */
  public static Optional<String> handicap() {
    if (!fused()) {
      return Optional.of(
          "no fused multiply-add in hardware (or -XX:-UseFMA): learning and acting take a thousand"
              + " times longer");
    }
    if (Kernels.BEST instanceof ScalarKernel) {
      return Optional.of(
          "no vectors: start with scripts/prefbench and a full JDK, or add"
              + " --add-modules=jdk.incubator.vector to Java's options");
    }
    return Optional.empty();
  }

  /** Virtual machines other than HotSpot do not tell; they are given the benefit of the doubt. */
  private static boolean fused() {
    HotSpotDiagnosticMXBean bean =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return bean == null || !bean.getVMOption("UseFMA").getValue().equals("false");
  }

  /**
   * Returns the speed of products of 256 x 256 matrices in GFLOP/s, the best of seven rounds of a
   * twentieth of a second; of one, where a single product takes ten times as long.
   */
  public static double speed() {
    float[] a = new float[SIZE * SIZE];
    float[] c = new float[SIZE * SIZE];
    Arrays.fill(a, 1e-3f);
    MatrixProduct product = new MatrixProduct();
    MatrixProduct.Packed packed = product.packed();
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      long elapsed;
      long count = 0;
      do {
        packed.set(a, 0, SIZE, SIZE, false);
        product.add(a, 0, false, SIZE, packed, c, 0);
        count++;
        elapsed = System.nanoTime() - start;
      } while (elapsed < ROUND);
      best = Math.max(best, 2.0 * SIZE * SIZE * SIZE * count / elapsed);
      if (elapsed > 10 * ROUND) {
        break;
      }
    }
    return best;
  }

  /**
   * Returns the speed that an idle core of a present server has with this kernel, in GFLOP/s:
   * measured on an AMD EPYC with AVX-512, also with its vectors cut to 256 and 128 bits.
   */
  public static double usualSpeed() {
    return switch (Kernels.BEST.width()) {
      case 32 -> 200; // two vectors of 512 bits
      case 16 -> Kernels.BEST instanceof ScalarKernel ? 7 : 110;
      default -> 50;
    };
  }
}
