package org.prefbench.training;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.ReferenceScores;
import org.prefbench.method.online.Evaluation;
import org.prefbench.method.online.OnlineTraining;
import org.prefbench.method.online.SacSettings;
import org.prefbench.nn.GaussianPolicy;
import org.prefbench.numeric.Machine;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.store.LearningCurve;
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
  /** The file that makes a folder one of a training. */
  public static final String RECORD = "training.json";

  private static final String CURVE = "curve.csv";
  private static final String CHECKPOINT = "checkpoint";
  private static final String SNAPSHOTS = "snapshots";

  /** What a training writes, by the names directly in its folder. */
  public static final List<String> NAMES = List.of(RECORD, CURVE, CHECKPOINT, SNAPSHOTS);

  /** The id of the learner. */
  public static final String ALGORITHM = "sac";

  private final EnvironmentFactory factory;
  private final Path folder;
  private final OnlineTraining training;
  private final List<Double> cpuSeconds = new ArrayList<>(); // at every point of the curve
  private double earlierSeconds; // of processor time, before this process

  /**
   * Opens the training in {@code folder}, or begins one there.
   *
   * @param settings what differs from the learner's defaults, see {@link #settings}
   * @param command what was typed
   * @throws InvalidInputException if a setting is unknown or refused, or the folder holds another
   *     training
   */
  public PolicyTraining(
      EnvironmentFactory factory,
      Map<String, String> settings,
      long seed,
      List<String> command,
      Path folder) {
    this.factory = factory;
    this.folder = folder;
    SacSettings chosen = checked(settings);
    TrainingRecord wanted =
        new TrainingRecord(
            factory.spec().id(),
            ALGORITHM,
            seed,
            Parameters.asText(chosen),
            command,
            Provenance.thisMachine(Machine.kernel()));
    Optional<TrainingRecord> present = TrainingRecord.read(file(folder));
    present.ifPresent(found -> checkSame(found, wanted));
    training = new OnlineTraining(factory, chosen, new Seed(seed));
    if (present.isPresent() && Files.exists(checkpoint())) {
      read();
      Checks.require(
          training.steps() <= chosen.steps() - chosen.annealingSteps()
              || present.get().settings().equals(wanted.settings()),
          "%s: %d steps are done, too many for sac.annealing-steps=%d before sac.steps=%d",
          folder,
          training.steps(),
          chosen.annealingSteps(),
          chosen.steps());
    }
    wanted.write(file(folder));
  }

  /** Returns the learner's settings with defaults and meanings. */
  public static List<Parameters.Description> settings() {
    return Parameters.describe(SacSettings.defaults());
  }

  /**
   * Returns the learner's settings where some differ from the defaults.
   *
   * @throws InvalidInputException if a key is unknown or a value is refused
   */
  public static SacSettings checked(Map<String, String> changes) {
    return Parameters.override(ALGORITHM, SacSettings.defaults(), changes);
  }

  /** Returns the file of the learning curve in a folder. */
  public static Path curve(Path folder) {
    return folder.resolve(CURVE);
  }

  /** Returns the file of the policy after some steps of the training in a folder. */
  public static Path snapshot(Path folder, long steps) {
    return folder.resolve(SNAPSHOTS).resolve(steps + ".policy");
  }

  /**
   * Returns the policy after some steps of the training in a folder, or the average of the weights
   * of the last snapshots there, see {@link GaussianPolicy#average}.
   *
   * @param count how many evaluations, up to the one at {@code steps}, to average; 1 for the policy
   *     as it was
   * @throws InvalidInputException if there are fewer
   */
  public static GaussianPolicy policy(Path folder, long steps, int count) throws IOException {
    List<Long> known =
        LearningCurve.read(curve(folder)).points().stream()
            .map(LearningCurve.Point::steps)
            .filter(at -> at <= steps)
            .toList();
    Checks.require(
        known.size() >= count,
        "%s: %d evaluations up to step %d, cannot average %d",
        folder,
        known.size(),
        steps,
        count);
    List<GaussianPolicy> policies = new ArrayList<>();
    for (long at : known.subList(known.size() - count, known.size())) {
      policies.add((GaussianPolicy) PolicyFiles.read(snapshot(folder, at)));
    }
    return GaussianPolicy.average(policies);
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

  /** Returns in one line how the policy at a point of the training was made. */
  public static String describe(TrainingRecord training, LearningCurve.Point point) {
    Map<String, String> changed = new TreeMap<>(training.settings());
    changed.entrySet().removeAll(Parameters.asText(SacSettings.defaults()).entrySet());
    changed.keySet().removeAll(Set.of("steps", "evaluation-interval")); // tell nothing of it
    return String.format(
        Locale.ROOT,
        "soft actor-critic (Haarnoja et al. 2018), %s-%s, %d updates of %s transitions%s",
        training.settings().get("hidden-size"),
        training.settings().get("hidden-size"),
        point.updates(),
        training.settings().get("batch-size"),
        changed.isEmpty() ? "" : ", " + changed);
  }

  /** Returns the environment steps that are done. */
  public long steps() {
    return training.steps();
  }

  /**
   * Trains to the end.
   *
   * @param listener hears of every evaluation, when it is on disk
   */
  public void run(Consumer<LearningCurve.Point> listener, ProgressListener progress) {
    training.run(
        (evaluation, policy) -> {
          cpuSeconds.add(processorSeconds());
          PolicyFiles.write(snapshot(folder, evaluation.steps()), policy);
          LearningCurve curve = learningCurve();
          curve.write(curve(folder));
          AtomicFiles.writeFile(checkpoint(), this::write);
          listener.accept(curve.points().get(curve.points().size() - 1));
        },
        progress);
  }

  private static Path file(Path folder) {
    return folder.resolve(RECORD);
  }

  private Path checkpoint() {
    return folder.resolve(CHECKPOINT);
  }

  /** Compares all but what changes only the end of a training, which may be decided on later. */
  private void checkSame(TrainingRecord found, TrainingRecord wanted) {
    Map<String, String> before = new TreeMap<>(found.settings());
    Map<String, String> after = new TreeMap<>(wanted.settings());
    for (Map<String, String> settings : List.of(before, after)) {
      settings.keySet().removeAll(Set.of("steps", "annealing-steps"));
    }
    Checks.require(
        found.environment().equals(wanted.environment())
            && found.algorithm().equals(wanted.algorithm())
            && found.seed() == wanted.seed()
            && before.equals(after),
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

  private LearningCurve learningCurve() {
    Optional<ReferenceScores> scores = factory.spec().scores();
    List<LearningCurve.Point> points = new ArrayList<>();
    for (Evaluation at : training.curve()) {
      points.add(
          new LearningCurve.Point(
              at.steps(),
              at.updates(),
              at.sampled(),
              at.sampledError(),
              at.deterministic(),
              at.deterministicError(),
              scores.map(known -> known.normalize(at.sampled())).orElse(Double.NaN),
              scores.map(known -> known.normalize(at.deterministic())).orElse(Double.NaN),
              at.criticLoss(),
              at.entropy(),
              at.value(),
              at.alpha(),
              cpuSeconds.get(points.size())));
    }
    return new LearningCurve(points);
  }
}
