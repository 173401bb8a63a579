package org.prefbench.run.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.run.Studies;
import org.prefbench.study.Study;

class JobQueueTest {
  private static final Study STUDY =
      Studies.of("[{method: reference}, {method: test-spy}]", Map.of()).study();
  private static final Job.Stage STAGE_0 = new Job.Stage(0, 0);
  private static final Job.Stage STAGE_1 = new Job.Stage(0, 1);

  @Test
  void trialsFollowTheirInputsAndComeBeforeOtherInputs() throws InterruptedException {
    JobQueue queue = new JobQueue(STUDY, STUDY.trials());
    assertEquals(6, queue.total());
    assertEquals(Optional.of(STAGE_0), queue.take());
    queue.done(STAGE_0);
    assertEquals(Optional.of(new Job.OneTrial(0)), queue.take());
    assertEquals(Optional.of(new Job.OneTrial(1)), queue.take());
    assertEquals(Optional.of(STAGE_1), queue.take());
    for (Job job : List.of(new Job.OneTrial(0), new Job.OneTrial(1), STAGE_1)) {
      queue.done(job);
    }
    assertEquals(Optional.of(new Job.OneTrial(2)), queue.take());
    assertEquals(Optional.of(new Job.OneTrial(3)), queue.take());
    queue.done(new Job.OneTrial(2));
    assertEquals(List.of(), queue.failed(new Job.OneTrial(3)));
    assertEquals(Optional.empty(), queue.take());
    assertEquals(6, queue.finished());
  }

  @Test
  void inputsThatFailTakeTheirTrialsWithThem() throws InterruptedException {
    JobQueue queue = new JobQueue(STUDY, STUDY.trials().subList(2, 4));
    assertEquals(Optional.of(STAGE_1), queue.take());
    assertEquals(List.of(new Job.OneTrial(2), new Job.OneTrial(3)), queue.failed(STAGE_1));
    assertEquals(3, queue.finished());
    assertEquals(Optional.empty(), queue.take());
  }

  @Test
  void aStoppedScheduleHandsOutNothing() throws InterruptedException {
    JobQueue queue = new JobQueue(STUDY, STUDY.trials());
    queue.stop();
    assertEquals(Optional.empty(), queue.take());
  }

  @Test
  void jobsSurviveBeingWrittenAsLines() {
    for (Job job : List.of(STAGE_1, new Job.OneTrial(17))) {
      assertEquals(job, Job.parse(job.line()));
    }
  }
}
