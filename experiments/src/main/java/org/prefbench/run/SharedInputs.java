package org.prefbench.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Algorithms;
import org.prefbench.algorithm.ConfiguredAlgorithm;
import org.prefbench.code.Closure;
import org.prefbench.core.Checks;
import org.prefbench.core.Parameters;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.core.Sha256;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.process.ProcessEnvironments;
import org.prefbench.policy.Policy;
import org.prefbench.policy.PolicyFiles;
import org.prefbench.preference.Annotator;
import org.prefbench.preference.LabelAudit;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferenceFiles;
import org.prefbench.preference.SegmentPair;
import org.prefbench.run.source.DataSource;
import org.prefbench.run.source.FileSource;
import org.prefbench.run.source.GeneratedSource;
import org.prefbench.run.source.OutsideReference;
import org.prefbench.run.source.PairFiles;
import org.prefbench.stage.CandidateStage;
import org.prefbench.stage.DatasetStage;
import org.prefbench.stage.PairStage;
import org.prefbench.stage.ReferenceStage;
import org.prefbench.stage.Shared;
import org.prefbench.store.StageResult;
import org.prefbench.study.Preferences;
import org.prefbench.study.Reference;
import org.prefbench.study.Study;

/**
 * Makes what all methods of one run on one task share: trajectories, reference policy, labelled
 * pairs, in this order. Each is cached under a hash of its inputs and of the code that makes it, so
 * that studies which ask for the same thing make it once. Random streams are keyed by dataset and
 * run. Used once.
 */
final class SharedInputs {
  private static final String HELD_OUT_PAIRS = "held-out-pairs";

  private final Study study;
  private final Study.Task task;
  private final int run;
  private final Cache cache;
  private final StageCode code;
  private final ProgressListener progress;
  private final DataSource source;
  private final Seed seed;
  private final StageInputs inputs;
  private final Map<String, String> hashes = new TreeMap<>();
  private final Map<String, String> notes = new TreeMap<>();
  private final Map<String, Stopwatch.Elapsed> times = new TreeMap<>();
  private final Set<String> made = new TreeSet<>();

  private SharedInputs(
      Study study,
      Study.Task task,
      int run,
      Cache cache,
      StageCode code,
      ProgressListener progress) {
    this.study = study;
    this.task = task;
    this.run = run;
    this.cache = cache;
    this.code = code;
    this.progress = progress;
    source = code.source(task);
    seed = DatasetStage.seed(study.seed(), task.dataset(), run);
    inputs = new StageInputs(study, task, run, code);
  }

  /** Returns what a run shares, made or found in the cache. */
  static Prepared load(
      Study study,
      Study.Task task,
      int run,
      Cache cache,
      StageCode code,
      ProgressListener progress) {
    return new SharedInputs(study, task, run, cache, code, progress).load();
  }

  private Prepared load() {
    TrajectoryDataset dataset = dataset();
    EnvironmentFactory environment = source.environment(dataset);
    boolean loaded = false;
    try {
      Prepared prepared = load(dataset, environment);
      loaded = true;
      return prepared;
    } finally {
      if (!loaded && environment instanceof ProcessEnvironments process) {
        process.close();
      }
    }
  }

