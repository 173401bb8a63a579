package org.prefbench.report;

import java.util.Map;
import java.util.Optional;
import org.prefbench.env.Environments;
import org.prefbench.store.StageResult;

/**
 * How good the behaviour is that the data of a run show, and so what a clone of it aims at.
 *
 * @param task the task
 * @param run the run
 * @param score the normalised score of the mean return of the data's episodes
 */
public record DataLevel(String task, int run, double score) {
  /** Returns the level that a run's notes tell, if its environment is known and has a scale. */
  static Optional<DataLevel> of(StageResult stage) {
    Map<String, String> notes = stage.notes();
    String mean = notes.get("episode-return-mean");
    String environment = notes.getOrDefault("environment", "");
    return mean == null
        ? Optional.empty()
        : Environments.registered()
            .find(environment)
            .flatMap(factory -> factory.spec().scores())
            .map(scores -> scores.normalize(Double.parseDouble(mean)))
            .map(score -> new DataLevel(stage.task(), stage.run(), score));
  }
}
