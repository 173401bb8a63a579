package org.prefbench.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.code.ClassPath;
import org.prefbench.code.Closure;
import org.prefbench.code.Closures;
import org.prefbench.core.Seed;
import org.prefbench.core.Services;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.env.Environments;
import org.prefbench.policy.BehaviorFactory;
import org.prefbench.policy.Behaviors;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.policy.outside.PolicyNetworks;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.LabelerFactory;
import org.prefbench.preference.Labelers;
import org.prefbench.preference.format.PreferenceFormats;
import org.prefbench.run.source.DataSource;
import org.prefbench.run.source.FileHash;
import org.prefbench.run.source.FileSource;
import org.prefbench.run.source.GeneratedSource;
import org.prefbench.run.source.OutsideReference;
import org.prefbench.run.source.PairFiles;
import org.prefbench.stage.BestCheckpoint;
import org.prefbench.stage.CandidateStage;
import org.prefbench.stage.FilePairStage;
import org.prefbench.stage.PairStage;
import org.prefbench.stage.Probes;
import org.prefbench.stage.ReferenceStage;
import org.prefbench.stage.SegmentProbe;
import org.prefbench.stage.TrialStage;
import org.prefbench.study.Preferences;
import org.prefbench.study.Reference;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

/**
 * What each stage of a study is made of, in classes. A stage reaches what its own class in {@link
 * org.prefbench.stage} and its members reach; members, which services find, are named here:
 *
 * <pre>
 * dataset    the environment, who acts in it, the format of the file
 * reference  the reference's method, or who reads the file that it comes from
 * pairs      the teachers, or the format of the file of labels
 * trial      the method
 * </pre>
 *
 * Each stage also depends on those before it. The trained policies on the shelf are left out with
 * the code that looks after them, because a dataset's own hash says by checksum which of them made
 * it. Not thread-safe.
 */
final class StageCode {
  /** The stages, in order. */
  static final String DATASET = "dataset";

  static final String REFERENCE = "reference";
  static final String PAIRS = "pairs";
  static final String TRIAL = "trial";

  private static final Set<String> ELSEWHERE = Set.of("org.prefbench.shelf");

  private final Closures closures;
  private final List<BehaviorFactory> factories = Behaviors.registered().all();
  private final Services<LabelerFactory<?>> teachers = Labelers.registered();
  private final Services<AlgorithmFactory<?>> methods = Algorithms.registered();
  private final Map<Set<String>, Closure> known = new HashMap<>();
  private final Map<String, GeneratedDataset> datasets = new HashMap<>();
  private final Map<Study.Task, FileSource> files = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private final Map<Reference, String> outside = new HashMap<>();
  private final Map<DataSource, Closure> ofDatasets = new HashMap<>();
  private final Map<List<Record>, Map<String, Closure>> ofTasks = new HashMap<>();
  private final Map<Record, String> hashes = new HashMap<>();

  /** Reads the classes of this process. */
  StageCode() {
    this(new ClassPath(origins(), Thread.currentThread().getContextClassLoader()));
  }

  /** Reads classes from elsewhere; the members are those of this process. */
  StageCode(ClassPath path) {
    List<String> formats =
        PolicyFiles.formats().all().stream().map(format -> name(format.getClass())).toList();
    closures =
        new Closures(
            path,
            ELSEWHERE,
            new Closures.Companions(Policy.class.getName(), formats),
            Engine.natives());
  }

  /** Returns the jars and folders of this program and of its plug-ins. */
  static List<Path> origins() {
    List<Object> members = new ArrayList<>();
    members.addAll(Environments.registered().all());
    members.addAll(Behaviors.registered().all());
    members.addAll(Datasets.formats().all());
    members.addAll(PolicyFiles.formats().all());
    members.addAll(PolicyNetworks.formats().all());
    members.addAll(Labelers.registered().all());
    members.addAll(PreferenceFormats.registered().all());
    members.addAll(Algorithms.registered().all());
    List<Class<?>> classes = new ArrayList<>(List.of(Seed.class, Algorithm.class, StageCode.class));
    members.forEach(member -> classes.add(member.getClass()));
    return ClassPath.origins(classes);
  }

