package org.prefbench.preference.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferenceDataset;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.numpy.NpyReader;
import org.prefbench.preference.numpy.NumpyArray;

/**
 * Segments and labels in one archive of arrays, as two projects keep them.
 *
 * <p>Inverse preference learning (Hejna and Sadigh 2023, arXiv 2305.15363): {@code obs_1}, {@code
 * obs_2} of shape (pairs, steps, obs), {@code action_1}, {@code action_2}, optional {@code
 * reward_1}, {@code reward_2} of shape (pairs, steps), and {@code label} of shape (pairs): 0 if the
 * first is better, 1 if the second is, 0.5 for a tie. {@code length_1} and {@code length_2}, which
 * are ours, tell the steps of segments that end early.
 *
 * <p>Contrastive preference learning (Hejna et al. 2024, arXiv 2310.13639): {@code obs}, {@code
 * action} and {@code reward} of 2 n segments, of which i and n + i are a pair, and one score per
 * segment under one of several names; the larger wins. {@code rl_sum} is taken where it is there,
 * else {@code label}, else the only other array of that shape.
 *
 * <p>Neither holds the observation after the last step, which is repeated, nor how a segment ends:
 * it runs on.
 */
public final class NpzFormat implements PreferenceFormat {
  private static final List<String> SCORES = List.of("rl_sum", "label");
  private static final List<String> OF_SEGMENTS = List.of("obs", "action", "reward");

  @Override
  public String id() {
    return "npz";
  }

  @Override
  public String title() {
    return "segments in an archive of arrays: obs_1, obs_2, .., label (IPL) or obs, .., rl_sum (CPL)";
  }

  @Override
  public boolean accepts(Path path) {
    return NumpyFiles.name(path).endsWith(".npz");
  }

  @Override
  public PreferenceDataset read(Path path, PreferenceContext context) {
    Map<String, NumpyArray> arrays = NpyReader.readArchive(path, name -> true);
    String environment = context.requireEnvironment(path);
    List<PreferencePair> pairs =
        arrays.containsKey("obs_1") ? paired(path, arrays) : scored(path, arrays);
    Checks.require(!pairs.isEmpty(), "%s: holds no pairs", path);
    return new PreferenceDataset(environment, pairs, Map.of("labels", "npz"));
  }

