package org.prefbench.run.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Parameters;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.process.ProcessEnvironments;
import org.prefbench.policy.Policy;
import org.prefbench.policy.outside.NetworkPolicy;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.PairSampler;
import org.prefbench.stage.DataEnvironment;
import org.prefbench.stage.ProcessSimulation;
import org.prefbench.study.Preferences;
import org.prefbench.study.Probing;
import org.prefbench.study.Study;

/**
 * What is known of a task before anything is made, so that what it lacks is told at once.
 *
 * @param label the task's label
 * @param environment where policies are to act, or what the data show of it
 * @param simulation what can be done there
 * @param file what the data are, where they come from a file
 * @param longest steps of the longest episode that the data have, or can have
 * @param reference the reference policy, where it need not be trained
 */
public record TaskSetting(
    String label,
    EnvironmentFactory environment,
    Simulation simulation,
    Optional<DatasetHeader> file,
    int longest,
    Optional<Policy> reference)
    implements AutoCloseable {
  /** What can be done in an environment, each more than the one before. */
  public enum Simulation {
    /** Nothing: it is known from data alone. */
    NONE(Set.of(Needs.TRAINING_SIMULATOR, Needs.LOOK_AHEAD, Needs.TEACHER)),
    /** Episodes, from their start. */
    EPISODES(Set.of(Needs.LOOK_AHEAD, Needs.TEACHER)),
    /** Whatever goes on from any state. */
    FORKS(Set.of());

    private final Set<Needs> lacking;

    Simulation(Set<Needs> lacking) {
      this.lacking = lacking;
    }

    private static Simulation in(EnvironmentFactory environment) {
      if (environment instanceof DataEnvironment) {
        return NONE;
      }
      return environment instanceof ProcessEnvironments process && !process.snapshots()
          ? EPISODES
          : FORKS;
    }
  }

  /**
   * Returns the setting of a task whose data come from {@code source}. Of an environment that is a
   * process nothing is known but the data, and all is taken to be possible there.
   *
   * @param data what a file holds, where they come from one
   */
  public static TaskSetting of(
      Study study, Study.Task task, DataSource source, Optional<TrajectoryDataset> data) {
    Optional<Policy> behavior =
        study.reference(task).behavior() ? Optional.of(source.behavior()) : Optional.empty();
    if (source instanceof FileSource file) {
      TrajectoryDataset taken = data.orElseThrow();
      EnvironmentFactory environment = file.known(taken);
      return new TaskSetting(
          task.label(),
          environment,
          file.process().isPresent() ? Simulation.FORKS : Simulation.in(environment),
          Optional.of(taken.header()),
          taken.episodes().stream().mapToInt(Segment::length).max().orElseThrow(),
          behavior);
    }
    EnvironmentFactory environment = ((GeneratedSource) source).dataset().environment();
    return new TaskSetting(
        task.label(),
        environment,
        Simulation.FORKS,
        Optional.empty(),
        Math.min(environment.spec().maxSteps(), task.steps()),
        behavior);
  }

  /**
   * Returns the setting with the process that its environment is, which has been started and has
   * begun an episode.
   *
   * @throws InvalidInputException if it does not answer as it has to
   */
  public TaskSetting started(FileSource source) {
    ProcessEnvironments process = source.start();
    TaskSetting started =
        new TaskSetting(label, process, Simulation.in(process), file, longest, reference);
    try {
      ProcessSimulation.check(process);
      return started;
    } catch (InvalidInputException e) {
      started.close();
      throw e;
    }
  }

  /** Ends the process that the environment is, if it is one. */
  @Override
  public void close() {
    if (environment instanceof ProcessEnvironments process) {
      process.close();
    }
  }

  /** Returns the setting with a reference that comes from outside. */
  public TaskSetting withReference(Policy policy) {
    return new TaskSetting(label, environment, simulation, file, longest, Optional.of(policy));
  }

  private EnvironmentSpec spec() {
    return environment.spec();
  }

  /** Returns what the data are, or will be. */
  public DatasetHeader header() {
    return file.orElseGet(
        () ->
            new DatasetHeader(
                spec().id(),
                spec().observations().size(),
                spec().actions().size(),
                spec().state(),
                false,
                Map.of()));
  }

  private boolean has(Simulation wanted) {
    return simulation.compareTo(wanted) >= 0;
  }

  /** Returns whether it is not known yet what the environment's states are. */
  private boolean unknown() {
    return environment instanceof DataEnvironment && has(Simulation.EPISODES);
  }

  /** Returns what the training of a reference will meet. */
  public Prospect unrefined() {
    return Prospect.ofReference(spec());
  }

  /**
   * Returns what the training of a method will meet.
   *
   * @param length steps of a segment of the pairs that does not end early
   */
  public Prospect prospect(int length) {
    return new Prospect(
        spec(), OptionalInt.of(Math.min(length, spec().maxSteps())), true, reference);
  }

  /** Refuses stretches of the data that are longer than any episode. */
  public void requireLongEnough(Preferences preferences) {
    Checks.require(
        preferences.sampler() != Preferences.Sampler.LOGGED
            || preferences.segmentLength() <= longest,
        "segment-length must be <= %d where sampler is logged, the steps of the longest episode that"
            + " %s can have, got %d",
        longest,
        label,
        preferences.segmentLength());
  }

  /** Refuses roll-outs of the reference where nothing goes on from a state. */
  public void requireDrawable(Preferences preferences) {
    boolean logged = preferences.sampler() == Preferences.Sampler.LOGGED;
    Checks.require(
        logged || has(Simulation.FORKS),
        "sampler must be logged on %s: roll-outs of the reference need %s, and %s",
        label,
        has(Simulation.EPISODES) ? "states to start from twice" : "a simulator",
        lack());
    boolean fromData =
        !logged && !unknown() && preferences.states() == PairSampler.StateDistribution.DATASET;
    file.filter(any -> fromData)
        .ifPresent(
            header ->
                Checks.require(
                    header.stateSize() == spec().stateSize(),
                    "states must not be dataset on %s: its file holds states of %d numbers, those of"
                        + " %s have %d",
                    label,
                    header.stateSize(),
                    spec().id(),
                    spec().stateSize()));
  }

  /** Refuses two roll-outs of a network without noise, which are one. */
  public void requireNoise(Preferences preferences, Probing probes) {
    boolean pairs =
        preferences.file().isEmpty() && preferences.sampler() == Preferences.Sampler.REFERENCE;
    boolean silent =
        reference.isPresent()
            && reference.get() instanceof NetworkPolicy network
            && !network.samples();
    Checks.require(
        !silent || !pairs && probes.segments() == 0,
        "noise must be > 0 where pairs are roll-outs of a network that has no deviations of its own:"
            + " without it two roll-outs from one state are one");
  }

  /** Refuses a method that needs what the task lacks. */
  public void requireGranted(String method, Set<Needs> needs) {
    List<String> lacking =
        needs.stream().filter(simulation.lacking::contains).sorted().map(Parameters::word).toList();
    Checks.require(
        lacking.isEmpty(),
        "%s needs %s, which %s does not have: %s",
        method,
        String.join(" and ", lacking),
        label,
        lack());
  }

  /**
   * Refuses a method that asks a teacher where there is none.
   *
   * @param own whom the method asks in place of those who labelled the pairs
   */
  public void requireAskable(
      String method, Set<Needs> needs, Preferences preferences, List<Annotator> own) {
    Checks.require(
        preferences.file().isEmpty() || !needs.contains(Needs.TEACHER) || !own.isEmpty(),
        "%s asks a teacher, and the labels of %s come from a file",
        method,
        label);
  }

  /**
   * Refuses a teacher that cannot label here.
   *
   * @param looksBeyond whether it looks at what comes after a segment
   */
  public void requireTeacher(String teacher, boolean looksBeyond) {
    Checks.require(
        has(Simulation.FORKS) || !looksBeyond,
        "teacher '%s' goes on in a simulator, which %s does not have: %s",
        teacher,
        label,
        lack());
  }

  /** Refuses probes that need a simulator. */
  public void requireProbed(Probing probes) {
    Checks.require(
        has(Simulation.EPISODES)
            || probes.samples() + probes.transportPoints() + probes.segments() == 0
                && probes.images().isEmpty(),
        "probes act in a simulator, which %s does not have: %s",
        label,
        lack());
    Checks.require(
        has(Simulation.FORKS) || probes.segments() == 0,
        "probes.segments goes on from states, which %s does not have: %s",
        label,
        lack());
    Checks.require(
        probes.samples() == 0 || unknown() || spec().maxSteps() == 1,
        "probes.samples needs a task of one step, %s has %d",
        label,
        spec().maxSteps());
    Checks.require(
        probes.images().isEmpty() || unknown() || spec().id().equals("digits-v0"),
        "probes.images needs digits-v0, and %s has another environment",
        label);
  }

  private String lack() {
    return environment instanceof ProcessEnvironments process
        ? "its environment, " + process + ", gives no snapshots"
        : "its environment, "
            + file.map(DatasetHeader::environment).orElse("")
            + ", is none of this installation";
  }
}
