package org.prefbench.dataset.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.prefbench.dataset.DatasetFormat;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.EpisodeSource;
import org.prefbench.dataset.ReadOptions;

/**
 * The HDF5 layout of D4RL (Fu et al. 2020, arXiv 2004.07219), one row per step.
 *
 * <pre>
 * observations            f4 [N, obs]    before the action
 * actions                 f4 [N, act]
 * next_observations       f4 [N, obs]    after the action: the last of an episode is kept here
 * rewards                 f4 [N]
 * terminals               bool [N]       the task ended in this step
 * timeouts                bool [N]       time was up after this step; never with terminals
 * infos/action_log_probs  f4 [N]         where the behaviour's density is known
 * infos/(field)           f8 [N, size]   simulator state before the action, such as qpos and qvel
 * metadata/(key)          string         provenance
 * metadata/prefbench/     string         environment, state_fields, content_hash
 * </pre>
 *
 * D4RL keeps the state in 32 bits; here it has 64, so that replay is exact. The rows after the last
 * mark are an episode that was cut. Data are written uncompressed: bytes then depend on no
 * compression library, and a step is found without unpacking; compressed files are read. Files
 * without timeouts are cut where next_observations differ from the following observations; files
 * without next_observations repeat the last observation of every episode, which the provenance
 * says; files with neither are refused. So are files whose columns contradict each other: a next
 * observation that is not the following one within an episode, or an episode longer than its
 * registered environment allows.
 */
public final class D4rlFormat implements DatasetFormat {
  @Override
  public String id() {
    return "d4rl";
  }

  @Override
  public String title() {
    return "HDF5 in the layout of D4RL";
  }

  @Override
  public List<String> extensions() {
    return List.of(".hdf5", ".h5");
  }

  @Override
  public EpisodeReader open(Path file, ReadOptions options) {
    return new D4rlReader(file, options);
  }

  @Override
  public void write(Path file, EpisodeSource episodes) throws IOException {
    D4rlWriter.write(file, episodes);
  }
}
