package org.prefbench.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.ReferenceScores;
import org.prefbench.method.online.OnlineTraining;
import org.prefbench.method.online.OnlineTraining.Evaluation;
import org.prefbench.method.online.SacSettings;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.store.CsvText;
import org.prefbench.store.Provenance;
import org.prefbench.store.TrainingRecord;

/**
 * A training of a behaviour policy in a folder, which can be killed at any time and goes on from
 * its last evaluation to the same bytes:
 *
 * <pre>
 * training.json        what is trained, how and from which commit
 * curve.csv            the learning curve, a row per evaluation
 * snapshots/N.policy   the policy after N environment steps
 * checkpoint           everything that going on needs: weights, moments, replay buffer, states
 * </pre>
 */
public final class PolicyTraining {
  /** The id of the learner. */
  public static final String ALGORITHM = "sac";

  private final EnvironmentFactory factory;
  private final SacSettings settings;
  private final TrainingRecord record;
  private final Path folder;
  private final OnlineTraining training;
  private final List<Double> cpuSeconds = new ArrayList<>(); // at every point of the curve
  private double earlierSeconds; // of processor time, before this process

  /**
   * Opens the training in {@code folder}, or begins one there.
   *
   * @param command what was typed
   * @throws InvalidInputException if the folder holds another training
   */
  public PolicyTraining(
      EnvironmentFactory factory,
      SacSettings settings,
      long seed,
      List<String> command,
      Path folder) {
    this.factory = factory;
    this.settings = settings;
    this.folder = folder;
    Map<String, String> all = new TreeMap<>(Parameters.asText(settings));
    all.remove("steps"); // more of them only go on
    TrainingRecord wanted =
        new TrainingRecord(
            factory.spec().id(), ALGORITHM, seed, all, command, Provenance.thisMachine());
    Optional<TrainingRecord> present = TrainingRecord.read(file(folder));
    present.ifPresent(found -> checkSame(found, wanted));
    record = present.orElse(wanted);
    training = new OnlineTraining(factory, settings, new Seed(seed));
    if (present.isPresent() && Files.exists(checkpoint())) {
      read();
    } else {
      record.write(file(folder));
    }
  }

  /** Returns the file that says what is trained in a folder. */
  public static Path file(Path folder) {
    return folder.resolve("training.json");
  }

  /** Returns the file of the learning curve in a folder. */
  public static Path curve(Path folder) {
    return folder.resolve("curve.csv");
  }

  /** Returns the file of the policy after some steps of the training in a folder. */
  public static Path snapshot(Path folder, long steps) {
    return folder.resolve("snapshots").resolve(steps + ".policy");
  }

  /** Returns the environment steps that are done. */
  public long steps() {
    return training.steps();
  }

  /** Hears of every point of the learning curve. */
  @FunctionalInterface
  public interface Listener {
    /** Takes note of a point; what it means is already on disk. */
    void evaluated(Evaluation evaluation);
  }

  /** Trains to the end, writing every evaluation to disk. */
  public void run(Listener listener, ProgressListener progress) {
    training.run(
        (evaluation, policy) -> {
          cpuSeconds.add(processorSeconds());
          PolicyFiles.write(snapshot(folder, evaluation.steps()), policy);
          writeCurve();
          AtomicFiles.writeFile(checkpoint(), this::write);
          listener.evaluated(evaluation);
        },
        progress);
  }

  /** A point of a learning curve on disk. */
  public record Point(long steps, long updates, double cpuSeconds) {}

