package org.prefbench.run.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.core.Checks;
import org.prefbench.core.Parameters;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.policy.Policy;
import org.prefbench.policy.outside.NetworkPolicy;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.PairSampler;
import org.prefbench.stage.DataEnvironment;
import org.prefbench.stage.DatasetStage;
import org.prefbench.study.Preferences;
import org.prefbench.study.Probing;
import org.prefbench.study.Study;

/**
 * What is known of a task before anything is made, so that what it lacks is told at once.
 *
 * @param label the task's label
 * @param environment where policies are to act
 * @param file what the data are, where they come from a file
 * @param longest steps of the longest episode that the data have, or can have
 * @param reference the reference policy, where it need not be trained
 */
public record TaskSetting(
    String label,
    EnvironmentFactory environment,
    Optional<DatasetHeader> file,
    int longest,
    Optional<Policy> reference) {
  private static final Set<Needs> SIMULATOR =
      Set.of(Needs.TRAINING_SIMULATOR, Needs.LOOK_AHEAD, Needs.TEACHER);

  /** Returns the setting of a task whose data come from {@code source}. */
  public static TaskSetting of(Study study, Study.Task task, DataSource source) {
    Optional<Policy> behavior =
        study.reference(task).behavior() ? Optional.of(source.behavior()) : Optional.empty();
    if (source instanceof FileSource file) {
      TrajectoryDataset data = file.read(DatasetStage.seed(study.seed(), task.dataset(), 0));
      return new TaskSetting(
          task.label(),
          source.environment(data),
          Optional.of(data.header()),
          data.episodes().stream().mapToInt(Segment::length).max().orElseThrow(),
          behavior);
    }
    EnvironmentFactory environment = ((GeneratedSource) source).dataset().environment();
    return new TaskSetting(
        task.label(),
        environment,
        Optional.empty(),
        Math.min(environment.spec().maxSteps(), task.steps()),
        behavior);
  }

  /** Returns the setting with a reference that comes from outside. */
  public TaskSetting withReference(Policy policy) {
    return new TaskSetting(label, environment, file, longest, Optional.of(policy));
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

  /** Returns whether policies can act: the environment is one of this installation. */
  public boolean simulated() {
    return !(environment instanceof DataEnvironment);
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

  /** Refuses roll-outs of the reference where there is no simulator. */
  public void requireDrawable(Preferences preferences) {
    boolean logged = preferences.sampler() == Preferences.Sampler.LOGGED;
    Checks.require(
        logged || simulated(),
        "sampler must be logged on %s: roll-outs of the reference need a simulator, and %s",
        label,
        noSimulator());
    boolean fromData = !logged && preferences.states() == PairSampler.StateDistribution.DATASET;
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
        needs.stream().filter(SIMULATOR::contains).sorted().map(Parameters::word).toList();
    Checks.require(
        simulated() || lacking.isEmpty(),
        "%s needs %s, which %s does not have: %s",
        method,
        String.join(" and ", lacking),
        label,
        noSimulator());
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
        simulated() || !looksBeyond,
        "teacher '%s' goes on in a simulator, which %s does not have: %s",
        teacher,
        label,
        noSimulator());
  }

  /** Refuses probes that need a simulator. */
  public void requireProbed(Probing probes) {
    Checks.require(
        simulated() || probes.samples() + probes.transportPoints() + probes.segments() == 0,
        "probes act in a simulator, which %s does not have: %s",
        label,
        noSimulator());
    Checks.require(
        probes.samples() == 0 || spec().maxSteps() == 1,
        "probes.samples needs a task of one step, %s has %d",
        label,
        spec().maxSteps());
  }

  private String noSimulator() {
    return "its environment, "
        + file.map(DatasetHeader::environment).orElse("")
        + ", is none of this installation";
  }
}
