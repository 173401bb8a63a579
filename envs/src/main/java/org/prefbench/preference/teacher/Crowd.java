package org.prefbench.preference.teacher;

import org.prefbench.core.Help;
import org.prefbench.core.RandomStream;
import org.prefbench.core.Seed;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.LabelerFactory;

/**
 * A teacher who calls segments equal, and contradicts their true returns, as often as people did:
 * the crowd workers of Uni-RLHF (Yuan et al. 2024, arXiv 2402.02423), who compared 2,000 pairs of
 * segments of 200 steps on each of nine sets of D4RL. The shares were counted in the released
 * labels: ties among all pairs, and answers against the larger return among the pairs that neither
 * side calls equal.
 *
 * <p>Only the shares are people's: whose pair is called equal or answered against its return is
 * drawn, whatever the returns, where people err in a way of their own. On hopper-medium they
 * contradict the return more often than not.
 */
public final class Crowd implements LabelerFactory<Crowd.Setting> {
  /** A set whose labels were counted. */
  public enum Measured {
    /** All nine together. */
    POOLED(18_000, 1_775, 0.676),
    /** On hopper-medium. */
    HOPPER_MEDIUM(2_000, 232, 0.435),
    /** On hopper-medium-replay. */
    HOPPER_MEDIUM_REPLAY(2_000, 292, 0.646),
    /** On hopper-medium-expert. */
    HOPPER_MEDIUM_EXPERT(2_000, 197, 0.686),
    /** On walker2d-medium. */
    WALKER2D_MEDIUM(2_000, 241, 0.663),
    /** On walker2d-medium-replay. */
    WALKER2D_MEDIUM_REPLAY(2_000, 175, 0.622),
    /** On walker2d-medium-expert. */
    WALKER2D_MEDIUM_EXPERT(2_000, 245, 0.86),
    /** On halfcheetah-medium. */
    HALFCHEETAH_MEDIUM(2_000, 41, 0.597),
    /** On halfcheetah-medium-replay. */
    HALFCHEETAH_MEDIUM_REPLAY(2_000, 193, 0.785),
    /** On halfcheetah-medium-expert. */
    HALFCHEETAH_MEDIUM_EXPERT(2_000, 159, 0.785);

    private final double ties;
    private final double agreement;

    /**
     * Counted.
     *
     * @param equal how many of the {@code pairs} were called equal
     * @param agreement the share of the others' answers that follow the larger return
     */
    Measured(int pairs, int equal, double agreement) {
      ties = (double) equal / pairs;
      this.agreement = agreement;
    }
  }

  /** Parameters of the crowd. */
  public record Setting(
      @Help("the set of Uni-RLHF whose workers it answers like, or pooled for all nine together")
          Measured like) {}

  @Override
  public String id() {
    return "crowd";
  }

  @Override
  public String title() {
    return "as often equal, and against the true return, as crowd workers were (Yuan et al. 2024)";
  }

  @Override
  public Setting defaults() {
    return new Setting(Measured.POOLED);
  }

  @Override
  public Labeler create(Setting setting, Calibration calibration) {
    return new MarginTeacher(
        id(),
        (first, second) -> Component.REWARD.of(first) - Component.REWARD.of(second),
        (margin, stream) -> answer(setting.like, margin, stream));
  }

  private static Label answer(Measured like, double margin, Seed stream) {
    RandomStream random = stream.generator();
    boolean tie = random.nextDouble() < like.ties;
    boolean exchanged = random.nextDouble() >= like.agreement;
    if (tie || margin == 0) {
      return Label.TIE;
    }
    Label better = margin > 0 ? Label.FIRST : Label.SECOND;
    return exchanged ? better.exchanged() : better;
  }
}
