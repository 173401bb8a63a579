package org.prefbench.method.flow;

import java.util.List;
import java.util.stream.Stream;
import org.prefbench.algorithm.TrainingContext;
import org.prefbench.algorithm.TrainingInput;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.dataset.Segment;
import org.prefbench.generative.FlowMap;
import org.prefbench.generative.FlowPlans;
import org.prefbench.generative.FlowPolicy;
import org.prefbench.generative.LabelledFlow;
import org.prefbench.generative.LabelledPlans;
import org.prefbench.generative.NoiseFlow;
import org.prefbench.network.Mlp;
import org.prefbench.preference.PreferencePair;

/**
 * Preference flow matching with guidance: one flow from noise to segments that is told whether they
 * were preferred, rejected or neither, and acts by more than the difference (classifier-free
 * guidance: Ho and Salimans 2022, arXiv 2207.12598; of flows: Zheng et al. 2023, arXiv 2311.13443).
 *
 * <pre>
 * L(theta) = E || v_theta(t, (1 - t) e + t y | x, c) - (y - e) ||^2 / d,   e ~ N(0, I)
 *            c = preferred or rejected, as y is; dropped with probability dropout
 * acts by    v = v(. | base) + guidance [ v(. | preferred) - v(. | base) ]
 * </pre>
 *
 * <p>With guidance 1 the flow ends in the law of preferred segments, above 1 beyond it, on the line
 * from the base. It asks neither reference nor simulator when it acts; the sum of the two
 * velocities is written as one network.
 *
 * <p>Differs from the sources: the two classes are sides of a preference. Ties and skipped pairs
 * are left out.
 */
public final class PfmGuided extends LabelledFlow<PfmGuided.Hyper> {
  /** What guidance leads away from. */
  public enum Base {
    /** The law of all segments. */
    ALL,
    /** That of rejected ones. */
    REJECTED
  }

  /** The settings. */
  public record Hyper(
      @Help("how far the flow goes from its base, >= 0; 1 is the law of preferred segments")
          double guidance,
      @Help("what it goes from: all segments, or rejected ones") Base base,
      @Help("probability with which the side of a segment is not told, in [0, 1] (Ho: 0.1 to 0.5)")
          double dropout,
      @Help("actions executed per plan, >= 1 (PFM: 1)") int rolloutFrequency,
      @Inline
          @Help(of = "batch-size", value = "pairs per step, >= 1")
          @Help(of = "validation-share", value = "share of the pairs held out, in [0, 0.5]")
          FlowPlans plans) {
    /** Validates. */
    public Hyper {
      Checks.notNegative("guidance", guidance);
      Checks.between("dropout", dropout, 0, 1);
      Checks.atLeast("rollout-frequency", rolloutFrequency, 1);
    }
  }

  /** Creates the method. */
  public PfmGuided() {
    super(
        "pfm-guided",
        "Preference flow matching with classifier-free guidance (after Ho and Salimans 2022, arXiv 2207.12598)",
        new Hyper(1.5, Base.ALL, 0.2, 1, PLANS));
  }

  @Override
  protected int executed(Hyper hyper) {
    return hyper.rolloutFrequency;
  }

  @Override
  protected FlowPolicy train(Hyper hyper, TrainingInput input, TrainingContext context) {
    List<PreferencePair> pairs = input.preferences().decided();
    Checks.require(!pairs.isEmpty(), "%s needs pairs with a preferred segment, got none", id());
    List<Segment> segments =
        pairs.stream().flatMap(pair -> Stream.of(pair.preferred(), pair.rejected())).toList();
    LabelledPlans plans = plans(hyper, segments);
    return plans.fit(
        hyper.plans,
        2,
        hyper.rolloutFrequency,
        (pass, flow, rows, random) -> {
          FloatMatrix told = new FloatMatrix(rows.length, 2);
          for (int i = 0; i < rows.length; i++) {
            if (random.nextDouble() >= hyper.dropout) {
              told.set(i, rows[i] % 2, 1); // preferred ones stand in even rows
            }
          }
          return flow.errors(
                  pass,
                  NoiseFlow.Draws.of(rows.length, plans.plans().columns(), random),
                  plans.plans().select(rows),
                  plans.contexts().select(rows).beside(told))
              .mean();
        },
        map ->
            new FlowMap(
                guided(map.field(), hyper.guidance, hyper.base),
                plans.planScales(),
                plans.contextScales(),
                map.integration()),
        context);
  }

  /**
   * Returns the network v(base) + guidance (v(preferred) - v(base)) without the last two inputs of
   * {@code told}, which say the side: its hidden layers are those of both side by side.
   */
  static Mlp guided(Mlp told, double guidance, Base base) {
    int layers = told.layers();
    float[] from = told.liveWeights();
    Integer[] sizes = new Integer[layers + 1];
    int count = 0;
    for (int l = 0; l <= layers; l++) {
      sizes[l] = l == 0 ? told.inputs() - 2 : l == layers ? told.outputs() : 2 * told.size(l);
      count += l == 0 ? 0 : (sizes[l - 1] + 1) * sizes[l];
    }
    float[] to = new float[count];
    Mlp empty = new Mlp(List.of(sizes), told.hidden(), told.output(), to);
    for (int l = 0; l < layers; l++) {
      int rows = l == 0 ? sizes[0] : told.size(l); // of one of the two
      int columns = told.size(l + 1);
      int read = told.weightOffset(l);
      int write = empty.weightOffset(l);
      for (int side = 0; side < 2; side++) { // the base, then the preferred
        double factor = l < layers - 1 ? 1 : side == 0 ? 1 - guidance : guidance;
        int firstRow = l == 0 ? 0 : side * rows;
        int firstColumn = l < layers - 1 ? side * columns : 0;
        for (int j = 0; j < columns; j++) {
          for (int i = 0; i < rows; i++) {
            to[write + (firstRow + i) * sizes[l + 1] + firstColumn + j] +=
                (float) (factor * from[read + i * columns + j]);
          }
          float bias = from[read + told.size(l) * columns + j];
          if (l == 0 && side == 1) {
            bias += from[read + rows * columns + j];
          } else if (l == 0 && base == Base.REJECTED) {
            bias += from[read + (rows + 1) * columns + j];
          }
          to[write + sizes[l] * sizes[l + 1] + firstColumn + j] += (float) (factor * bias);
        }
      }
    }
    return empty.withWeights(to);
  }
}
