package org.prefbench.preference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.core.Help;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Ledger;
import org.prefbench.core.Seed;
import org.prefbench.dataset.End;
import org.prefbench.dataset.Segment;
import org.prefbench.env.Environment;
import org.prefbench.env.Simulator;
import org.prefbench.env.StepResult;
import org.prefbench.env.VectorEnvironment;
import org.prefbench.policy.MonteCarloValue;

/**
 * The teacher that looks beyond the segment: of two segments with true rewards r_t the one with the
 * larger
 *
 * <pre>
 * sum_t r_t + V(s_end)
 * </pre>
 *
 * wins, and equal ones tie, where V is the {@link MonteCarloValue} of the state after the last
 * action under the policy that drew the segments, as it acts, and 0 where the segment terminated.
 * It is the teacher by advantage of Hejna et al. 2024 ("Contrastive preference learning", arXiv
 * 2310.13639) for segments of one start, whose V(s_1) cancels, with the acting policy's value in
 * place of an expert's and without discount.
 *
 * <p>Roll-out k of both segments of a query draws from one stream (common random numbers): if both
 * end in one state, they have one value.
 */
public final class ReturnPlusValue implements LabelerFactory<ReturnPlusValue.Setting> {
  private static final String ID = "return-plus-value";

  /** Queries simulated in lockstep; a matter of speed alone. */
  private static final int BATCH = 64;

  /** Parameters of the teacher. */
  public record Setting(
      @Help("roll-outs whose mean is the value of a segment's last state, >= 1") int forks,
      @Help(
              "most steps of such a roll-out, >= 0; 0 takes the time limit of the task less the"
                  + " steps of the segment")
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
    return "the larger sum of true return and value of the last state wins; equal sums tie";
  }

  @Override
  public Setting defaults() {
    return new Setting(4, 0);
  }

  @Override
  public boolean looksBeyond() {
    return true;
  }

  @Override
  public Labeler create(Setting parameters, Calibration calibration) {
    return new Rule(parameters, calibration.continuation().orElseThrow());
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
      Seed[] streams = new Seed[2 * queries.size()];
      for (Query query : queries) {
        Seed stream = query.stream().child("continuation");
        streams[segments.size()] = stream;
        streams[segments.size() + 1] = stream;
        segments.addAll(List.of(query.first(), query.second()));
      }
      double[] values = values(segments, streams);
      for (int i = 0; i < values.length; i += 2) {
        double first = ScriptedTeacher.trueReturn(segments.get(i)) + values[i];
        double second = ScriptedTeacher.trueReturn(segments.get(i + 1)) + values[i + 1];
        Checks.require(
            Double.isFinite(first) && Double.isFinite(second),
            "teacher '%s' found the sums %s and %s, which are no numbers to compare",
            ID,
            first,
            second);
        labels.add(first > second ? Label.FIRST : first < second ? Label.SECOND : Label.TIE);
      }
    }

    /** Returns the value of the last state of every segment. */
    private double[] values(List<Segment> segments, Seed[] streams) {
      Simulator simulator = new Simulator(continuation.environment(), true, new Ledger());
      VectorEnvironment ends = simulator.vector(segments.size()); // finished until they are reset
      Environment replay = continuation.environment().create();
      int[] steps = new int[segments.size()];
      for (int i = 0; i < steps.length; i++) {
        Segment segment = segments.get(i);
        int copy = i;
        lastState(segment, replay).ifPresent(state -> ends.reset(copy, state));
        steps[i] =
            setting.steps() > 0
                ? setting.steps()
                : Math.max(0, simulator.spec().maxSteps() - segment.length());
      }
      return new MonteCarloValue(simulator.access(ends), continuation.policy(), setting.forks())
          .values(streams, steps);
    }

    /** Replays a segment from the last state that it knows; empty if the task ended in it. */
    private static Optional<double[]> lastState(Segment segment, Environment replay) {
      if (segment.end() == End.TERMINATED) {
        return Optional.empty();
      }
      DoubleMatrix states =
          segment
              .states()
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "teacher '"
                              + ID
                              + "' needs segments with simulator states, from which it goes on"));
      StepResult result = new StepResult(replay.spec());
      double[] action = new double[segment.actions().columns()];
      replay.writeState(states.row(states.rows() - 1));
      for (int t = states.rows() - 1; t < segment.length(); t++) {
        segment.actions().copyRow(t, action);
        replay.step(action, result);
      }
      if (result.terminated) {
        return Optional.empty();
      }
      double[] state = new double[replay.spec().stateSize()];
      replay.readState(state);
      return Optional.of(state);
    }
  }
}
