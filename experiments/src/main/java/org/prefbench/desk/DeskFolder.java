package org.prefbench.desk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.prefbench.canvas.CanvasReplay;
import org.prefbench.core.Checks;
import org.prefbench.core.FileErrors;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.TrajectoryDataset;
import org.prefbench.env.Environments;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.SegmentPair;

/**
 * What a desk keeps: {@code segments.csv.gz}, a dataset whose episodes 2i and 2i + 1 are the
 * segments of pair i and whose provenance says how they were drawn, and {@code labels-NAME.csv} for
 * each annotator (see {@link AnswerFile}).
 */
public final class DeskFolder {
  private static final String SEGMENTS = "segments.csv.gz";
  private static final String PREFIX = "labels-";
  private static final String ENDING = ".csv";
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private final Path folder;
  private final TrajectoryDataset segments;

  private DeskFolder(Path folder, TrajectoryDataset segments) {
    this.folder = folder;
    this.segments = segments;
  }

  /** Returns whether a folder is one of a desk, where nobody may have answered yet. */
  public static boolean isDesk(Path folder) {
    return Files.isRegularFile(folder.resolve(SEGMENTS))
        && !Files.exists(folder.resolve("pairs.csv")); // it would be one of labelled pairs
  }

  /**
   * Makes the folder of pairs that are to be labelled.
   *
   * @param provenance how the pairs were drawn
   * @throws InvalidInputException if the environment cannot be drawn, or the segments hold no
   *     states of it
   */
  public static DeskFolder create(
      Path folder, String environment, List<SegmentPair> pairs, Map<String, String> provenance) {
    CanvasReplay.of(Environments.registered().get(environment), pairs.get(0).first());
    List<Segment> segments = new ArrayList<>();
    pairs.forEach(pair -> segments.addAll(List.of(pair.first(), pair.second())));
    Path file = folder.resolve(SEGMENTS);
    Datasets.write(file, new TrajectoryDataset(environment, segments, provenance));
    return open(folder); // what is shown now and after a restart is the same
  }

  /**
   * Opens a folder that {@link #create} made.
   *
   * @throws InvalidInputException if it is none or its segments were changed
   */
  public static DeskFolder open(Path folder) {
    Checks.require(isDesk(folder), "%s: is no folder of the desk", folder);
    Path file = folder.resolve(SEGMENTS);
    TrajectoryDataset segments = Datasets.read(file, ReadOptions.DEFAULT.withHiddenRewards());
    Checks.require(
        segments.episodes().size() % 2 == 0,
        "%s: pairs need an even number of segments, got %d",
        file,
        segments.episodes().size());
    return new DeskFolder(folder, segments);
  }

  /** Returns {@code name} if a file may be called so: letters, digits, points, hyphens. */
  public static String checkAnnotator(String name) {
    Checks.require(
        name.matches(NAME),
        "--annotator must be 1 to 64 letters, digits, '.', '_' or '-', and begin with a letter or"
            + " digit, got '%s'",
        name);
    return name;
  }

  /** Returns the folder. */
  Path path() {
    return folder;
  }

  /** Returns the id of the environment. */
  public String environment() {
    return segments.environment();
  }

  /** Returns how the pairs were drawn. */
  public Map<String, String> provenance() {
    return segments.provenance();
  }

  /** Returns the number of pairs. */
  int pairs() {
    return segments.episodes().size() / 2;
  }

  /** Returns what a query shows, the left segment first. */
  SegmentPair shown(Query query) {
    Segment first = segments.episodes().get(2 * query.pair());
    Segment second = segments.episodes().get(2 * query.pair() + 1);
    return query.left() == Query.Side.FIRST
        ? new SegmentPair(first, second)
        : new SegmentPair(second, first);
  }

  /** Returns the file of an annotator's answers. */
  Path file(String annotator) {
    return folder.resolve(PREFIX + annotator + ENDING);
  }

  /** Returns the annotators who have a file, sorted. */
  List<String> annotators() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(PREFIX) && name.endsWith(ENDING))
          .map(name -> name.substring(PREFIX.length(), name.length() - ENDING.length()))
          .filter(name -> name.matches(NAME))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder + ": " + FileErrors.reason(e), e);
    }
  }

  /** Returns the answers of an annotator that stand. */
  List<AnswerFile.Given> answers(String annotator) {
    List<AnswerFile.Given> answers = AnswerFile.read(file(annotator));
    for (int i = 0; i < answers.size(); i++) {
      Checks.require(
          answers.get(i).query().pair() < pairs(),
          "%s: query %d shows pair %d, there are %d",
          file(annotator),
          i,
          answers.get(i).query().pair(),
          pairs());
    }
    return answers;
  }

  /**
   * Returns an annotator's pairs as they were shown, the left segment first: an audit's share of
   * wins of the first segment is that of the left side. Of a pair that came twice the first answer
   * counts; the other one tells of the annotator, not of the pair.
   */
  List<PreferencePair> labelled(String annotator, List<AnswerFile.Given> answers) {
    List<PreferencePair> labelled = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (AnswerFile.Given given : answers) {
      if (seen.add(given.query().pair())) {
        SegmentPair shown = shown(given.query());
        labelled.add(
            new PreferencePair(shown.first(), shown.second(), given.answer().label(), annotator));
      }
    }
    return labelled;
  }

  /**
   * Returns what all annotators said.
   *
   * @throws InvalidInputException if nobody has answered yet, or a file is damaged
   */
  PreferenceDataset preferences() {
    List<PreferencePair> pairs = new ArrayList<>();
    Map<String, String> provenance = new TreeMap<>(provenance());
    provenance.put("labels", "desk");
    for (String annotator : annotators()) {
      List<AnswerFile.Given> answers = answers(annotator);
      pairs.addAll(labelled(annotator, answers));
      provenance.put("self-agreement." + annotator, SelfAgreement.of(answers).toString());
    }
    Checks.require(!pairs.isEmpty(), "%s: nobody has labelled a pair yet", folder);
    return new PreferenceDataset(environment(), pairs, provenance);
  }
}
