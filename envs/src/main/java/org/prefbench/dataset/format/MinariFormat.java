package org.prefbench.dataset.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.prefbench.dataset.DatasetFormat;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.EpisodeSource;
import org.prefbench.dataset.ReadOptions;

/**
 * A dataset of Minari (Farama Foundation, release 0.5; minari.farama.org, "Dataset Standards"): a
 * folder with {@code data/main_data.hdf5} and {@code data/metadata.json}.
 *
 * <pre>
 * main_data.hdf5, for every episode i = 0, 1, ...
 * episode_i                          attributes id, total_steps
 * episode_i/observations             f4 [T+1, obs]
 * episode_i/actions                  f4 [T, act]
 * episode_i/rewards                  f4 [T]
 * episode_i/terminations             bool [T]      true in the last row if the task ended
 * episode_i/truncations              bool [T]      true in the last row if time was up
 * episode_i/infos/action_log_probs   f4 [T]        where the behaviour's density is known
 * episode_i/infos/(field)            f8 [T, size]  state before the action, such as qpos and qvel
 *
 * metadata.json
 * total_episodes, total_steps, data_format, dataset_id, minari_version
 * observation_space, action_space    Box spaces, as JSON within a string
 * prefbench                          environment, state_fields, content_hash, provenance
 * </pre>
 *
 * There is no {@code env_spec}: the environments are not Gymnasium's. Files of others may have
 * observations, rewards and actions of any number type, compression, infos with T+1 rows (the last
 * is that after the last action, and is left out) and the files beside {@code data} instead of in
 * it; their environment is the id of {@code env_spec}. Spaces other than boxes and numbers are
 * refused. A last row with both marks counts as terminated. Episodes without a mark are cut.
 */
public final class MinariFormat implements DatasetFormat {
  static final String DATA = "data";
  static final String MAIN_FILE = "main_data.hdf5";
  static final String METADATA_FILE = "metadata.json";
  static final String TERMINATIONS = "terminations";
  static final String TRUNCATIONS = "truncations";
  static final String ID = "id";
  static final String TOTAL_STEPS = "total_steps";
  static final String TOTAL_EPISODES = "total_episodes";
  static final String PROVENANCE = "provenance";

  @Override
  public String id() {
    return "minari";
  }

  @Override
  public String title() {
    return "Minari folder with main_data.hdf5 and metadata.json";
  }

  @Override
  public List<String> extensions() {
    return List.of(".minari");
  }

  @Override
  public boolean isFolder() {
    return true;
  }

  @Override
  public boolean accepts(Path path) {
    return DatasetFormat.super.accepts(path) || Files.isRegularFile(data(path).resolve(MAIN_FILE));
  }

  /** Returns the folder of the two files. */
  static Path data(Path folder) {
    return Files.exists(folder.resolve(MAIN_FILE)) ? folder : folder.resolve(DATA);
  }

  @Override
  public EpisodeReader open(Path folder, ReadOptions options) {
    return new MinariReader(data(folder), options);
  }

  @Override
  public void write(Path folder, EpisodeSource episodes) throws IOException {
    MinariWriter.write(Files.createDirectory(folder.resolve(DATA)), episodes);
  }
}
