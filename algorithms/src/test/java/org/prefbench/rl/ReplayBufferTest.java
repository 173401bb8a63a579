package org.prefbench.rl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Seed;

class ReplayBufferTest {
  /** Transition k: observation (k, -k), action k / 2, reward 10 k, end where k is even. */
  private static void add(ReplayBuffer buffer, int k) {
    buffer.add(
        FloatMatrix.of(new float[] {7, 7}, new float[] {k, -k}),
        FloatMatrix.of(new float[] {7}, new float[] {k / 2f}),
        10.0 * k,
        k % 2 == 0,
        FloatMatrix.of(new float[] {7, 7}, new float[] {k + 1, -k - 1}),
        1);
  }

  private static Set<Integer> drawn(ReplayBuffer buffer) {
    ReplayBuffer.Batch batch = buffer.sample(2_000, new Seed(3).generator());
    Set<Integer> found = new TreeSet<>();
    for (int i = 0; i < 2_000; i++) {
      int k = (int) batch.steps().observations().get(i, 0);
      found.add(k);
      assertArrayEquals(new float[] {k, -k}, batch.steps().observations().row(i));
      assertArrayEquals(new float[] {k / 2f}, batch.steps().actions().row(i));
      assertArrayEquals(new float[] {k + 1, -k - 1}, batch.steps().next().row(i));
      assertEquals(10 * k, batch.rewards()[i]);
      assertEquals(k % 2 == 0 ? 0 : 1, batch.steps().continues()[i]);
    }
    return found;
  }

  @Test
  void theOldestGivesWay() {
    ReplayBuffer buffer = new ReplayBuffer(2, 1, 4);
    for (int k = 0; k < 3; k++) {
      add(buffer, k);
    }
    assertEquals(3, buffer.size());
    assertEquals(Set.of(0, 1, 2), drawn(buffer));
    for (int k = 3; k < 10; k++) {
      add(buffer, k);
    }
    assertEquals(4, buffer.size());
    assertEquals(Set.of(6, 7, 8, 9), drawn(buffer));
  }

  @Test
  void growsBeyondItsFirstArrays() {
    ReplayBuffer buffer = new ReplayBuffer(2, 1, 100_000);
    for (int k = 0; k < 40_000; k++) {
      add(buffer, k % 5);
    }
    assertEquals(40_000, buffer.size());
    assertEquals(Set.of(0, 1, 2, 3, 4), drawn(buffer));
  }

  @Test
  void goesOnFromDisk() throws IOException {
    ReplayBuffer buffer = new ReplayBuffer(2, 1, 4);
    for (int k = 0; k < 6; k++) {
      add(buffer, k);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    buffer.write(new DataOutputStream(bytes));
    ReplayBuffer read = new ReplayBuffer(2, 1, 4);
    read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    add(buffer, 6);
    add(read, 6);
    assertEquals(Set.of(3, 4, 5, 6), drawn(read));
    assertArrayEquals(
        buffer.sample(50, new Seed(1).generator()).rewards(),
        read.sample(50, new Seed(1).generator()).rewards());
  }

  @Test
  void anEmptyOneHasNothingToDraw() {
    ReplayBuffer buffer = new ReplayBuffer(2, 1, 4);
    assertThrows(InvalidInputException.class, () -> buffer.sample(1, new Seed(0).generator()));
  }
}
