package org.prefbench.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;

/**
 * Hundreds of trials in one worker, of every family of methods: its resident memory and open files
 * over the trials, as Linux tells them in {@code /proc}, and whether they stay flat.
 */
final class Endurance {
  /** The heap is small, so that what is never given back shows and what is not yet does not. */
  private static final String HEAP = "-Xmx512m";

  private static final int METHODS = 5;
  private static final String STUDY =
      """
      id: endurance
      title: Does one worker last?
      runs: RUNS
      tasks:
        - {dataset: point-mass-medium-v0, steps: 400}
      reference: {method: bc, set: {hidden-size: 16, steps: 50}}
      preferences: {pairs: 20, segment-length: 5}
      protocol: {episodes: 2, modes: [sampled], checkpoints: 2, select: [last, best]}
      methods:
        - {method: reference}
        - {method: bc, set: {hidden-size: 16, steps: 50}}
        - {method: dpo, set: {steps: 50}}
        - method: pfm
          set: {hidden-size: 16, steps: 50, solver: euler}
        - method: rlhf
          set:
            {simulator-steps: 512, horizon: 32, epochs: 2, value-hidden-size: 16, reward-members: 2,
             reward-hidden-size: 16, reward-steps: 50}
      report: {against: [reference], bootstrap: 200}
      """;

  private final List<Reading> readings = new ArrayList<>();
  private final int trials;

  /**
   * What was seen at one moment.
   *
   * @param trials that are done
   * @param megabytes of the worker's resident memory
   * @param handles open files of the worker
   */
  private record Reading(int trials, double megabytes, int handles) {}

  /**
   * Runs the trials.
   *
   * @param work an empty folder
   * @param planned number of trials
   * @param end when to stop early, as {@link System#nanoTime} tells it
   */
  Endurance(Path work, int planned, long end) throws IOException, InterruptedException {
    int runs = (planned + METHODS - 1) / METHODS;
    Path study =
        Files.writeString(
            work.resolve("study.yaml"), STUDY.replace("RUNS", Integer.toString(runs)));
    Path output = work.resolve("results");
    List<String> words =
        Program.words(List.of(HEAP), "run", study, "--output", output, "--jobs", 1);
    Process process =
        Program.start(words, work.resolve("cache"), work.resolve("out"), work.resolve("err"));
    while (!process.waitFor(500, TimeUnit.MILLISECONDS) && System.nanoTime() < end) {
      Optional<ProcessHandle> worker = process.children().findFirst();
      if (worker.isPresent()) {
        read(Path.of("/proc", Long.toString(worker.get().pid())), done(output))
            .ifPresent(readings::add);
      }
    }
    if (process.isAlive()) {
      process.destroy();
      Program.end(process);
    } else if (process.exitValue() != 0) {
      throw new IllegalStateException(Files.readString(work.resolve("err")));
    }
    trials = done(output);
  }

  private static int done(Path output) throws IOException {
    Path trials = output.resolve("trials");
    if (!Files.exists(trials)) {
      return 0;
    }
    try (Stream<Path> walk = Files.walk(trials)) {
      return (int) walk.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  /** Returns nothing if the process has just ended. */
  private static Optional<Reading> read(Path process, int trials) {
    try (Stream<Path> handles = Files.list(process.resolve("fd"))) {
      double kilobytes =
          Files.readAllLines(process.resolve("status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0);
      return kilobytes == 0
          ? Optional.empty()
          : Optional.of(new Reading(trials, kilobytes / 1024, (int) handles.count()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the number of trials that were done. */
  int trials() {
    return trials;
  }

  /**
   * Returns what grew: the last fifth of the trials against the second fifth, when all classes have
   * been loaded and the heap has been filled once.
   */
  List<String> faults() {
    double[] early = part(0.2, 0.4, true);
    double[] late = part(0.8, 1, true);
    double[] earlyHandles = part(0.2, 0.4, false);
    double[] lateHandles = part(0.8, 1, false);
    List<String> faults = new ArrayList<>();
    if (Math.min(early.length, late.length) < 3) {
      faults.add("too few trials to tell: " + trials);
    } else {
      if (median(late) > 1.1 * median(early)) {
        faults.add(
            String.format(
                Locale.ROOT, "memory grows from %.0f to %.0f MB", median(early), median(late)));
      }
      if (median(lateHandles) > median(earlyHandles) + 3) {
        faults.add(
            String.format(
                Locale.ROOT,
                "open files grow from %.0f to %.0f",
                median(earlyHandles),
                median(lateHandles)));
      }
    }
    return faults;
  }

  private double[] part(double from, double to, boolean memory) {
    return readings.stream()
        .filter(reading -> reading.trials() >= from * trials && reading.trials() <= to * trials)
        .mapToDouble(reading -> memory ? reading.megabytes() : reading.handles())
        .toArray();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Returns memory and open files over the trials. */
  Picture chart() {
    double[] x = readings.stream().mapToDouble(Reading::trials).toArray();
    double[] memory = readings.stream().mapToDouble(Reading::megabytes).toArray();
    double[] handles = readings.stream().mapToDouble(Reading::handles).toArray();
    List<Panel> panels =
        List.of(
            panel("Resident memory of the worker", "MB", x, memory),
            panel("Open files of the worker", "open files", x, handles));
    return new Sheet("", 2, 480, 320, panels)
        .picture("endurance", trials + " trials in one worker");
  }

  private static Panel panel(String title, String unit, double[] x, double[] y) {
    double right = Math.max(1, Arrays.stream(x).max().orElse(1));
    double top = Math.max(1, 1.15 * Arrays.stream(y).max().orElse(1));
    return new Plot(title, 0, right, 0, top)
        .axes("trials done", unit)
        .line("", x, y, Colors.BLUE, Plot.solid(1.6));
  }

  /** Returns the readings as CSV. */
  String csv() {
    StringBuilder csv = new StringBuilder("trials,megabytes,open_files\n");
    for (Reading reading : readings) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%.1f,%d%n",
              reading.trials(),
              reading.megabytes(),
              reading.handles()));
    }
    return csv.toString();
  }
}
