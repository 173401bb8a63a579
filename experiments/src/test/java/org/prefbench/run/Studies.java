package org.prefbench.run;

import java.util.Map;
import org.prefbench.study.StudyFile;

/** Small studies, for tests. */
public final class Studies {
  private Studies() {}

  /** Returns a study on one number per episode with the given methods. */
  public static StudyFile.Resolved of(String methods, Map<String, String> overrides) {
    return StudyFile.parse(
        "small.yaml",
        """
        id: small
        runs: 2
        tasks: [{dataset: gaussian-1d-random-v0, steps: 50}]
        reference: {behavior: true}
        preferences: {pairs: 40, segment-length: 1, states: initial}
        protocol: {episodes: 6, checkpoints: 2, checkpoint-episodes: 3}
        methods: %s
        """
            .formatted(methods),
        overrides);
  }
}
