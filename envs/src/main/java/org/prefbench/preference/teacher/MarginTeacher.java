package org.prefbench.preference.teacher;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.Query;

/**
 * A teacher whose answer follows from one number.
 *
 * @param margin by how much the first segment is better than the second
 * @param answer what becomes of it
 */
record MarginTeacher(String id, ToDoubleBiFunction<Segment, Segment> margin, Answer answer)
    implements Labeler {
  /** Makes a label of a margin, with randomness of its own. */
  @FunctionalInterface
  interface Answer {
    /** Returns the label. */
    Label of(double margin, Seed stream);
  }

  @Override
  public List<Label> label(List<Query> queries) {
    return queries.stream()
        .map(
            query -> answer.of(margin.applyAsDouble(query.first(), query.second()), query.stream()))
        .toList();
  }
}
