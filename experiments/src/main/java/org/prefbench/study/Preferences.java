package org.prefbench.study;

import java.util.Map;
import org.prefbench.core.Checks;
import org.prefbench.core.Help;
import org.prefbench.preference.PairSampler;

/** How pairs of segments are drawn and labelled. */
public record Preferences(
    @Help("number of pairs") @Default("1000") int pairs,
    @Help("environment steps per segment") @Default("10") int segmentLength,
    @Help(
            "reference: two roll-outs of the reference policy from one state; logged: two stretches"
                + " of the data")
        @Default("reference")
        Sampler sampler,
    @Help(
            "where the roll-outs of sampler reference start: at a reset (initial), at a state that"
                + " the reference visits (visited), or at a state of the data (dataset)")
        @Default("visited")
        PairSampler.StateDistribution states,
    @Help("who labels the pairs, such as oracle, noisy, myopic, mistake, skip, equal")
        @Default("oracle")
        String teacher,
    @Help("parameters of the teacher that differ from its defaults") @Default("{}")
        Map<String, String> parameters) {
  /** Validates the counts. */
  public Preferences {
    Checks.atLeast("pairs", pairs, 1);
    Checks.atLeast("segment-length", segmentLength, 1);
    parameters = Names.sorted(parameters);
  }

  /** Where the two segments of a pair come from. */
  public enum Sampler {
    /** Two roll-outs of the reference policy from one state. */
    REFERENCE,
    /** Two stretches of the dataset. */
    LOGGED
  }
}
