package org.prefbench.cli.shared;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.prefbench.core.FileErrors;
import org.prefbench.run.worker.RunListener;

/**
 * How far a run is, told in the terminal, and in a file for {@code status}, which may be asked from
 * another machine that sees the folder.
 */
public final class RunProgress implements RunListener, AutoCloseable {
  private static final Duration PAUSE =
      Duration.ofSeconds(1); // between two states of the same jobs

  private final ProgressBar bar;
  private final Optional<Path> output;
  private final Instant start = Instant.now();
  private Instant written = Instant.MIN;
  private List<String> told = List.of();

  /**
   * Begins to tell.
   *
   * @param output the folder of results where status looks; empty if none is kept
   */
  public RunProgress(PrintWriter terminal, Optional<Path> output) {
    bar = new ProgressBar(terminal, "jobs");
    this.output = output;
  }

  @Override
  public void heard(Progress progress) {
    bar.share(
        progress.share(),
        progress.finished() + "/" + progress.total() + " jobs",
        (progress.failures() == 0 ? "" : progress.failures() + " failed, ")
            + hosts(progress)
            + progress.activity());
    Instant now = Instant.now();
    List<String> jobs = progress.running().stream().map(Running::job).toList();
    boolean due = Duration.between(written, now).compareTo(PAUSE) >= 0;
    if (output.isPresent() && (due || !jobs.equals(told))) {
      written = now;
      told = jobs;
      new RunningState(start, now, progress).write(output.get());
    }
  }

  /** Returns how many jobs run on each machine, where there are others than this one. */
  private static String hosts(Progress progress) {
    Map<String, Long> hosts =
        progress.running().stream()
            .filter(job -> !job.host().isEmpty())
            .collect(Collectors.groupingBy(Running::host, TreeMap::new, Collectors.counting()));
    StringBuilder text = new StringBuilder();
    hosts.forEach(
        (host, jobs) -> text.append(String.format(Locale.ROOT, "%d on %s, ", jobs, host)));
    return text.toString();
  }

  @Override
  public void noted(String line) {
    bar.say(line);
  }

  /** Wipes the line and removes the file: the run is over. */
  @Override
  public void close() {
    bar.close();
    if (output.isPresent()) {
      try {
        Files.deleteIfExists(RunningState.file(output.get()));
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot write to " + output.get() + ": " + FileErrors.reason(e), e);
      }
    }
  }
}
