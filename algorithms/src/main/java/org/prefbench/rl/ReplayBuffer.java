package org.prefbench.rl;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.LittleEndian;
import org.prefbench.core.RandomStream;

/**
 * The last transitions, in arrays that grow up to their capacity; the oldest gives way. Not
 * thread-safe.
 */
public final class ReplayBuffer {
  private static final int FIRST = 1 << 14;

  private final int observationSize;
  private final int actionSize;
  private final int capacity;
  private int size;
  private int cursor;
  private float[] observations = new float[0];
  private float[] nextObservations = new float[0];
  private float[] actions = new float[0];
  private float[] rewards = new float[0];
  private float[] continues = new float[0]; // 0 where the task ended, else 1

  /** Creates an empty buffer for observations and actions of the given sizes. */
  public ReplayBuffer(int observationSize, int actionSize, int capacity) {
    this.observationSize = Checks.atLeast("observation size", observationSize, 1);
    this.actionSize = Checks.atLeast("action size", actionSize, 1);
    this.capacity = Checks.atLeast("capacity", capacity, 1);
  }

  /**
   * Transitions drawn from a buffer.
   *
   * @param rewards of the steps, {@code [n]}
   */
  public record Batch(Transitions steps, float[] rewards) {}

  /** Returns the number of transitions. */
  public int size() {
    return size;
  }

  /** Adds the transition that row {@code row} of the matrices holds. */
  public void add(
      FloatMatrix before,
      FloatMatrix action,
      double reward,
      boolean end,
      FloatMatrix after,
      int row) {
    if (cursor == rewards.length) {
      grow();
    }
    System.arraycopy(
        before.values(),
        row * observationSize,
        observations,
        cursor * observationSize,
        observationSize);
    System.arraycopy(
        after.values(),
        row * observationSize,
        nextObservations,
        cursor * observationSize,
        observationSize);
    System.arraycopy(action.values(), row * actionSize, actions, cursor * actionSize, actionSize);
    rewards[cursor] = (float) reward;
    continues[cursor] = end ? 0 : 1;
    cursor = (cursor + 1) % capacity;
    size = Math.max(size, cursor == 0 ? capacity : cursor);
  }

  /** Returns transitions drawn with replacement. */
  public Batch sample(int count, RandomStream random) {
    Checks.require(size > 0, "nothing to draw from: the replay buffer is empty");
    FloatMatrix before = new FloatMatrix(count, observationSize);
    FloatMatrix after = new FloatMatrix(count, observationSize);
    FloatMatrix action = new FloatMatrix(count, actionSize);
    float[] reward = new float[count];
    float[] go = new float[count];
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(size);
      int row = at * observationSize;
      System.arraycopy(observations, row, before.values(), i * observationSize, observationSize);
      System.arraycopy(nextObservations, row, after.values(), i * observationSize, observationSize);
      System.arraycopy(actions, at * actionSize, action.values(), i * actionSize, actionSize);
      reward[i] = rewards[at];
      go[i] = continues[at];
    }
    return new Batch(new Transitions(before, action, after, go), reward);
  }

  /** Writes the content. */
  public void write(DataOutput output) throws IOException {
    output.writeInt(size);
    output.writeInt(cursor);
    LittleEndian.writeFloats(output, observations, size * observationSize);
    LittleEndian.writeFloats(output, nextObservations, size * observationSize);
    LittleEndian.writeFloats(output, actions, size * actionSize);
    LittleEndian.writeFloats(output, rewards, size);
    LittleEndian.writeFloats(output, continues, size);
  }

  /** Takes over the content that {@link #write} wrote. */
  public void read(DataInput input) throws IOException {
    int count = input.readInt();
    int position = input.readInt();
    Checks.between("transitions", count, 0, capacity);
    size = 0;
    while (rewards.length < count) {
      grow();
    }
    LittleEndian.readFloats(input, observations, count * observationSize);
    LittleEndian.readFloats(input, nextObservations, count * observationSize);
    LittleEndian.readFloats(input, actions, count * actionSize);
    LittleEndian.readFloats(input, rewards, count);
    LittleEndian.readFloats(input, continues, count);
    size = count;
    cursor = position;
  }

  private void grow() {
    int length = (int) Math.min(capacity, Math.max(FIRST, 2L * rewards.length));
    observations = Arrays.copyOf(observations, length * observationSize);
    nextObservations = Arrays.copyOf(nextObservations, length * observationSize);
    actions = Arrays.copyOf(actions, length * actionSize);
    rewards = Arrays.copyOf(rewards, length);
    continues = Arrays.copyOf(continues, length);
  }
}