  private Prepared load(TrajectoryDataset dataset, EnvironmentFactory environment) {
    String datasetHash = dataset.contentHash();
    Reference settings = study.reference(task);
    Policy untempered =
        settings.trained()
            ? trained(settings, environment, dataset, datasetHash)
            : settings.behavior() ? source.behavior() : outside(settings, environment, datasetHash);
    Policy reference = ReferenceStage.at(settings.temperature(), untempered);
    // a behaviour policy is code, not weights: its hash is that of what it is called
    Sha256 called = new Sha256().add(task.dataset());
    called.add(code.outside(settings).orElse(source.description()));
    settings.temperature().ifPresent(one -> called.add("at " + one));
    String referenceHash = settings.trained() ? PolicyFiles.hash(reference) : called.hex();
    Policy drawing =
        settings.pairsTemperature().isPresent()
            ? ReferenceStage.at(settings.pairsTemperature(), untempered)
            : reference;
    Origin origin =
        new Origin(environment, dataset, datasetHash, drawing, reference, referenceHash);
    Preferences asked = study.preferences(task);
    PreferenceDataset preferences = preferences(StageCode.PAIRS, asked, origin);
    int probes = study.probes().segments();
    Optional<PreferenceDataset> heldOut =
        probes == 0
            ? Optional.empty()
            : Optional.of(
                preferences(
                    HELD_OUT_PAIRS, heldOut(asked, probes, length(asked, preferences)), origin));
    Shared shared = new Shared(environment, dataset, reference, preferences, heldOut);
    LabelAudit audit = describe(dataset, preferences);
    Map<String, Double> seconds = new TreeMap<>();
    times.forEach((stage, elapsed) -> elapsed.addTo(seconds, stage));
    StageResult stage =
        new StageResult(
            task.label(),
            run,
            datasetHash,
            referenceHash,
            shared.preferencesHash(),
            "",
            notes,
            audit.failures(),
            seconds,
            times.keySet().stream().filter(kind -> !made.contains(kind)).toList(),
            hashes,
            ids(inputs.code()));
    return new Prepared(shared, stage);
  }

  /** Returns the ids of closures, as results hold them. */
  static Map<String, String> ids(Map<String, Closure> code) {
    Map<String, String> ids = new TreeMap<>();
    code.forEach((stage, closure) -> ids.put(stage, closure.id()));
    return ids;
  }

  /** Two roll-outs of the reference per start, told apart by their true returns. */
  static Preferences heldOut(Preferences settings, int pairs, int length) {
    return Preferences.ofOracle(pairs, length, Preferences.Sampler.REFERENCE, settings.states());
  }

  /** Returns the steps of a segment that does not end early. */
  static int length(Preferences settings, PreferenceDataset preferences) {
    return settings.file().isEmpty() ? settings.segmentLength() : PairFiles.length(preferences);
  }

  private TrajectoryDataset dataset() {
    if (source instanceof FileSource file) {
      Stopwatch reading = new Stopwatch();
      TrajectoryDataset dataset = file.read(seed);
      hashes.put(StageCode.DATASET, inputs.dataset());
      times.put(StageCode.DATASET, reading.read());
      made.add(StageCode.DATASET);
      return dataset;
    }
    GeneratedDataset generated = ((GeneratedSource) source).dataset();
    Cache.Entry entry =
        cached(
            StageCode.DATASET,
            StageCode.DATASET,
            inputs.dataset(),
            folder -> DatasetStage.write(folder, generated, task.steps(), seed, progress));
    return DatasetStage.read(entry.folder());
  }

  private Policy outside(Reference settings, EnvironmentFactory environment, String datasetHash) {
    Policy policy = OutsideReference.policy(settings, environment);
    Checks.require(
        code.outside(settings).equals(Optional.of(OutsideReference.hash(settings))),
        "reference of %s: its files were changed while the study ran",
        task.label());
    hashes.put(StageCode.REFERENCE, inputs.reference(datasetHash));
    return policy;
  }

  private Policy trained(
      Reference settings,
      EnvironmentFactory environment,
      TrajectoryDataset dataset,
      String datasetHash) {
    AlgorithmFactory<?> method = Algorithms.registered().get(settings.method());
    Cache.Entry entry =
        cached(
            StageCode.REFERENCE,
            StageCode.REFERENCE,
            inputs.reference(datasetHash),
            folder ->
                ReferenceStage.write(
                    folder,
                    ConfiguredAlgorithm.of(method, settings.set()),
                    environment,
                    dataset,
                    seed,
                    progress));
    return ReferenceStage.read(entry.folder());
  }

  /**
   * What pairs are drawn from.
   *
   * @param drawing the policy that segments are drawn from
   * @param reference the policy that goes on after them
   */
  private record Origin(
      EnvironmentFactory environment,
      TrajectoryDataset dataset,
      String datasetHash,
      Policy drawing,
      Policy reference,
      String referenceHash) {}