  /**
   * Returns where the data of a task come from.
   *
   * @throws org.prefbench.core.InvalidInputException if there is no dataset of that id, or the file
   *     cannot be read
   */
  DataSource source(Study.Task task) {
    if (task.file().isPresent()) {
      return files.computeIfAbsent(task, FileSource::of);
    }
    if (datasets.isEmpty()) {
      GeneratedDataset.all().forEach(one -> datasets.put(one.id(), one));
    }
    return generated(
        Optional.ofNullable(datasets.get(task.dataset()))
            .orElseGet(() -> GeneratedDataset.find(task.dataset())));
  }

  /** Returns a generated dataset as the source of a task. */
  GeneratedSource generated(GeneratedDataset dataset) {
    return new GeneratedSource(dataset, factories);
  }

  /** Returns the hash of what a reference from outside depends on, where it is one. */
  Optional<String> outside(Reference reference) {
    return reference.outside()
        ? Optional.of(outside.computeIfAbsent(reference, OutsideReference::hash))
        : Optional.empty();
  }

  /** Returns the hash of the file of labelled pairs, where pairs come from one. */
  Optional<String> labels(Preferences settings) {
    return settings
        .file()
        .map(path -> labels.computeIfAbsent(path, any -> FileHash.of(Path.of(path))));
  }

  /** Returns the hash of a part of a study, worked out once: a study has a thousand trials. */
  String hash(Record part) {
    return hashes.computeIfAbsent(part, StudyFile::hash);
  }

  /** Returns what a dataset is made of. */
  Closure dataset(DataSource source) {
    return ofDatasets.computeIfAbsent(source, any -> of(Set.of(source.stage()), source.members()));
  }

  /** Returns what the stages that all methods of a task share are made of, by their names. */
  Map<String, Closure> shared(Study study, Study.Task task) {
    return ofTasks.computeIfAbsent(
        List.of(study.reference(), study.preferences(), study.probes(), task),
        any -> Collections.unmodifiableMap(workedOut(study, task)));
  }

  private Map<String, Closure> workedOut(Study study, Study.Task task) {
    Map<String, Closure> stages = new TreeMap<>();
    stages.put(DATASET, dataset(source(task)));
    Reference reference = study.reference(task);
    if (reference.outside()) {
      stages.put(
          REFERENCE,
          of(Set.of(OutsideReference.stage(reference)), OutsideReference.members(reference)));
    } else if (reference.trained()) {
      stages.put(
          REFERENCE, of(Set.of(ReferenceStage.class), List.of(methods.get(reference.method()))));
    }
    Preferences preferences = study.preferences(task);
    List<Annotator> annotators = new ArrayList<>(preferences.annotators());
    if (study.probes().segments() > 0) {
      annotators.addAll(
          SharedInputs.heldOut(preferences, study.probes().segments(), 1).annotators());
    }
    List<Object> members = new ArrayList<>();
    annotators.forEach(one -> members.add(teachers.get(one.teacher())));
    Set<Class<?>> pairs = new HashSet<>();
    if (preferences.file().isPresent()) {
      pairs.add(FilePairStage.class);
      members.add(PairFiles.format(preferences));
    }
    if (preferences.file().isEmpty() || study.probes().segments() > 0) {
      pairs.add(PairStage.class);
    }
    if (preferences.candidates().isPresent()) {
      pairs.add(CandidateStage.class);
    }
    stages.put(PAIRS, of(pairs, members));
    return stages;
  }

  /** Returns what all stages behind a trial's result are made of, by their names. */
  Map<String, Closure> of(Study study, Trial trial) {
    Map<String, Closure> stages = new TreeMap<>(shared(study, trial.task()));
    List<Object> members = new ArrayList<>();
    members.add(methods.get(trial.method().method()));
    trial.method().annotators().forEach(one -> members.add(teachers.get(one.teacher())));
    stages.put(
        TRIAL,
        of(
            Set.of(TrialStage.class, BestCheckpoint.class, Probes.class, SegmentProbe.class),
            members));
    return stages;
  }

  private Closure of(Set<Class<?>> stage, List<Object> members) {
    Set<String> roots = new TreeSet<>();
    stage.forEach(type -> roots.add(name(type)));
    members.forEach(member -> roots.add(name(member.getClass())));
    return known.computeIfAbsent(roots, closures::of);
  }

  /** Returns the name of a class that has a file: a lambda's is that of the class around it. */
  private static String name(Class<?> type) {
    return type.isHidden() ? type.getNestHost().getName() : type.getName();
  }
}
