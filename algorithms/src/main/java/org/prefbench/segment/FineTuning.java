package org.prefbench.segment;

import java.util.Set;
import org.prefbench.algorithm.AlgorithmFactory;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.GaussianHead;
import org.prefbench.nn.Schedule;

/**
 * A direct method that fine-tunes copies of a Gaussian reference on labelled pairs: it needs the
 * reference's weights and nothing else.
 *
 * @param <S> its settings
 */
public abstract class FineTuning<S extends Record> implements AlgorithmFactory<S> {
  /**
   * How such a method is fitted unless told otherwise, as every direct method, for the reasons that
   * {@link DirectMethod} gives.
   */
  public static final Fitting FITTING =
      Fitting.of(1e-5, Schedule.COSINE, 64, 2_000, 0.1)
          .clipped(10)
          .warmedUp(100)
          .keeping(Fitting.Keep.BEST);

  private final String id;
  private final String title;
  private final S defaults;

  /**
   * Creates a method.
   *
   * @param id as in {@link #id}
   * @param title as in {@link #title}
   * @param defaults as in {@link #defaults}
   */
  protected FineTuning(String id, String title, S defaults) {
    this.id = id;
    this.title = title;
    this.defaults = defaults;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String title() {
    return title;
  }

  @Override
  public final Family family() {
    return Family.DIRECT;
  }

  @Override
  public final S defaults() {
    return defaults;
  }

  @Override
  public final Set<Needs> needs(S settings) {
    return Set.of(Needs.REFERENCE_WEIGHTS);
  }

  @Override
  public final void check(S settings, Prospect prospect) {
    prospect.requirePairs(id);
    GaussianHead.checkReference(prospect, id);
  }
}
