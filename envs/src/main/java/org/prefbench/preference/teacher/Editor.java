package org.prefbench.preference.teacher;

import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.LabelerFactory;

/**
 * The scripted annotator who edits: shown two versions of a segment, it says which has the larger
 * true return, and that they are equal unless the returns differ by more than a share of their
 * standard deviation over the calibration segments. Asked about a segment and the same one with the
 * action of a single step replaced, it so marks the steps that matter, see {@link StepMarks}; these
 * marks are what annotators give in Xu et al. 2024 ("Aligning large language models via
 * fine-grained supervision", arXiv 2406.02756), who ask for the smallest edits that make an answer
 * better.
 */
public final class Editor implements LabelerFactory<Editor.Setting> {
  private static final String ID = "editor";

  /** Parameters of the editor. */
  public record Setting(
      @Help(
              "smallest difference of returns that is worth an edit, in standard deviations of the"
                  + " segment return, >= 0")
          double threshold) {
    /** Validates. */
    public Setting {
      Checks.notNegative("threshold", threshold);
    }
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return "the larger true return wins where the difference is worth an edit; others tie";
  }

  @Override
  public Setting defaults() {
    return new Setting(0.05);
  }

  @Override
  public Labeler create(Setting setting, Calibration calibration) {
    ComponentScale scale = new ComponentScale(ID, calibration.segments());
    return new MarginTeacher(
        ID,
        (first, second) -> scale.of(Component.REWARD, first) - scale.of(Component.REWARD, second),
        (margin, stream) ->
            margin > setting.threshold
                ? Label.FIRST
                : margin < -setting.threshold ? Label.SECOND : Label.TIE);
  }
}
