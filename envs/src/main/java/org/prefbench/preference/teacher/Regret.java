package org.prefbench.preference.teacher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentAccess;
import org.prefbench.env.Simulator;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.Actor;
import org.prefbench.policy.MonteCarloValue;
import org.prefbench.policy.Policy;
import org.prefbench.preference.Calibration;
import org.prefbench.preference.Continuation;
import org.prefbench.preference.Label;
import org.prefbench.preference.Labeler;
import org.prefbench.preference.LabelerFactory;
import org.prefbench.preference.Query;

/**
 * The teacher by advantage of Hejna et al. 2024 ("Contrastive preference learning", arXiv
 * 2310.13639, whose labels are so; the regret of Knox et al. 2022, arXiv 2206.02231, with the other
 * sign): of two segments the one with the larger
 *
 * <pre>
 * A = sum_t r_t + V(s_end) - V(s_1)
 * </pre>
 *
 * wins, and equal ones tie. V comes from long roll-outs of the policy that drew the segments. With
 * {@code value: mean} it is that policy's own value, by Monte-Carlo. With {@code value: best} it is
 * the largest return among the roll-outs: where the dynamics have no chance in them a lower bound
 * of the optimal value, which is reached as {@code forks} grow.
 *
 * <p>Segments are executed anew from their first states, by their own actions and then by the
 * policy, so that sum and end value are one roll-out, for as many steps as V(s_1) looks ahead.
 * Roll-out k of all four draws from one stream (common random numbers): segments of one start have
 * one V(s_1).
 */
public final class Regret implements LabelerFactory<Regret.Setting> {
  private static final String ID = "regret";

  /** Queries simulated in lockstep; a matter of speed alone. */
  private static final int BATCH = 64;

  /** What the roll-outs from a state say of its value. */
  public enum Value {
    /** Their mean: the value of the policy that acts. */
    MEAN,
    /** The largest: a lower bound of the best that can be done. */
    BEST
  }

  /** Parameters of the teacher. */
  public record Setting(
      @Help("value of a state: mean of the roll-outs from it, or best of them, near the optimal")
          Value value,
      @Help("roll-outs from a state, >= 1") int forks,
      @Help(
              "most steps of a roll-out after the longer segment, >= 0; 0 takes the time limit of the"
                  + " task less that segment")
          int steps) {
    /** Validates. */
    public Setting {
      Checks.atLeast("forks", forks, 1);
      Checks.atLeast("steps", steps, 0);
    }
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return "the larger advantage wins, by roll-outs from both ends of a segment; equal ones tie";
  }

  @Override
  public Setting defaults() {
    return new Setting(Value.MEAN, 8, 0);
  }

  @Override
  public boolean looksBeyond() {
    return true;
  }

  @Override
  public Labeler create(Setting setting, Calibration calibration) {
    return new Rule(setting, calibration.continuation().orElseThrow());
  }

  /** The rule with its parameters. */
  private record Rule(Setting setting, Continuation continuation) implements Labeler {
    @Override
    public String id() {
      return ID;
    }

    @Override
    public List<Label> label(List<Query> queries) {
      List<Label> labels = new ArrayList<>(queries.size());
      for (int from = 0; from < queries.size(); from += BATCH) {
        labelTogether(queries.subList(from, Math.min(queries.size(), from + BATCH)), labels);
      }
      return labels;
    }

    private void labelTogether(List<Query> queries, List<Label> labels) {
      List<Segment> segments = new ArrayList<>();
      queries.forEach(query -> segments.addAll(List.of(query.first(), query.second())));
      Simulator simulator = new Simulator(continuation.environment(), true, new Ledger());
      int limit = simulator.spec().maxSteps();
      VectorEnvironment starts = simulator.vector(segments.size());
      Seed[] streams = new Seed[segments.size()];
      int[] steps = new int[streams.length];
      for (int i = 0; i < streams.length; i++) {
        Query query = queries.get(i / 2);
        int longer = Math.max(query.first().length(), query.second().length());
        streams[i] = query.stream().child("forks");
        steps[i] = setting.steps > 0 ? longer + setting.steps : Math.max(longer, limit);
        starts.reset(i, firstState(segments.get(i)));
      }
      EnvironmentAccess access = simulator.access(starts);
      Policy policy = continuation.policy();
      double[] gains = values(access, new Continued(segments, policy), streams, steps);
      double[] idle = values(access, policy, streams, steps);
      for (int i = 0; i < gains.length; i += 2) {
        double margin = (gains[i] - idle[i]) - (gains[i + 1] - idle[i + 1]);
        Checks.require(
            Double.isFinite(margin),
            "teacher '%s' found advantages that differ by %s, which is no number",
            ID,
            margin);
        labels.add(margin > 0 ? Label.FIRST : margin < 0 ? Label.SECOND : Label.TIE);
      }
    }

    private static double[] firstState(Segment segment) {
      DoubleMatrix states =
          segment
              .states()
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "teacher '" + ID + "' needs segments with their first simulator states"));
      return states.row(0);
    }

    /** Returns the value of every state, of the policy or of the best of its roll-outs. */
    private double[] values(EnvironmentAccess starts, Policy policy, Seed[] streams, int[] steps) {
      if (setting.value == Value.MEAN) {
        return new MonteCarloValue(starts, policy, setting.forks).values(streams, steps);
      }
      MonteCarloValue one = new MonteCarloValue(starts, policy, 1);
      double[] best = new double[streams.length];
      Arrays.fill(best, Double.NEGATIVE_INFINITY);
      for (int k = 0; k < setting.forks; k++) {
        int fork = k;
        Seed[] seeds = Arrays.stream(streams).map(seed -> seed.child(fork)).toArray(Seed[]::new);
        double[] returns = one.values(seeds, steps);
        for (int i = 0; i < best.length; i++) {
          best[i] = Math.max(best[i], returns[i]);
        }
      }
      return best;
    }
  }

  /** In copy i the actions of segment i, and a policy's after them. */
  private record Continued(List<Segment> segments, Policy policy) implements Policy {
    @Override
    public Actor start(EnvironmentAccess environment, Seed[] seeds) {
      return new Playing(segments, policy.start(environment, seeds));
    }

    @Override
    public Policy deterministic() {
      return new Continued(segments, policy.deterministic());
    }
  }

  /** Plays segments and then goes on; the one who goes on watches from the start. */
  private static final class Playing implements Actor {
    private final List<Segment> segments;
    private final Actor after;
    private int step;

    Playing(List<Segment> segments, Actor after) {
      this.segments = segments;
      this.after = after;
    }

    @Override
    public FloatMatrix act(FloatMatrix observations) {
      FloatMatrix actions = after.act(observations).copy();
      for (int i = 0; i < segments.size(); i++) {
        FloatMatrix own = segments.get(i).actions();
        if (step < own.rows()) {
          actions.setRow(i, own.row(step));
        }
      }
      step++;
      return actions;
    }

    @Override
    public void close() {
      after.close();
    }
  }
}