  /**
   * Returns the point of the curve in {@code folder} after {@code steps} environment steps.
   *
   * @throws InvalidInputException if there is no such point; the message lists those there are
   */
  public static Point point(Path folder, long steps) {
    List<Point> points = points(folder);
    return points.stream()
        .filter(point -> point.steps() == steps)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    curve(folder)
                        + ": no evaluation after "
                        + steps
                        + " steps, only after "
                        + points.stream().map(Point::steps).toList()));
  }

  /**
   * Returns the points of the curve in {@code folder}.
   *
   * @throws InvalidInputException if there is no curve or it cannot be read
   */
  public static List<Point> points(Path folder) {
    Path file = curve(folder);
    try (Reader text = Files.newBufferedReader(file);
        CSVParser rows = CSVFormat.RFC4180.builder().setHeader().get().parse(text)) {
      return rows.stream()
          .map(
              row ->
                  new Point(
                      Long.parseLong(row.get("steps")),
                      Long.parseLong(row.get("updates")),
                      Double.parseDouble(row.get("cpu_seconds"))))
          .toList();
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(file + " cannot be read as a learning curve: " + e, e);
    }
  }

  /**
   * Returns the training in {@code folder}.
   *
   * @throws InvalidInputException if there is none
   */
  public static TrainingRecord record(Path folder) {
    return TrainingRecord.read(file(folder))
        .orElseThrow(
            () -> new InvalidInputException(folder + ": no training.json there, so no training"));
  }

  /**
   * Returns in one line how the policy at a point of the training was made.
   *
   * @param point where
   */
  public static String describe(TrainingRecord training, Point point) {
    Map<String, String> changed = new TreeMap<>(training.settings());
    changed.entrySet().removeAll(Parameters.asText(SacSettings.defaults()).entrySet());
    return String.format(
        Locale.ROOT,
        "soft actor-critic (Haarnoja et al. 2018), %s-%s, %d updates of %s transitions%s",
        training.settings().get("hidden-size"),
        training.settings().get("hidden-size"),
        point.updates(),
        training.settings().get("batch-size"),
        changed.isEmpty() ? "" : ", " + changed);
  }

  private Path checkpoint() {
    return folder.resolve("checkpoint");
  }

  private void checkSame(TrainingRecord found, TrainingRecord wanted) {
    Checks.require(
        found.environment().equals(wanted.environment())
            && found.algorithm().equals(wanted.algorithm())
            && found.seed() == wanted.seed()
            && found.settings().equals(wanted.settings()),
        "%s holds another training: %s of %s with seed %d and settings %s; choose another folder",
        folder,
        found.algorithm(),
        found.environment(),
        found.seed(),
        found.settings());
  }

  private double processorSeconds() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return earlierSeconds + system.getProcessCpuTime() * 1e-9;
  }

  private void write(Path file) throws IOException {
    try (DataOutputStream output =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      output.writeInt(cpuSeconds.size());
      for (double seconds : cpuSeconds) {
        output.writeDouble(seconds);
      }
      training.write(output);
    }
  }

  private void read() {
    try (DataInputStream input =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(checkpoint()), 1 << 16))) {
      int points = input.readInt();
      for (int i = 0; i < points; i++) {
        earlierSeconds = input.readDouble();
        cpuSeconds.add(earlierSeconds);
      }
      training.read(input);
    } catch (IOException e) {
      throw new InvalidInputException(
          checkpoint() + ": not a whole checkpoint (" + e + "); delete it to begin again", e);
    }
  }

  private void writeCurve() {
    List<Object[]> lines = new ArrayList<>();
    lines.add(
        new Object[] {
          "steps",
          "updates",
          "sampled_return",
          "sampled_standard_error",
          "deterministic_return",
          "deterministic_standard_error",
          "sampled_score",
          "deterministic_score",
          "critic_loss",
          "entropy",
          "value",
          "temperature",
          "cpu_seconds"
        });
    Optional<ReferenceScores> scores = factory.spec().scores();
    for (int i = 0; i < training.curve().size(); i++) {
      Evaluation point = training.curve().get(i);
      lines.add(
          new Object[] {
            point.steps(),
            point.updates(),
            point.sampled(),
            point.sampledError(),
            point.deterministic(),
            point.deterministicError(),
            scores.map(known -> known.normalize(point.sampled())).orElse(Double.NaN),
            scores.map(known -> known.normalize(point.deterministic())).orElse(Double.NaN),
            point.criticLoss(),
            point.entropy(),
            point.value(),
            point.alpha(),
            cpuSeconds.get(i)
          });
    }
    AtomicFiles.write(curve(folder), CsvText.of(lines));
  }
}
