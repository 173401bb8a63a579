package org.prefbench.dataset.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.prefbench.core.Checks;

/**
 * How far a file may unfold. Trajectories are noise for a compressor: a ratio of 4 is a lot. A
 * small file that stands for a large one is therefore an accident or an attack.
 */
final class Unpacking {
  /** Bytes that every file may unfold to. */
  static final long FREE = 16L << 20;

  /** Bytes that every stored byte adds to that. */
  static final long RATIO = 50;

  private Unpacking() {}

  /** A stream that unpacks no more than a file of some length may. */
  static final class Bounded extends FilterInputStream {
    private final long stored;
    private long left;

    Bounded(InputStream unpacked, long stored) {
      super(unpacked);
      this.stored = stored;
      left = most(stored);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      int count = super.read(target, from, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw new IOException(
            "its "
                + stored
                + " bytes unpack to more than "
                + RATIO
                + " times as many; store it unpacked");
      }
      return count;
    }
  }

  /** Returns the most bytes that a file of {@code stored} bytes may unfold to. */
  static long most(long stored) {
    return FREE + RATIO * stored;
  }

  /** Refuses a file whose steps need more memory than its length lets expect. */
  static void check(Path path, long steps, long bytesPerStep, long stored) {
    Checks.require(
        steps <= most(stored) / bytesPerStep,
        "%s: says it holds %d steps of %d bytes, but has %d bytes itself, and a file is read to %d"
            + " times its length; store it uncompressed",
        path,
        steps,
        bytesPerStep,
        stored,
        RATIO);
  }
}
