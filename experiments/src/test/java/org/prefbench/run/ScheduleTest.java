package org.prefbench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prefbench.study.Study;

class ScheduleTest {
  private static final Study STUDY =
      Studies.of("[{method: reference}, {method: test-spy}]", Map.of()).study();
  private static final Job.Stage STAGE_0 = new Job.Stage(0, 0);
  private static final Job.Stage STAGE_1 = new Job.Stage(0, 1);

  @Test
  void trialsFollowTheirInputsAndComeBeforeOtherInputs() throws InterruptedException {
    Schedule schedule = new Schedule(STUDY, STUDY.trials());
    assertEquals(6, schedule.total());
    assertEquals(Optional.of(STAGE_0), schedule.take());
    schedule.done(STAGE_0);
    assertEquals(Optional.of(new Job.OneTrial(0)), schedule.take());
    assertEquals(Optional.of(new Job.OneTrial(1)), schedule.take());
    assertEquals(Optional.of(STAGE_1), schedule.take());
    for (Job job : List.of(new Job.OneTrial(0), new Job.OneTrial(1), STAGE_1)) {
      schedule.done(job);
    }
    assertEquals(Optional.of(new Job.OneTrial(2)), schedule.take());
    assertEquals(Optional.of(new Job.OneTrial(3)), schedule.take());
    schedule.done(new Job.OneTrial(2));
    assertEquals(List.of(), schedule.failed(new Job.OneTrial(3)));
    assertEquals(Optional.empty(), schedule.take());
    assertEquals(6, schedule.finished());
  }

  @Test
  void inputsThatFailTakeTheirTrialsWithThem() throws InterruptedException {
    Schedule schedule = new Schedule(STUDY, STUDY.trials().subList(2, 4));
    assertEquals(Optional.of(STAGE_1), schedule.take());
    assertEquals(List.of(new Job.OneTrial(2), new Job.OneTrial(3)), schedule.failed(STAGE_1));
    assertEquals(3, schedule.finished());
    assertEquals(Optional.empty(), schedule.take());
  }

  @Test
  void aStoppedScheduleHandsOutNothing() throws InterruptedException {
    Schedule schedule = new Schedule(STUDY, STUDY.trials());
    schedule.stop();
    assertEquals(Optional.empty(), schedule.take());
  }

  @Test
  void jobsSurviveBeingWrittenAsLines() {
    for (Job job : List.of(STAGE_1, new Job.OneTrial(17))) {
      assertEquals(job, Job.parse(job.line()));
    }
  }
}
