package org.prefbench.cli.shared;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.prefbench.run.capacity.CapacityPlan;
import org.prefbench.run.capacity.CostLedger;
import org.prefbench.run.capacity.Schedule;
import org.prefbench.statistics.Format;
import org.prefbench.store.Home;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;
import picocli.CommandLine;

/** Prints what a study will take, and how long on how many cores. */
public final class PlanListing {
  private static final int[] CORES = {
    1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 10000
  };
  private static final double SECONDS_PER_HOUR = 3600;

  private PlanListing() {}

  /**
   * Prints the plan of some trials; returns the exit code.
   *
   * @param jobs a number of cores that is of interest beside powers of two
   */
  public static int print(
      CommandLine command, Study study, List<Trial> asked, int jobs, boolean json) {
    CostLedger ledger = CostLedger.of(Home.results());
    CapacityPlan plan = CapacityPlan.of(study, asked, ledger);
    Schedule schedule = plan.schedule();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("study", study.id());
    values.put("trials", plan.trials());
    values.put("stages", plan.stages());
    if (json) {
      values.put("core-hours", schedule.work() / SECONDS_PER_HOUR);
      values.put("core-hours-of-stages", plan.stageSeconds() / SECONDS_PER_HOUR);
      values.put("learnt-from-trials", ledger.size());
      values.put("memory-bytes-per-worker", plan.memory());
      values.put("bytes-sent-per-machine", plan.sent());
      values.put("bytes-received", plan.received());
      values.put("longest-chain-seconds", schedule.longestChain());
    } else {
      values.put(
          "core hours",
          String.format(
              Locale.ROOT,
              "%.2f, %.2f of them for stages; learnt from %d committed trials",
              schedule.work() / SECONDS_PER_HOUR,
              plan.stageSeconds() / SECONDS_PER_HOUR,
              ledger.size()));
      values.put("memory", Format.bytes(plan.memory()) + " for each worker");
      values.put(
          "network",
          Format.bytes(plan.sent())
              + " to each further machine, "
              + Format.bytes(plan.received())
              + " of results back");
      values.put(
          "longest chain", Listing.duration(schedule.longestChain()) + ", a stage and a trial");
    }
    Listing times = new Listing("cores", "time", "busy");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int cores : cores(jobs)) {
      double seconds = schedule.on(cores);
      double busy = schedule.work() / (cores * seconds);
      times.row(
          cores, Listing.duration(seconds), String.format(Locale.ROOT, "%.0f %%", 100 * busy));
      rows.add(Map.of("cores", cores, "seconds", seconds, "busy", busy));
      if (seconds == schedule.longestChain()) {
        break; // more cores do not help
      }
    }
    if (json) {
      values.put("times", rows);
    }
    Listing.printRecord(command.getOut(), json, values);
    if (!json) {
      command.getOut().println();
      times.print(command.getOut(), false);
    }
    return ExitCode.OK;
  }

  private static Iterable<Integer> cores(int jobs) {
    TreeSet<Integer> cores = new TreeSet<>(List.of(jobs));
    for (int one : CORES) {
      cores.add(one);
    }
    return cores;
  }
}
