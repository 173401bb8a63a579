package org.prefbench.cli.shared.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.canvas.CanvasEpisodes;
import org.prefbench.cli.shared.Arguments;
import org.prefbench.core.Checks;
import org.prefbench.core.FloatMatrix;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.ProgressListener;
import org.prefbench.env.Space;
import org.prefbench.export.PlanMotion;
import org.prefbench.page.Kept;
import org.prefbench.page.PlanFlow;
import org.prefbench.page.Replay;
import org.prefbench.run.policy.KeptPolicy;
import org.prefbench.statistics.Format;
import org.prefbench.store.KeptPolicies;
import org.prefbench.store.PolicyStore;
import org.prefbench.store.ResultStore;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * The first episode of policies that trials kept, as the trial itself evaluated it: all methods of
 * a task and a run begin in the same state. Of the first run also what flows do to plans.
 */
public final class KeptEpisodes {
  /** Plans that are moved in a state: as many as an eye can follow. */
  private static final int PLANS = 40;

  /** Steps of time between two pictures of the plans. */
  private static final int INTERVALS = 8;

  /** States of an episode in which plans are moved. */
  private static final int MOMENTS = 3;

  @Option(
      names = "--episodes",
      paramLabel = "RUNS",
      description =
          "Of how many runs the page plays an episode of each policy that is kept (default:"
              + " ${DEFAULT-VALUE}); 0 for none, which is quick.")
  private int runs = 1;

  /** Fails early if what was typed is no number of runs. */
  public void check(CommandLine command) {
    Arguments.checkTyped(command, () -> Checks.atLeast("--episodes", runs, 0));
  }

  /** Returns how many policies could be played, for a page that plays none. */
  public static Kept unplayed(ResultStore store) {
    Study study = store.study();
    return new Kept(List.of(), List.of(), trials(store, study, study.runs()).size());
  }

  /** Plays the episodes, run by run and task by task, none where no policy is kept. */
  public Kept of(ResultStore store, ProgressListener progress) {
    Study study = store.study();
    List<Trial> trials = trials(store, study, runs);
    List<Replay> replays = new ArrayList<>();
    List<PlanFlow> flows = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      Trial trial = trials.get(i);
      play(store, study, trial, trial.run() == trials.get(0).run(), replays, flows);
      progress.progress(i + 1, trials.size());
    }
    return new Kept(replays, flows, 0);
  }

  /** Returns the trials of the first runs that keep their last policy. */
  private static List<Trial> trials(ResultStore store, Study study, int runs) {
    PolicyStore policies = new PolicyStore(store);
    List<Trial> trials = new ArrayList<>();
    for (int run : study.runNumbers().stream().sorted().limit(runs).toList()) {
      for (Trial trial : ResultStore.order(study)) {
        if (trial.run() == run
            && policies
                .get(trial)
                .flatMap(known -> known.in(Evaluation.LAST))
                .filter(KeptPolicies.Kept::hasFile)
                .isPresent()) {
          trials.add(trial);
        }
      }
    }
    return trials;
  }

  /**
   * A policy of another training, or an environment that cannot be drawn, leaves a page without.
   */
  private static void play(
      ResultStore store,
      Study study,
      Trial trial,
      boolean flow,
      List<Replay> replays,
      List<PlanFlow> flows) {
    try (KeptPolicy policy = KeptPolicy.open(store, trial.key(), Evaluation.LAST)) {
      CanvasEpisodes.Played played =
          new CanvasEpisodes(policy.environment(), policy.seed())
              .play(policy.in(study.protocol().headline()), policy.lookAhead(), 0);
      String text =
          "return "
              + Format.fixed(played.undiscounted(), 2)
              + " in "
              + played.steps()
              + " steps"
              + (played.terminated() ? ", ended by the task" : "");
      replays.add(
          new Replay(
              trial.task().label(),
              trial.method().label(),
              trial.run(),
              played.number(),
              text,
              played.json()));
      if (flow) {
        flow(policy, trial, played).ifPresent(flows::add);
      }
    } catch (InvalidInputException | DivergedException e) {
      return; // 'policy evaluate' says why
    }
  }

  private static Optional<PlanFlow> flow(
      KeptPolicy policy, Trial trial, CanvasEpisodes.Played played) {
    List<PlanFlow.Moment> moments = new ArrayList<>();
    List<Double> times = List.of();
    Space actions = policy.environment().spec().actions();
    int shown = 0;
    for (int i = 0; i < MOMENTS; i++) {
      int step = i * played.steps() / MOMENTS;
      Optional<PlanMotion> motion =
          PlanMotion.of(
              policy.policy(),
              policy.environment(),
              policy.lookAhead(),
              played.states().get(step),
              PLANS,
              INTERVALS,
              policy.seed().child("plans").child(step));
      if (motion.isEmpty()) {
        return Optional.empty();
      }
      times = motion.get().times();
      // the first action; of one number the next one too, for a picture has two axes
      int numbers = motion.get().plans().get(0).columns();
      shown = Math.min(numbers, actions.size() == 1 ? 2 : actions.size());
      int columns = shown;
      moments.add(
          new PlanFlow.Moment(
              step, motion.get().plans().stream().map(plans -> first(plans, columns)).toList()));
    }
    List<PlanFlow.Axis> axes =
        IntStream.range(0, shown).mapToObj(number -> axis(actions, number)).toList();
    return Optional.of(
        new PlanFlow(
            trial.task().label(), trial.method().label(), trial.run(), axes, times, moments));
  }

  private static PlanFlow.Axis axis(Space actions, int number) {
    int coordinate = number % actions.size();
    String name =
        actions.size() == 1
            ? (number == 0 ? "first action" : "second action")
            : "action " + (coordinate + 1);
    return new PlanFlow.Axis(name, actions.low(coordinate), actions.high(coordinate));
  }

  private static FloatMatrix first(FloatMatrix plans, int columns) {
    FloatMatrix part = new FloatMatrix(plans.rows(), columns);
    for (int i = 0; i < plans.rows(); i++) {
      for (int j = 0; j < columns; j++) {
        part.set(i, j, plans.get(i, j));
      }
    }
    return part;
  }
}