  /**
   * Returns labelled pairs.
   *
   * @param stream name of their random stream
   */
  private PreferenceDataset preferences(String stream, Preferences settings, Origin origin) {
    String labelsHash = code.labels(settings).orElse("");
    Cache.Entry entry =
        cached(
            StageCode.PAIRS,
            stream,
            inputs.pairs(stream, settings, origin.datasetHash(), origin.referenceHash()),
            folder ->
                PreferenceFiles.write(
                    folder,
                    settings.file().isPresent()
                        ? PairFiles.read(
                            settings,
                            origin.dataset().header(),
                            source.rows(origin.dataset()),
                            labelsHash)
                        : labelled(stream, settings, origin)));
    return PreferenceFiles.read(entry.folder());
  }

  private PreferenceDataset labelled(String stream, Preferences settings, Origin origin) {
    Map<String, String> provenance = new TreeMap<>();
    provenance.put("dataset", origin.datasetHash());
    provenance.put("reference", origin.referenceHash());
    study
        .reference(task)
        .pairsTemperature()
        .ifPresent(one -> provenance.put("reference-temperature", String.valueOf(one)));
    provenance.put("sampler", Parameters.word(settings.sampler()));
    provenance.put("states", Parameters.word(settings.states()));
    settings.candidates().ifPresent(n -> provenance.put("candidates", String.valueOf(n)));
    provenance.put("segment-length", String.valueOf(settings.segmentLength()));
    provenance.putAll(Annotator.provenance(settings.annotators()));
    return PairStage.label(
        origin.environment(),
        origin.reference(),
        pairs(stream, settings, origin),
        settings.annotators(),
        seed,
        provenance);
  }

  private List<SegmentPair> pairs(String stream, Preferences settings, Origin origin) {
    PairStage.Draw draw = new PairStage.Draw(stream, settings.pairs(), settings.segmentLength());
    return switch (settings.sampler()) {
      case REFERENCE -> {
        List<SegmentPair> pairs =
            PairStage.rolledOut(
                draw,
                origin.environment(),
                origin.drawing(),
                origin.dataset(),
                settings.states(),
                seed);
        yield settings.candidates().isEmpty()
            ? pairs
            : CandidateStage.bestAndWorst(
                settings.candidates().get(),
                pairs,
                origin.environment(),
                origin.drawing(),
                draw,
                seed);
      }
      case LOGGED -> PairStage.logged(draw, origin.dataset(), seed);
    };
  }

  /**
   * Returns an entry of the cache.
   *
   * @param stage the stage that makes it
   * @param name what it is called in the stage's result
   * @param key the hash of what it depends on
   */
  private Cache.Entry cached(String stage, String name, String key, Cache.Maker maker) {
    Cache.Entry entry = cache.get(stage, key, inputs.code().get(stage), maker);
    hashes.put(name, key);
    times.merge(stage, entry.elapsed(), Stopwatch.Elapsed::plus);
    if (!entry.found()) {
      made.add(stage);
    }
    return entry;
  }

  private LabelAudit describe(TrajectoryDataset dataset, PreferenceDataset preferences) {
    LabelAudit audit = LabelAudit.of(preferences);
    notes.put("environment", dataset.environment());
    notes.put("behavior", source.description());
    notes.put("steps", String.valueOf(dataset.steps()));
    notes.put("episodes", String.valueOf(dataset.episodes().size()));
    double[] returns = dataset.episodes().stream().mapToDouble(Segment::sumOfRewards).toArray();
    notes.put(
        "episode-return-mean",
        String.format(Locale.ROOT, "%.6g", Arrays.stream(returns).average().orElse(0)));
    notes.put("pairs", String.valueOf(audit.pairs()));
    notes.put("first-wins", String.valueOf(audit.firstWins()));
    notes.put("second-wins", String.valueOf(audit.secondWins()));
    notes.put("ties", String.valueOf(audit.ties()));
    notes.put("skips", String.valueOf(audit.skips()));
    notes.put("label-agreement", String.format(Locale.ROOT, "%.4f", audit.agreement()));
    Map<String, LabelAudit> annotators = LabelAudit.byAnnotator(preferences);
    if (annotators.size() > 1) {
      annotators.forEach(
          (id, own) ->
              notes.put(
                  "annotator-" + id,
                  String.format(
                      Locale.ROOT, "%d pairs, agreement %.4f", own.pairs(), own.agreement())));
    }
    return audit;
  }
}
