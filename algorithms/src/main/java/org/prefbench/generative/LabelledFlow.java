package org.prefbench.generative;

import java.util.List;
import java.util.Set;
import org.prefbench.algorithm.Algorithm;
import org.prefbench.algorithm.DeclaredMethod;
import org.prefbench.algorithm.Family;
import org.prefbench.algorithm.Needs;
import org.prefbench.algorithm.Prospect;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.dataset.Segment;
import org.prefbench.flow.Integration;
import org.prefbench.flow.OdeMethod;
import org.prefbench.nn.Fitting;
import org.prefbench.nn.Schedule;

/**
 * A flow from noise to the segments of labelled pairs. When it acts it asks neither reference nor
 * simulator.
 *
 * @param <H> its settings
 */
public abstract class LabelledFlow<H extends Record> extends DeclaredMethod<H> {
  /** How a flow of plans is fitted and solved unless told otherwise. */
  public static final FlowPlans PLANS =
      new FlowPlans(
          new VelocityNetwork.Settings(128, 3),
          new Integration(OdeMethod.MIDPOINT, 5, 1e-4),
          Fitting.of(1e-3, Schedule.COSINE, 64, 1_600, 0.1).keeping(Fitting.Keep.BEST));

  /**
   * Creates a method.
   *
   * @param id as in {@link #id}
   * @param title as in {@link #title}
   * @param defaults as in {@link #defaults}
   */
  protected LabelledFlow(String id, String title, H defaults) {
    super(id, title, Family.FLOW, defaults);
  }

  /** Returns how many actions of a plan are executed before the next plan. */
  protected abstract int executed(H hyper);

  /** Trains the flow. */
  protected abstract FlowPolicy train(H hyper, TrainingInput input, TrainingContext context);

  /** Returns the plans of segments, which must be as long as what is executed. */
  protected final LabelledPlans plans(H hyper, List<Segment> segments) {
    LabelledPlans plans = LabelledPlans.of(segments);
    LabelledPlans.checkExecuted(id(), executed(hyper), plans.length());
    return plans;
  }

  @Override
  public final Set<Needs> needs(H hyper) {
    return Set.of();
  }

  @Override
  public final void check(H hyper, Prospect prospect) {
    prospect.requirePairs(id());
    LabelledPlans.checkExecuted(id(), executed(hyper), prospect.segmentLength().orElseThrow());
  }

  @Override
  public final Algorithm create(H hyper) {
    return (input, context) -> train(hyper, input, context);
  }
}
