package org.prefbench.stage;

import java.nio.file.Path;
import java.util.Map;
import org.prefbench.core.ProgressListener;
import org.prefbench.core.Seed;
import org.prefbench.dataset.Datasets;
import org.prefbench.dataset.GeneratedDataset;
import org.prefbench.dataset.TrajectoryDataset;

/** Trajectories: the first thing that all methods of a run share. */
public final class DatasetStage {
  /** Name of the file; its ending says the format. */
  public static final String FILE = "data.hdf5";

  private DatasetStage() {}

  /** Returns the root of the random streams of one run on one dataset. */
  public static Seed seed(long study, String dataset, int run) {
    return new Seed(study).child(dataset).child(run);
  }

  /**
   * Makes a dataset.
   *
   * @param seed see {@link #seed}
   */
  public static void write(
      Path folder, GeneratedDataset source, long steps, Seed seed, ProgressListener progress) {
    Datasets.write(
        folder.resolve(FILE), source.stream(steps, seed.child("dataset"), 1, progress, Map.of()));
  }

  /** Returns the dataset in a folder. */
  public static TrajectoryDataset read(Path folder) {
    return Datasets.read(folder.resolve(FILE));
  }
}
