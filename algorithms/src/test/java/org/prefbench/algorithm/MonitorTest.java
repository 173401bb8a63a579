package org.prefbench.algorithm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.prefbench.policy.Policy;

class MonitorTest {
  @Test
  void checkpointsEndEqualPartsOfTheTraining() {
    assertArrayEquals(new long[] {3, 5, 8, 10}, due(4, 10)); // the parts end at 2.5, 5, 7.5, 10
    assertArrayEquals(new long[] {25, 50, 75, 100}, due(4, 100));
    assertArrayEquals(new long[] {1, 2}, due(5, 2)); // several parts end in one step
    assertArrayEquals(new long[] {}, due(0, 10));
  }

  @Test
  void aPartShowsItsMetricsAndNothingElse() {
    RecordingMonitor whole = new RecordingMonitor(4);
    Monitor part = whole.part("reward-");
    part.metric("loss", 7, 6);
    part.progress(1, 2);
    part.checkpoint(1, 2, 0.5, () -> null);
    assertEquals(List.of(6.0), whole.values("reward-loss"));
    assertEquals(List.of(), whole.validationLosses());
    assertEquals(0, part.checkpoints());
    assertTrue(part.keepsMetrics());
    assertFalse(Monitor.SILENT.part("reward-").keepsMetrics());
  }

  private static long[] due(int checkpoints, long steps) {
    Monitor monitor = new Parts(checkpoints);
    return LongStream.rangeClosed(1, steps)
        .filter(step -> monitor.checkpointDue(step, steps))
        .toArray();
  }

  private record Parts(int checkpoints) implements Monitor {
    @Override
    public void progress(long step, long steps) {}

    @Override
    public void metric(String name, long step, double value) {}

    @Override
    public void checkpoint(long step, long steps, double validationLoss, Supplier<Policy> policy) {}
  }
}