  private static List<PreferencePair> paired(Path file, Map<String, NumpyArray> arrays) {
    Stack first = Stack.of(file, arrays, "_1");
    Stack second = Stack.of(file, arrays, "_2");
    NumpyArray labels = array(file, arrays, "label");
    Checks.require(
        labels.size() == first.count() && second.count() == first.count(),
        "%s: holds %d first and %d second segments and %d labels",
        file,
        first.count(),
        second.count(),
        labels.size());
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      Label label = NumpyFiles.secondWins(labels.get(i), file + ": pair " + i);
      pairs.add(new PreferencePair(first.segment(i), second.segment(i), label, "npz"));
    }
    return pairs;
  }

  private static List<PreferencePair> scored(Path file, Map<String, NumpyArray> arrays) {
    Stack segments = Stack.of(file, arrays, "");
    NumpyArray scores = scores(file, arrays, segments.count());
    Checks.require(
        segments.count() % 2 == 0,
        "%s: holds %d segments, which make no pairs",
        file,
        segments.count());
    int half = segments.count() / 2;
    List<PreferencePair> pairs = new ArrayList<>();
    for (int i = 0; i < half; i++) {
      double margin = scores.get(i) - scores.get(half + i);
      Checks.require(!Double.isNaN(margin), "%s: pair %d has a score that is no number", file, i);
      Label label = margin > 0 ? Label.FIRST : margin < 0 ? Label.SECOND : Label.TIE;
      pairs.add(new PreferencePair(segments.segment(i), segments.segment(half + i), label, "npz"));
    }
    return pairs;
  }

  private static NumpyArray scores(Path file, Map<String, NumpyArray> arrays, int count) {
    for (String name : SCORES) {
      if (arrays.containsKey(name) && arrays.get(name).size() == count) {
        return arrays.get(name);
      }
    }
    List<NumpyArray> others =
        arrays.entrySet().stream()
            .filter(array -> !OF_SEGMENTS.contains(array.getKey()))
            .map(Map.Entry::getValue)
            .filter(array -> array.axes() == 1 && array.size() == count)
            .toList();
    Checks.require(
        others.size() == 1,
        "%s: has no 'rl_sum' or 'label' with a score for each of %d segments, and %d other arrays"
            + " of that shape",
        file,
        count,
        others.size());
    return others.get(0);
  }

  private static NumpyArray array(Path file, Map<String, NumpyArray> arrays, String name) {
    return Optional.ofNullable(arrays.get(name))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    file
                        + ": has no array '"
                        + name
                        + "' (found: "
                        + String.join(", ", arrays.keySet())
                        + ")"));
  }

  /** Segments in arrays, of which the rewards and lengths may be missing. */
  private record Stack(
      Path file,
      NumpyArray observations,
      NumpyArray actions,
      Optional<NumpyArray> rewards,
      Optional<NumpyArray> lengths) {

    static Stack of(Path file, Map<String, NumpyArray> arrays, String ending) {
      NumpyArray observations = array(file, arrays, "obs" + ending);
      NumpyArray actions = array(file, arrays, "action" + ending);
      Checks.require(
          observations.axes() == 3 && actions.axes() == 3,
          "%s: obs%s and action%s must have the axes segment, step and coordinate, they have %d and"
              + " %d",
          file,
          ending,
          ending,
          observations.axes(),
          actions.axes());
      int count = observations.shape(0);
      int steps = observations.shape(1);
      Checks.require(
          actions.shape(0) == count
              && actions.shape(1) == steps
              && steps >= 1
              && observations.shape(2) >= 1
              && actions.shape(2) >= 1,
          "%s: action%s has %d segments of %d steps, obs%s has %d of %d",
          file,
          ending,
          actions.shape(0),
          actions.shape(1),
          ending,
          count,
          steps);
      Optional<NumpyArray> rewards = Optional.ofNullable(arrays.get("reward" + ending));
      rewards.ifPresent(
          array ->
              Checks.require(
                  array.size() == count * steps,
                  "%s: reward%s has %d numbers, not %d",
                  file,
                  ending,
                  array.size(),
                  count * steps));
      Optional<NumpyArray> lengths = Optional.ofNullable(arrays.get("length" + ending));
      lengths.ifPresent(
          array ->
              Checks.require(
                  array.size() == count,
                  "%s: length%s has %d numbers, not %d",
                  file,
                  ending,
                  array.size(),
                  count));
      return new Stack(file, observations, actions, rewards, lengths);
    }

    int count() {
      return observations.shape(0);
    }

    Segment segment(int index) {
      int most = observations.shape(1);
      int steps = lengths.map(array -> (int) array.get(index)).orElse(most);
      Checks.require(
          steps >= 1 && steps <= most,
          "%s: segment %d must have 1 to %d steps, got %d",
          file,
          index,
          most,
          steps);
      FloatMatrix seen = matrix(observations, index, steps, steps + 1);
      for (int j = 0; j < seen.columns(); j++) {
        seen.set(steps, j, seen.get(steps - 1, j));
      }
      FloatMatrix earned = new FloatMatrix(steps, 1);
      for (int t = 0; t < steps; t++) {
        int at = index * most + t;
        earned.set(t, 0, rewards.map(array -> finite(array, at)).orElse(Float.NaN));
      }
      return new Segment(
          seen, matrix(actions, index, steps, steps), earned, End.RUNNING, Optional.empty());
    }

    private FloatMatrix matrix(NumpyArray from, int index, int steps, int rows) {
      int columns = from.shape(2);
      FloatMatrix to = new FloatMatrix(rows, columns);
      for (int t = 0; t < steps; t++) {
        for (int j = 0; j < columns; j++) {
          to.set(t, j, finite(from, (index * from.shape(1) + t) * columns + j));
        }
      }
      return to;
    }

    private float finite(NumpyArray from, int at) {
      float value = (float) from.get(at);
      Checks.require(Float.isFinite(value), "%s: number %d of an array is %s", file, at, value);
      return value;
    }
  }
}
