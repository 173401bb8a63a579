package org.prefbench.preference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.prefbench.core.Checks;
import org.prefbench.core.Parameters;
import org.prefbench.core.Seed;
import org.prefbench.core.Services;

/** The teachers on the class path. */
public final class Labelers {
  private Labelers() {}

  /** Returns the registered kinds of teacher, looked up by id such as {@code oracle}. */
  public static Services<LabelerFactory<?>> registered() {
    @SuppressWarnings({"unchecked", "rawtypes"}) // ServiceLoader knows no type arguments
    Class<LabelerFactory<?>> service = (Class) LabelerFactory.class;
    return new Services<>("teacher", service, LabelerFactory::id);
  }

  /**
   * Returns the teacher called {@code id} with text overrides of its parameters.
   *
   * @throws org.prefbench.core.InvalidInputException if the id or a key is unknown or a value
   *     breaks its rule, or if the teacher looks beyond the segments and the calibration does not
   */
  public static Labeler create(String id, Map<String, String> overrides, Calibration calibration) {
    return create(registered().get(id), overrides, calibration);
  }

  /**
   * Requires that nobody among those who label the pairs looks beyond them, unless it goes on
   * there.
   *
   * @param continued whether a policy goes on where the segments end
   * @throws org.prefbench.core.InvalidInputException if somebody does, or a teacher is not known
   */
  public static void check(List<Annotator> annotators, boolean continued) {
    annotators.forEach(one -> check(registered().get(one.teacher()), continued));
  }

  private static void check(LabelerFactory<?> factory, boolean continued) {
    Checks.require(
        continued || !factory.looksBeyond(),
        "teacher '%s' labels by what comes after a segment, so it needs a policy that acts on there,"
            + " which logged pairs do not have",
        factory.id());
  }

  /**
   * Returns annotators with their shares of the queries: which of them answers is drawn from the
   * stream {@code annotator} of the query, by share and in the order of the list.
   *
   * @throws org.prefbench.core.InvalidInputException if they break a rule of {@link
   *     Annotator#check}, or a teacher or a parameter is not right
   */
  public static Annotators create(List<Annotator> annotators, Calibration calibration) {
    Annotator.check("annotators", annotators);
    List<Labeler> labelers = new ArrayList<>();
    for (Annotator annotator : annotators) {
      Labeler rule = create(annotator.teacher(), annotator.parameters(), calibration);
      labelers.add(new Named(annotator.id(), rule));
    }
    return labelers.size() == 1 ? labelers.get(0) : query -> labelers.get(drawn(annotators, query));
  }

  private static int drawn(List<Annotator> annotators, Seed query) {
    double left =
        query.child("annotator").generator().nextDouble() * Annotator.sumOfShares(annotators);
    for (int i = 0; i < annotators.size() - 1; i++) {
      left -= annotators.get(i).share();
      if (left < 0) {
        return i;
      }
    }
    return annotators.size() - 1;
  }

  /** A teacher under another name. */
  private record Named(String id, Labeler rule) implements Labeler {
    @Override
    public List<Label> label(List<Query> queries) {
      return rule.label(queries);
    }
  }

  private static <P extends Record> Labeler create(
      LabelerFactory<P> factory, Map<String, String> overrides, Calibration calibration) {
    check(factory, calibration.continuation().isPresent());
    return factory.create(
        Parameters.override(factory.id(), factory.defaults(), overrides), calibration);
  }
}
