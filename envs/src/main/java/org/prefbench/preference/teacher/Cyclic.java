package org.prefbench.preference.teacher;

import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.core.Inline;
import org.prefbench.dataset.Segment;
import org.prefbench.preference.BeyondReturn;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.LabelerFactory;

/**
 * A teacher whose preferences go in circles, which no reward explains: the first segment wins by
 *
 * <pre>
 * m = (1 - dose) (f - f') + dose c
 *
 * majority:  c = [ sign(f - f') + sign(g - g') + sign(h - h') ] / 3
 * rotation:  c = f g' - f' g
 * </pre>
 *
 * up to temperature and mistakes. Here f, g and h are reward, ease and smoothness ({@link
 * Component}) of the first segment in standard deviations, f', g', h' those of the second. A
 * majority of three who each have an order of their own may prefer A to B, B to C and C to A
 * (Condorcet 1785); if the three are independent, 1 in 18 triples is such. A rotation is the
 * skew-symmetric score of a pair of features (Zhang et al. 2024, "General preference modeling with
 * preference representations", arXiv 2410.02197): it prefers what lies less than half a turn
 * behind, so that of three segments around the mean none is best; of features with an elliptical
 * law around it every fourth triple is a circle.
 */
public final class Cyclic implements LabelerFactory<Cyclic.Setting>, BeyondReturn {
  private static final String ID = "cyclic";

  /** Where the circles come from. */
  public enum Rule {
    /** Two of three components. */
    MAJORITY,
    /** A quarter turn between two components. */
    ROTATION
  }

  /** Parameters of the teacher. */
  public record Setting(
      @Help(
              "where circles come from: majority of reward, ease and smoothness, or rotation of reward"
                  + " and ease")
          Rule rule,
      @Help("weight of the circular part, in [0, 1]; the rest is the standardised return")
          double dose,
      @Inline NoisyChoice choice) {
    /** Validates. */
    public Setting {
      Checks.between("dose", dose, 0, 1);
    }
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return "preferences in circles: a majority of three components, or a rotated pair of them";
  }

  @Override
  public Setting defaults() {
    return new Setting(Rule.MAJORITY, 1, new NoisyChoice(0, 0));
  }

  @Override
  public Labeler create(Setting setting, Calibration calibration) {
    ComponentScale scale = new ComponentScale(ID, calibration.segments());
    return new MarginTeacher(
        ID,
        (first, second) -> {
          double straight = scale.of(Component.REWARD, first) - scale.of(Component.REWARD, second);
          double circular =
              setting.rule == Rule.ROTATION
                  ? rotated(scale, first, second)
                  : voted(scale, first, second);
          return (1 - setting.dose) * straight + setting.dose * circular;
        },
        setting.choice::label);
  }

  private static double rotated(ComponentScale scale, Segment first, Segment second) {
    return scale.of(Component.REWARD, first) * scale.of(Component.EASE, second)
        - scale.of(Component.REWARD, second) * scale.of(Component.EASE, first);
  }

  private static double voted(ComponentScale scale, Segment first, Segment second) {
    double votes = 0;
    for (Component one : List.of(Component.REWARD, Component.EASE, Component.SMOOTHNESS)) {
      votes += Math.signum(scale.of(one, first) - scale.of(one, second));
    }
    return votes / 3;
  }
}
