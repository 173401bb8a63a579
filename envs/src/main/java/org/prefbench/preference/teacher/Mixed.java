package org.prefbench.preference.teacher;

import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.BeyondReturn;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.LabelerFactory;

/**
 * An annotator with a taste: of two segments the one with the larger
 *
 * <pre>
 * U = sum_k w_k z_k / |w|
 * </pre>
 *
 * wins, up to the annotator's own temperature and share of mistakes, where z_k are the {@link
 * Component}s in standard deviations over the calibration segments. Several of these with weights
 * of their own are the heterogeneous annotators of Chidambaram et al. 2024 ("Direct preference
 * optimization with unobserved preference heterogeneity", arXiv 2405.15065), each of whom has a
 * hidden type.
 */
public final class Mixed implements LabelerFactory<Mixed.Setting>, BeyondReturn {
  private static final String ID = "mixed";

  /** Parameters of the annotator. */
  public record Setting(
      @Help("weight of the true return; weights may be negative") double reward,
      @Help("weight of using little force, - sum |a_t|^2") double ease,
      @Help("weight of changing it little, - sum |a_t - a_{t-1}|^2") double smoothness,
      @Help("weight of the number of steps") double survival,
      @Inline NoisyChoice choice) {
    /** Validates that something counts. */
    public Setting {
      Checks.require(
          norm(reward, ease, smoothness, survival) > 0,
          "reward, ease, smoothness or survival must have a weight other than 0");
    }

    private static double norm(double... weights) {
      double squares = 0;
      for (double weight : weights) {
        squares += Checks.finite("weights", weight) * weight;
      }
      return Math.sqrt(squares);
    }

    /**
     * Returns U of a segment.
     *
     * @param scale the standard deviations of the components
     */
    public double utility(ComponentScale scale, Segment segment) {
      double sum =
          reward * scale.of(Component.REWARD, segment)
              + ease * scale.of(Component.EASE, segment)
              + smoothness * scale.of(Component.SMOOTHNESS, segment)
              + survival * scale.of(Component.SURVIVAL, segment);
      return sum / norm(reward, ease, smoothness, survival);
    }
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return "an annotator with weights over standardised components, a temperature and mistakes";
  }

  @Override
  public Setting defaults() {
    return new Setting(1, 1, 0, 0, new NoisyChoice(1, 0));
  }

  @Override
  public Labeler create(Setting setting, Calibration calibration) {
    ComponentScale scale = new ComponentScale(ID, calibration.segments());
    return new MarginTeacher(
        ID,
        (first, second) -> setting.utility(scale, first) - setting.utility(scale, second),
        setting.choice::label);
  }
}
