package org.prefbench.cli.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.algorithm.DivergedException;
import org.prefbench.canvas.CanvasEpisodes;
import org.prefbench.core.InvalidInputException;
import org.prefbench.page.Replay;
import org.prefbench.run.policy.KeptPolicy;
import org.prefbench.statistics.Format;
import org.prefbench.store.KeptPolicies;
import org.prefbench.store.PolicyStore;
import org.prefbench.store.ResultStore;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Study;
import org.prefbench.study.Trial;

/**
 * The first episode of every policy that the trials of the first run kept, as the trial itself
 * evaluated it: all methods of a task begin in the same state.
 */
public final class KeptEpisodes {
  private KeptEpisodes() {}

  /** Returns the episodes, task by task, none where no policy is kept. */
  public static List<Replay> of(ResultStore store) {
    Study study = store.study();
    PolicyStore policies = new PolicyStore(store);
    int first = study.runNumbers().stream().min(Integer::compare).orElse(0);
    List<Replay> replays = new ArrayList<>();
    for (Trial trial : ResultStore.order(study)) {
      boolean kept =
          trial.run() == first
              && policies
                  .get(trial)
                  .flatMap(known -> known.in(Evaluation.LAST))
                  .filter(KeptPolicies.Kept::hasFile)
                  .isPresent();
      if (kept) {
        play(store, study, trial).ifPresent(replays::add);
      }
    }
    return replays;
  }

  /**
   * A policy of another training, or an environment that cannot be drawn, leaves a page without.
   */
  private static Optional<Replay> play(ResultStore store, Study study, Trial trial) {
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
      return Optional.of(
          new Replay(
              trial.task().label(),
              trial.method().label(),
              trial.run(),
              played.number(),
              text,
              played.json()));
    } catch (InvalidInputException | DivergedException e) {
      return Optional.empty();
    }
  }
}
