package org.prefbench.preference;

import java.util.List;
import java.util.Map;
import org.prefbench.core.Parameters;
import org.prefbench.core.Services;
import org.prefbench.dataset.Segment;

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
   *     breaks its rule
   */
  public static Labeler create(
      String id, Map<String, String> overrides, List<Segment> calibration) {
    return create(registered().get(id), overrides, calibration);
  }

  private static <P extends Record> Labeler create(
      LabelerFactory<P> factory, Map<String, String> overrides, List<Segment> calibration) {
    return factory.create(
        Parameters.override(factory.id(), factory.defaults(), overrides), calibration);
  }
}
