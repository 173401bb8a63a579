package org.prefbench.preference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.prefbench.core.Seed;

/** Who answers which query: one teacher answers all, several have their shares. Immutable. */
public interface Annotators {
  /**
   * Returns who answers one query. The choice depends on the stream of the query alone and draws
   * from a child of it, so that the answer that anybody would give does not depend on the choice.
   *
   * @param query the random stream of the query
   */
  Labeler of(Seed query);

  /** Returns the pairs of the queries, in order, each with the label and the id of who gave it. */
  default List<PreferencePair> answer(List<Query> queries) {
    Map<Labeler, List<Integer>> asked = new LinkedHashMap<>();
    IntStream.range(0, queries.size())
        .forEach(
            i ->
                asked
                    .computeIfAbsent(of(queries.get(i).stream()), any -> new ArrayList<>())
                    .add(i));
    PreferencePair[] pairs = new PreferencePair[queries.size()];
    asked.forEach(
        (labeler, own) -> {
          List<Label> labels = labeler.label(own.stream().map(queries::get).toList());
          for (int k = 0; k < own.size(); k++) {
            Query query = queries.get(own.get(k));
            pairs[own.get(k)] =
                new PreferencePair(query.first(), query.second(), labels.get(k), labeler.id());
          }
        });
    return Arrays.asList(pairs);
  }
}
