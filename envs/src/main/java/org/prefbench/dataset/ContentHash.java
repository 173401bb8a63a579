package org.prefbench.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.prefbench.core.Sha256;
import org.prefbench.env.StateField;

/**
 * SHA-256 of what a dataset says: environment, names of columns, and every value of every episode
 * in order. The format on disk and the provenance do not enter, so a converted file keeps its hash.
 */
public final class ContentHash {
  private final Sha256 hash = new Sha256();
  private ByteBuffer buffer = ByteBuffer.allocate(1 << 12);

  /** Creates the hash of a dataset without episodes. */
  public ContentHash(DatasetHeader header) {
    hash.add("prefbench trajectories 1");
    hash.add(header.environment());
    hash.add(header.observationSize() + " " + header.actionSize());
    for (StateField field : header.stateFields()) {
      hash.add(field.name() + " " + field.size());
    }
    hash.add(header.actionLogProbabilities() ? "densities" : "no densities");
  }

  /** Adds the next episode. */
  public void add(Segment episode) {
    hash.add(
        (episode.length() + " " + episode.end().name() + "\n").getBytes(StandardCharsets.UTF_8));
    add(episode.observations().values());
    add(episode.actions().values());
    add(episode.rewards().values());
    episode.states().ifPresent(states -> add(states.values()));
    episode.actionLogProbabilities().ifPresent(column -> add(column.values()));
  }

  /** Returns the hash, 64 lower-case hexadecimal digits. */
  public String hex() {
    return hash.hex();
  }

  private void add(float[] values) {
    ByteBuffer target = room(4 * values.length);
    for (float value : values) {
      target.putInt(Float.floatToIntBits(value)); // one pattern for all NaNs
    }
    flush();
  }

  private void add(double[] values) {
    ByteBuffer target = room(8 * values.length);
    for (double value : values) {
      target.putLong(Double.doubleToLongBits(value));
    }
    flush();
  }

  private ByteBuffer room(int bytes) {
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocate(bytes);
    }
    return buffer.clear();
  }

  private void flush() {
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    hash.add(bytes);
  }
}
