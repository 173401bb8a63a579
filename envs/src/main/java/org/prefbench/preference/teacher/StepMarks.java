package org.prefbench.preference.teacher;

import java.util.ArrayList;
import java.util.List;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Label;
import org.prefbench.preference.PreferencePair;
import org.prefbench.preference.Query;
import org.prefbench.preference.Teacher;

/**
 * What a teacher thinks of the single steps of a segment, asked by edits: step t is replaced by
 * another action, the rest stays, and the teacher compares the two versions.
 */
public final class StepMarks {
  private StepMarks() {}

  /**
   * Returns the mark of every step, {@code [segments][steps]}: 1 if the segment is better with the
   * step as it is, -1 if it is better with the step replaced, 0 if they are equal or the teacher
   * declines.
   *
   * @param versions of every segment one version for each of its steps, in order, from the same
   *     first state
   * @param stream query t of segment i draws from {@code stream.child(i).child(t)}
   */
  public static int[][] of(
      Teacher teacher, List<Segment> segments, List<List<Segment>> versions, Seed stream) {
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      List<Segment> own = versions.get(i);
      if (own.size() != segments.get(i).length()) {
        throw new IllegalArgumentException(
            segments.get(i).length() + " steps need as many versions, got " + own.size());
      }
      for (int t = 0; t < own.size(); t++) {
        queries.add(new Query(segments.get(i), own.get(t), stream.child(i).child(t)));
      }
    }
    List<PreferencePair> answers = teacher.answer(queries);
    int[][] marks = new int[segments.size()][];
    int next = 0;
    for (int i = 0; i < marks.length; i++) {
      marks[i] = new int[segments.get(i).length()];
      for (int t = 0; t < marks[i].length; t++) {
        Label label = answers.get(next++).label();
        marks[i][t] = label == Label.FIRST ? 1 : label == Label.SECOND ? -1 : 0;
      }
    }
    return marks;
  }
}
