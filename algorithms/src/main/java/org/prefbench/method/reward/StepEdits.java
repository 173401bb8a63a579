package org.prefbench.method.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.algorithm.LabelledPairs;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.policy.Actor;
import org.prefbench.policy.Policy;
import org.prefbench.preference.PairSampler;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.teacher.StepMarks;
import org.prefbench.reward.StepClassifier;

/**
 * Edits of losing segments, one step each, with what the teacher thinks of them: two examples per
 * edit, the step as it was and what was put in its place, which are of the same state.
 */
final class StepEdits {
  private StepEdits() {}

  /**
   * Returns the marked steps of so many segments, those of the first pairs.
   *
   * @param method whose id stands in errors
   * @param edited segments, 0 for as many as there is a query for each pair
   */
  static StepClassifier.Marked of(String method, TrainingInput input, int edited, Seed seed) {
    List<PreferencePair> pairs = LabelledPairs.require(input.preferences(), method);
    List<Segment> losers = losers(pairs, edited);
    List<List<Segment>> versions = new ArrayList<>();
    for (int i = 0; i < losers.size(); i++) {
      versions.add(versions(method, input, losers.get(i), seed.child("version").child(i)));
    }
    int[][] marks = StepMarks.of(input.requireTeacher(), losers, versions, seed.child("query"));
    return examples(losers, versions, marks);
  }

  /** The rejected segments of the first pairs; of a tie the first one. */
  private static List<Segment> losers(List<PreferencePair> pairs, int edited) {
    List<Segment> losers = new ArrayList<>();
    int queries = 0;
    for (PreferencePair pair : pairs) {
      Segment loser = pair.decided() ? pair.rejected() : pair.first();
      boolean more = edited > 0 ? losers.size() < edited : queries + loser.length() <= pairs.size();
      if (!more && !losers.isEmpty()) {
        break;
      }
      losers.add(loser);
      queries += loser.length();
    }
    return losers;
  }

  /** Returns for every step the segment with another action of the reference there. */
  private static List<Segment> versions(
      String method, TrainingInput input, Segment segment, Seed seed) {
    DoubleMatrix states = LabelledPairs.requireStates(segment, method);
    int steps = segment.length();
    double[][] starts = new double[steps][];
    Arrays.fill(starts, states.row(0));
    return PairSampler.rollOut(
        input.requireSimulator(),
        new Edited(input.requireReference(), segment),
        starts,
        steps,
        seed.children(0, steps, "step"));
  }

  /** Plays a segment again, but in step t of copy t as another policy does. */
  private record Edited(Policy editor, Segment segment) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      return new Editing(editor.start(environment, seeds), segment);
    }

    @Override
    public Policy deterministic() {
      return new Edited(editor.deterministic(), segment);
    }
  }

  private static final class Editing implements Actor {
    private final Actor editor;
    private final Segment segment;
    private int step;

    Editing(Actor editor, Segment segment) {
      this.editor = editor;
      this.segment = segment;
    }

    @Override
    public FloatMatrix act(FloatMatrix observations) {
      FloatMatrix actions = editor.act(observations).copy();
      for (int copy = 0; copy < actions.rows(); copy++) {
        if (copy != step) {
          actions.setRow(copy, segment.actions().row(step));
        }
      }
      step++;
      return actions;
    }

    @Override
    public void close() {
      editor.close();
    }
  }

  private static StepClassifier.Marked examples(
      List<Segment> segments, List<List<Segment>> versions, int[][] marks) {
    int[] groups = segments.stream().mapToInt(segment -> 2 * segment.length()).toArray();
    int rows = Arrays.stream(groups).sum();
    Segment any = segments.get(0);
    FloatMatrix observations = new FloatMatrix(rows, any.observations().columns());
    FloatMatrix actions = new FloatMatrix(rows, any.actions().columns());
    int[] of = new int[rows];
    int row = 0;
    for (int i = 0; i < marks.length; i++) {
      Segment segment = segments.get(i);
      for (int t = 0; t < marks[i].length; t++) {
        observations.setRow(row, segment.observations().row(t));
        actions.setRow(row, segment.actions().row(t));
        of[row++] = marks[i][t];
        observations.setRow(row, segment.observations().row(t));
        actions.setRow(row, versions.get(i).get(t).actions().row(t));
        of[row++] = -marks[i][t];
      }
    }
    return new StepClassifier.Marked(observations, actions, of, groups);
  }
}
