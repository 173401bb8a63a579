package org.prefbench.run;

import java.nio.file.Path;
import org.prefbench.code.Closure;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.core.Sha256;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.stage.DatasetStage;

/**
 * Generated datasets as files that are made when they are first asked for. A key is made of the
 * dataset, its steps and seed, the behaviour and the code: newer code makes its data anew.
 */
public final class DatasetCache {
  private final Cache cache;
  private final StageCode code = new StageCode();

  /** Keeps the files in {@code cache}. */
  public DatasetCache(Cache cache) {
    this.cache = cache;
  }

  /**
   * Returns the file of a dataset in D4RL's layout; not to be changed.
   *
   * @param seed see {@link GeneratedDataset#source}
   * @param workers threads, if it has to be made
   * @param progress hears how many steps are collected, if it has to be made
   */
  public Path file(
      GeneratedDataset dataset, long steps, long seed, int workers, ProgressListener progress) {
    Closure made = code.dataset(code.generated(dataset));
    String key =
        new Sha256()
            .add(dataset.behaviorHash())
            .add(Long.toString(steps))
            .add(Long.toString(seed))
            .add(made.hash())
            .hex();
    return cache
        .get(
            "generated",
            key,
            made,
            folder ->
                Datasets.write(
                    folder.resolve(DatasetStage.FILE),
                    dataset.source(steps, new Seed(seed), workers, progress)))
        .file(DatasetStage.FILE);
  }
}
