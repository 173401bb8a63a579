package org.prefbench.run.capacity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.study.Preferences;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * What running a part of a study takes.
 *
 * @param trials number of trials
 * @param stages number of stages: runs on tasks, whose data, reference and pairs trials share
 * @param trialSeconds processor seconds of all trials
 * @param stageSeconds processor seconds of all stages
 * @param memory bytes of the largest trial at its peak: what each worker process needs
 * @param longestTrial processor seconds of the longest trial
 * @param longestStage processor seconds of the longest stage
 * @param sent bytes of references and pairs that each further machine is sent; what is read from
 *     files of the user is not known and left out
 * @param received bytes of the results
 * @param schedule the jobs
 */
public record CapacityPlan(
    int trials,
    int stages,
    double trialSeconds,
    double stageSeconds,
    double memory,
    double longestTrial,
    double longestStage,
    double sent,
    double received,
    Schedule schedule) {
  /** Of a number in compressed text, as pairs of three environments have it on the average. */
  private static final double BYTES_PER_NUMBER = 9;

  private static final int BYTES_PER_WEIGHT = 4;

  /** Plans some trials of a study. */
  public static CapacityPlan of(Study study, List<Trial> asked, CostLedger ledger) {
    Map<List<Object>, List<Trial>> byStage = new LinkedHashMap<>();
    for (Trial trial : asked) {
      byStage
          .computeIfAbsent(List.of(trial.task(), trial.run()), any -> new ArrayList<>())
          .add(trial);
    }
    List<Schedule.Stage> schedule = new ArrayList<>();
    double trialSeconds = 0;
    double stageSeconds = 0;
    double memory = 0;
    double longestTrial = 0;
    double longestStage = 0;
    double sent = 0;
    double received = 0;
    for (List<Trial> together : byStage.values()) {
      Study.Task task = together.get(0).task();
      double shared = ledger.stage(study, task);
      List<Double> seconds = new ArrayList<>();
      for (Trial trial : together) {
        CostLedger.Cost cost = ledger.trial(study, trial);
        seconds.add(cost.seconds());
        trialSeconds += cost.seconds();
        longestTrial = Math.max(longestTrial, cost.seconds());
        memory = Math.max(memory, cost.memory());
        received += cost.bytes();
      }
      stageSeconds += shared;
      longestStage = Math.max(longestStage, shared);
      sent += BYTES_PER_WEIGHT * ledger.parameters(study, task) + pairs(study, task);
      schedule.add(new Schedule.Stage(shared, seconds));
    }
    return new CapacityPlan(
        asked.size(),
        byStage.size(),
        trialSeconds,
        stageSeconds,
        memory,
        longestTrial,
        longestStage,
        sent,
        received,
        new Schedule(schedule));
  }

  private static double pairs(Study study, Study.Task task) {
    Preferences preferences = study.preferences(task);
    if (task.file().isPresent() || preferences.file().isPresent()) {
      return 0;
    }
    EnvironmentSpec spec = GeneratedDataset.find(task.dataset()).environment().spec();
    double lines = 2.0 * preferences.pairs() * (preferences.segmentLength() + 1);
    int numbers = spec.observations().size() + spec.actions().size() + 1; // and the reward
    return BYTES_PER_NUMBER * lines * numbers;
  }
}
