package org.prefbench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Sha256;
import org.prefbench.study.Study;
import org.prefbench.study.StudyFile;
import org.prefbench.study.Trial;

/**
 * The folder of one study's results.
 *
 * <pre>
 * study.yaml                              the study as resolved
 * trials.csv                              one row per evaluation, see {@link TrialTable}
 * provenance.json                         where and how the study ran, written last
 * times.json                              where the time went, see {@link StageTimes}
 * code.csv                                the classes that results were made of, see {@link CodeTable}
 * trials/DATASET/LABEL/run-N.json         a {@link TrialResult}
 * trials/DATASET/LABEL/run-N.PROBE.csv    its probes
 * probes/DATASET/NAME/run-N.PROBE.csv     what the probes of trials are to be seen against
 * stages/DATASET/run-N.json               a {@link StageResult}
 * policies/                               trained policies, see {@link PolicyStore}
 * logs/                                   what worker processes said
 * </pre>
 *
 * Every file is there whole or not at all, whenever a process is killed. Any number of processes
 * may put results of different trials. A JSON file ends with its own hash; those of the other files
 * are in the provenance. {@link ResultCheck} looks whether they hold.
 */
public final class ResultStore {
  private static final String TRIALS = "trials";
  private static final String STAGES = "stages";
  private static final String PROBES = "probes";
  private static final String JSON = ".json";
  private static final String CSV = ".csv";
  private static final Pattern TRIAL_FILE =
      Pattern.compile(TRIALS + "/([^/]+)/([^/]+)/run-(\\d+)" + Pattern.quote(JSON));

  private final Path folder;

  /** What a run writes, by the names directly in the folder. */
  public static final List<String> NAMES =
      List.of(
          "study.yaml",
          "trials.csv",
          "provenance.json",
          "times.json",
          "code.csv",
          "trials",
          "probes",
          "stages",
          PolicyStore.NAME,
          "logs");

  /** What a run makes beside its study, some of it before any other file. */
  private static final List<String> MARKS =
      List.of(".lock", "trials", "stages", "provenance.json", "code.csv");

  /** Opens a folder, which need not exist yet. */
  public ResultStore(Path folder) {
    this.folder = folder;
  }

  /** Returns the folder. */
  public Path folder() {
    return folder;
  }

  /** Returns the file of the resolved study. */
  public Path studyFile() {
    return folder.resolve("study.yaml");
  }

  /** Returns the file of all rows. */
  public Path trialsFile() {
    return folder.resolve("trials.csv");
  }

  /** Returns the file of the times. */
  public Path timesFile() {
    return folder.resolve("times.json");
  }

  /** Returns the file of the classes that results were made of. */
  Path codeFile() {
    return folder.resolve("code.csv");
  }

  /** Returns the file of the provenance. */
  Path provenanceFile() {
    return folder.resolve("provenance.json");
  }

  /** Returns the folder of worker logs. */
  public Path logs() {
    return folder.resolve("logs");
  }

  /** Returns whether a run has begun here: there is more than a file called study.yaml. */
  public boolean holdsResults() {
    return Files.isRegularFile(studyFile())
        && MARKS.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
  }

