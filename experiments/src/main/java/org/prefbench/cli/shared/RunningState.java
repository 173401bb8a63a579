package org.prefbench.cli.shared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.InvalidInputException;
import org.prefbench.run.worker.RunListener.Progress;
import org.prefbench.run.worker.RunListener.Running;
import org.prefbench.store.ResultStore;

/**
 * The state of a run that goes on, as it lies in the folder of the logs.
 *
 * @param start when the run began
 * @param heard when this was so
 */
public record RunningState(Instant start, Instant heard, Progress progress) {
  private static final int LARGEST = 1 << 20; // bytes
  private static final double MINUTE = 60; // seconds
  private static final double MILLISECONDS = 1e-3;

  /** Returns the file within a folder of results. */
  static Path file(Path output) {
    return new ResultStore(output).logs().resolve("running.json");
  }

  /** Writes the file, in place of an earlier one. */
  void write(Path output) {
    AtomicFiles.write(
        file(output),
        target -> {
          PrintWriter lines = new PrintWriter(target);
          Listing.printJson(lines, asMap());
          lines.flush();
        });
  }

  /** Returns the state that was written last, if a run goes on or was cut off. */
  public static Optional<RunningState> read(Path output) {
    Path file = file(output);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode json = new JsonMapper().readTree(AtomicFiles.read(file, LARGEST));
      List<Running> running = new ArrayList<>();
      for (JsonNode job : json.path("running")) {
        running.add(
            new Running(
                job.path("job").asText(), job.path("host").asText(), job.path("share").asDouble()));
      }
      return Optional.of(
          new RunningState(
              Instant.parse(json.path("start").asText()),
              Instant.parse(json.path("heard").asText()),
              new Progress(
                  json.path("finished").asInt(),
                  json.path("total").asInt(),
                  json.path("share").asDouble(),
                  json.path("activity").asText(),
                  json.path("failures").asInt(),
                  running)));
    } catch (InvalidInputException | JsonProcessingException | DateTimeException e) {
      return Optional.empty(); // of this moment alone, and nothing is built on it
    }
  }

  /** Returns all values by name, for programs. */
  public Map<String, Object> asMap() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("start", start.toString());
    values.put("heard", heard.toString());
    values.put("finished", progress.finished());
    values.put("total", progress.total());
    values.put("share", progress.share());
    values.put("percent-per-minute", rate());
    values.put("left-seconds", left());
    values.put("activity", progress.activity());
    values.put("failures", progress.failures());
    List<Map<String, Object>> running = new ArrayList<>();
    for (Running job : progress.running()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("job", job.job());
      one.put("host", job.host());
      one.put("share", job.share());
      running.add(one);
    }
    values.put("running", running);
    return values;
  }

  private double seconds() {
    return Duration.between(start, heard).toMillis() * MILLISECONDS;
  }

  private double rate() {
    return 100 * progress.share() / seconds() * MINUTE;
  }

  /** Returns the seconds that are left if the rest is done as fast as what is done. */
  private double left() {
    return seconds() * (1 - progress.share()) / progress.share();
  }

  /**
   * Returns lines for people: how far the run is and what runs where.
   *
   * @param now when they are read
   */
  public List<String> lines(Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d/%d jobs, %.0f %%, %.2f %%/min, %s left%s, heard %s ago",
            progress.finished(),
            progress.total(),
            100 * progress.share(),
            rate(),
            Listing.duration(left()),
            progress.failures() == 0 ? "" : ", " + progress.failures() + " failed",
            Listing.duration(Duration.between(heard, now).toMillis() * MILLISECONDS)));
    for (Running job : progress.running()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s %.0f %%%s",
              job.job(),
              100 * job.share(),
              job.host().isEmpty() ? "" : " on " + job.host()));
    }
    return lines;
  }
}