  /**
   * Makes the folder, if it is missing.
   *
   * @throws InvalidInputException if it cannot be written to
   */
  public void open() {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".writable.", ".tmp"));
    } catch (IOException e) {
      throw new InvalidInputException("output folder " + folder + " cannot be written to: " + e, e);
    }
  }

  /**
   * Validates that the folder is free for a study.
   *
   * @throws InvalidInputException if it holds another study's results
   */
  public void requireFreeFor(Study study) {
    if (Files.exists(studyFile())) {
      String other = study().id();
      Checks.require(
          other.equals(study.id()),
          "output folder %s holds results of the study '%s', not of '%s'",
          folder,
          other,
          study.id());
    }
  }

  /**
   * Writes {@code study.yaml}.
   *
   * @throws InvalidInputException if the folder cannot be written to or holds another study's
   *     results
   */
  public void begin(Study study) {
    open();
    requireFreeFor(study);
    AtomicFiles.write(studyFile(), StudyFile.toYaml(study, folder));
  }

  /**
   * Returns the study whose results the folder holds.
   *
   * @throws InvalidInputException if the folder holds none
   */
  public Study study() {
    Checks.require(
        Files.exists(studyFile()), "%s holds no results: there is no study.yaml in it", folder);
    return StudyFile.read(studyFile(), Map.of()).study();
  }

  /** Returns the file of a trial's result. */
  public Path file(Trial trial) {
    return trialFile(trial, JSON);
  }

  /** Returns the file of one of a trial's probes, such as {@code samples}. */
  public Path probeFile(Trial trial, String probe) {
    return trialFile(trial, "." + probe + CSV);
  }

  /**
   * Returns the file of numbers that belong to a task rather than to a method, such as the {@code
   * samples} of the {@code preferred} segments.
   */
  public Path sharedProbeFile(String task, String name, int run, String probe) {
    return folder
        .resolve(PROBES)
        .resolve(task)
        .resolve(name)
        .resolve(String.format(Locale.ROOT, "run-%d.%s.csv", run, probe));
  }

  private Path trialFile(Trial trial, String ending) {
    return folder
        .resolve(TRIALS)
        .resolve(trial.task().label())
        .resolve(trial.method().label())
        .resolve(String.format(Locale.ROOT, "run-%d%s", trial.run(), ending));
  }

  /** Returns the file of what the methods of a run share. */
  Path file(String task, int run) {
    return folder
        .resolve(STAGES)
        .resolve(task)
        .resolve(String.format(Locale.ROOT, "run-%d.json", run));
  }

  /** Keeps the result of a trial, in place of an earlier one. */
  public void put(Trial trial, TrialResult result) {
    Checks.require(
        trial.key().equals(result.key()), "result of %s under %s", result.key(), trial.key());
    JsonFile.write(file(trial), result);
  }

  /** Keeps what the methods of a run share, in place of an earlier one. */
  public void put(StageResult result) {
    JsonFile.write(file(result.task(), result.run()), result);
  }

  /**
   * Takes the result of a trial with its probes from another folder, in place of an earlier one.
   */
  public void take(ResultStore from, Trial trial, TrialResult result) {
    result.probes().forEach(probe -> copy(from.probeFile(trial, probe), probeFile(trial, probe)));
    new PolicyStore(this).take(new PolicyStore(from), trial);
    copy(from.file(trial), file(trial)); // at last: what has a result has its probes
  }

  /**
   * Takes what the methods of a run share from another folder, with all probes there that belong to
   * tasks.
   */
  public void take(ResultStore from, StageResult stage) {
    from.sharedProbeFiles().forEach((name, file) -> copy(file, folder.resolve(name)));
    copy(from.file(stage.task(), stage.run()), file(stage.task(), stage.run()));
  }

  static void copy(Path from, Path to) {
    AtomicFiles.writeFile(
        to, temporary -> Files.copy(from, temporary, StandardCopyOption.REPLACE_EXISTING));
  }

  /**
   * Returns the result of a trial, if there is one.
   *
   * @throws InvalidInputException if its file is damaged
   */
  public Optional<TrialResult> trial(Trial trial) {
    return readTrial(file(trial));
  }

  /** Returns the result of a trial in one of {@link #trialFiles}. */
  static Optional<TrialResult> readTrial(Path file) {
    return JsonFile.read(file, TrialResult.class, "trial result");
  }

  /**
   * Returns what the methods of a run share, if it was made.
   *
   * @throws InvalidInputException if its file is damaged
   */
  public Optional<StageResult> stage(String task, int run) {
    return readStage(file(task, run));
  }

  /** Returns what a run shares in one of {@link #stageFiles}. */
  static Optional<StageResult> readStage(Path file) {
    return JsonFile.read(file, StageResult.class, "stage result");
  }

  /** Returns all trials in the order of reports: task by task, method by method, run by run. */
  public static List<Trial> order(Study study) {
    List<Trial> trials = new ArrayList<>();
    for (Study.Task task : study.tasks()) {
      for (Study.Method method : study.methods()) {
        for (int run : study.runNumbers()) {
          trials.add(new Trial(task, method, run));
        }
      }
    }
    return List.copyOf(trials);
  }

  /** Returns all results of the study that are there, in the order of reports. */
  public List<TrialResult> results(Study study) {
    return order(study).stream().flatMap(trial -> trial(trial).stream()).toList();
  }

  /** Writes {@code trials.csv} from results in the order of reports. */
  public void assemble(List<TrialResult> results) {
    TrialTable.write(trialsFile(), rows(results));
  }

  /**
   * Returns whether the folder is as a run leaves it that ended with these results of a study and
   * with nothing else to say.
   */
  public boolean isDone(Study study, List<TrialResult> results) {
    try {
      Optional<Provenance> provenance = provenance();
      return provenance.filter(Provenance::ended).isPresent()
          && provenance.get().study().equals(study.hash())
          && study().equals(study) // of files that have moved, it says where they are now
          && provenance.get().files().equals(hashes())
          && Files.readString(trialsFile()).equals(TrialTable.text(rows(results)));
    } catch (IOException e) {
      return false; // no trials.csv, or none that is text
    }
  }

  private static List<TrialRow> rows(List<TrialResult> results) {
    return results.stream().flatMap(result -> result.rows().stream()).toList();
  }

  /**
   * Returns the hashes of the files that carry none of their own, by path: the study, the rows, the
   * classes, all probes, and results from before these had one.
   */
  public SortedMap<String, String> hashes() {
    SortedMap<String, String> hashes = new TreeMap<>();
    List<Path> files = new ArrayList<>(List.of(studyFile(), trialsFile(), codeFile()));
    files.addAll(files(TRIALS, CSV));
    files.addAll(files(PROBES, CSV));
    List<Path> results = new ArrayList<>(List.of(timesFile()));
    results.addAll(trialFiles().values());
    results.addAll(stageFiles());
    results.stream()
        .filter(file -> Files.exists(file) && !JsonFile.hasHash(file))
        .forEach(files::add);
    try {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          hashes.put(name(file), Sha256.of(file));
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(folder + " cannot be read: " + e, e);
    }
    return hashes;
  }

  /** Returns the result files of all trials that are there, of this study or not, by trial. */
  SortedMap<String, Path> trialFiles() {
    SortedMap<String, Path> byTrial = new TreeMap<>();
    for (Path file : files(TRIALS, JSON)) {
      Matcher name = TRIAL_FILE.matcher(name(file));
      if (name.matches()) {
        byTrial.put(String.join("/", name.group(1), name.group(2), name.group(3)), file);
      }
    }
    return byTrial;
  }

  /** Returns the files of {@link #sharedProbeFile} that are there, by their path in the folder. */
  SortedMap<String, Path> sharedProbeFiles() {
    SortedMap<String, Path> byName = new TreeMap<>();
    files(PROBES, CSV).forEach(file -> byName.put(name(file), file));
    return byName;
  }

  /** Returns the result files of all stages that are there. */
  List<Path> stageFiles() {
    return files(STAGES, JSON);
  }

  private List<Path> files(String below, String ending) {
    Path top = folder.resolve(below);
    if (!Files.isDirectory(top)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(top)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().endsWith(ending))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InvalidInputException(top + " cannot be read: " + e, e);
    }
  }

  /** Returns the path of a file within the folder. */
  String name(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** Writes {@code times.json}, which no report reads: times are not reproducible. */
  public void writeTimes(StageTimes times) {
    JsonFile.write(timesFile(), times);
  }

  /** Writes {@code code.csv}. */
  public void writeCode(CodeTable code) {
    code.write(codeFile());
  }

  /**
   * Returns the classes that results were made of; none where that was not recorded.
   *
   * @throws InvalidInputException if the file is damaged
   */
  public CodeTable code() {
    return CodeTable.read(codeFile());
  }

  /** Writes {@code provenance.json}. */
  public void writeProvenance(Provenance provenance) {
    JsonFile.write(provenanceFile(), provenance);
  }

  /**
   * Adds the hashes of all files to the provenance of results from before there were any, so that
   * no change from now on goes unseen.
   */
  public void addHashes() {
    provenance()
        .filter(known -> known.ended() && known.files().isEmpty())
        .ifPresent(known -> writeProvenance(known.with(hashes())));
  }

  /** Returns the provenance, if it was written. */
  public Optional<Provenance> provenance() {
    return JsonFile.read(provenanceFile(), Provenance.class, "provenance");
  }
}
