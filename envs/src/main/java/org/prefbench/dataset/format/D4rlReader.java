package org.prefbench.dataset.format;

import static org.prefbench.dataset.format.D4rlLayout.*;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.End;
import org.prefbench.dataset.EpisodeBuilder;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.Fault;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.Segment;
import org.prefbench.dataset.hdf5.Hdf5Dataset;
import org.prefbench.dataset.hdf5.Hdf5File;
import org.prefbench.dataset.hdf5.Hdf5Object;
import org.prefbench.env.Environments;
import org.prefbench.env.StateField;

/** Reads a D4RL file block by block and cuts it into episodes. */
final class D4rlReader implements EpisodeReader {
  /** Such as {@code hopper_medium-v2.hdf5}, where the environment is {@code hopper-v2}. */
  private static final Pattern D4RL_NAME = Pattern.compile("([a-z0-9]+)_[a-z_]+(-v[0-9]+)\\..*");

  private final Path path;
  private final ReadOptions options;
  private final Hdf5File file;
  private final DatasetHeader header;
  private final Optional<String> contentHash;
  private final long rows;
  private final List<Hdf5Column> columns = new ArrayList<>();
  private final Hdf5Column observations;
  private final Hdf5Column actions;
  private final Optional<Hdf5Column> nextObservations;
  private final Hdf5Column rewards;
  private final Hdf5Column terminals;
  private final Optional<Hdf5Column> timeouts;
  private final Optional<Hdf5Column> logProbabilities;
  private final List<Hdf5Column> states = new ArrayList<>();
  private final int maxSteps; // of the environment, where it is a registered one
  private final int blockRows;
  private final EpisodeBuilder episode;
  private final float[] observation;
  private final float[] next;
  private final float[] action;
  private final float[] one = new float[1];
  private final double[] state;
  private long row;
  private long blockEnd;
  private long episodes;

  D4rlReader(Path path, ReadOptions options) {
    this.path = path;
    this.options = options;
    file = Hdf5File.open(path);
    try {
      observations = column(OBSERVATIONS);
      rows = observations.rows();
      Checks.require(rows > 0, "%s: observations have no rows", path);
      actions = column(ACTIONS);
      actions.require(rows, actions.width());
      rewards = column(REWARDS).require(rows, 1);
      terminals = column(TERMINALS).require(rows, 1);
      timeouts = optional(TIMEOUTS).map(c -> c.require(rows, 1));
      nextObservations =
          optional(NEXT_OBSERVATIONS).map(c -> c.require(rows, observations.width()));
      Checks.require(
          timeouts.isPresent() || nextObservations.isPresent(),
          "%s: has neither '%s' nor '%s', so the ends of episodes cannot be found",
          path,
          TIMEOUTS,
          NEXT_OBSERVATIONS);
      logProbabilities =
          optional(INFOS + "/" + ACTION_LOG_PROBABILITIES).map(c -> c.require(rows, 1));
      contentHash = text(METADATA + "/" + PREFBENCH + "/" + CONTENT_HASH);
      header = readHeader();
      maxSteps =
          Environments.registered()
              .find(header.environment())
              .map(factory -> factory.spec().maxSteps())
              .orElse(Integer.MAX_VALUE);
      Unpacking.check(path, rows, header.bytesPerStep(), file.size());
      long perBlock = options.memoryBudget() / header.bytesPerStep();
      blockRows = (int) Math.max(1, Math.min(perBlock, Math.min(rows, 1 << 20)));
      episode = new EpisodeBuilder(header);
      observation = new float[header.observationSize()];
      next = new float[header.observationSize()];
      action = new float[header.actionSize()];
      state = new double[header.stateFields().stream().mapToInt(StateField::size).max().orElse(0)];
    } catch (InvalidInputException e) {
      file.close();
      throw e;
    }
  }

  private DatasetHeader readHeader() {
    Map<String, String> provenance = new TreeMap<>();
    Optional<Hdf5Object> metadata = file.find(METADATA);
    for (String key : metadata.map(Hdf5Object::names).orElse(Set.of())) {
      file.find(metadata.get(), key)
          .flatMap(Hdf5Object::text)
          .map(String::strip)
          .filter(value -> DatasetHeader.isProvenance(key, value))
          .ifPresent(value -> provenance.put(key, value));
    }
    if (nextObservations.isEmpty()) {
      provenance.put(DatasetHeader.REPEATED_FINAL_OBSERVATIONS, "repeated");
    }
    List<StateField> fields =
        text(METADATA + "/" + PREFBENCH + "/" + STATE_FIELDS)
            .map(StateField::parse)
            .orElseGet(this::positionsAndVelocities);
    for (StateField field : fields) {
      Hdf5Column column = column(INFOS + "/" + field.name()).require(rows, field.size());
      if (!column.isDouble()) {
        provenance.put(DatasetHeader.ROUNDED_STATES, "float32");
      }
      states.add(column);
    }
    return new DatasetHeader(
        options.environmentOf(
            path,
            text(METADATA + "/" + PREFBENCH + "/" + ENVIRONMENT),
            this::environmentInName,
            "metadata/prefbench/environment, or a file name like hopper_medium-v2.hdf5"),
        observations.width(),
        actions.width(),
        fields,
        logProbabilities.isPresent(),
        provenance);
  }

  /** D4RL's files of MuJoCo tasks keep {@code qpos} and {@code qvel}. */
  private List<StateField> positionsAndVelocities() {
    Optional<Hdf5Dataset> positions = dataset(INFOS + "/qpos");
    Optional<Hdf5Dataset> velocities = dataset(INFOS + "/qvel");
    if (positions.isEmpty() || velocities.isEmpty()) {
      return List.of();
    }
    return List.of(
        new StateField("qpos", new Hdf5Column(path, positions.get()).width()),
        new StateField("qvel", new Hdf5Column(path, velocities.get()).width()));
  }

  private Optional<String> environmentInName() {
    Matcher name = D4RL_NAME.matcher(path.getFileName().toString());
    return name.matches() ? Optional.of(name.group(1) + name.group(2)) : Optional.empty();
  }

  private Optional<String> text(String name) {
    return file.find(name).flatMap(Hdf5Object::text);
  }

  private Optional<Hdf5Dataset> dataset(String name) {
    return file.find(name).map(Hdf5Object::dataset);
  }

  private Optional<Hdf5Column> optional(String name) {
    Optional<Hdf5Column> column = dataset(name).map(dataset -> new Hdf5Column(path, dataset));
    column.ifPresent(columns::add);
    return column;
  }

  private Hdf5Column column(String name) {
    return optional(name)
        .orElseThrow(() -> new InvalidInputException(path + ": has no dataset '" + name + "'"));
  }

  @Override
  public DatasetHeader header() {
    return header;
  }

  @Override
  public Optional<String> declaredContentHash() {
    return contentHash;
  }

  @Override
  public boolean hasNext() {
    return row < rows;
  }

  @Override
  public Segment next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more episodes in " + path);
    }
    return readEpisode();
  }

  private Segment readEpisode() {
    while (row < rows) {
      load();
      observations.read(row, observation);
      if (episode.length() > 0 && nextObservations.isPresent()) {
        int differs = difference(next, observation);
        if (differs >= 0 && timeouts.isEmpty()) {
          return end(next, End.TRUNCATED); // the episode ended with the row before
        }
        if (differs >= 0) {
          options.contradiction(
              path,
              new Fault(
                  episodes,
                  episode.length() - 1,
                  NEXT_OBSERVATIONS + "[" + differs + "]",
                  Float.toString(next[differs]),
                  observation[differs] + " as in " + OBSERVATIONS + " of the next step"));
        }
      }
      if (episode.length() == maxSteps && timeouts.isPresent()) {
        options.contradiction(
            path,
            new Fault(
                episodes,
                maxSteps - 1,
                TIMEOUTS,
                "false",
                "an end after " + maxSteps + " steps, the limit of " + header.environment()));
      }
      readStep();
      boolean terminal = terminals.isTrue(row);
      boolean timeout = timeouts.isPresent() && timeouts.get().isTrue(row);
      row++;
      if (terminal || timeout || row == rows) {
        float[] last = nextObservations.isPresent() ? next : observation;
        return end(last, terminal ? End.TERMINATED : timeout ? End.TRUNCATED : End.RUNNING);
      }
    }
    throw new IllegalStateException("an episode of " + path + " did not end with the file");
  }

  /** Returns where two rows differ, or -1: 0.0 and -0.0 are the same number, as are all NaNs. */
  private static int difference(float[] first, float[] second) {
    for (int j = 0; j < first.length; j++) {
      if (first[j] != second[j] && !(Float.isNaN(first[j]) && Float.isNaN(second[j]))) {
        return j;
      }
    }
    return -1;
  }

  private Segment end(float[] last, End end) {
    episodes++;
    return episode.build(last, 0, end);
  }

  private void load() {
    if (row >= blockEnd) {
      int count = (int) Math.min(blockRows, rows - row);
      for (Hdf5Column column : columns) {
        column.load(row, count);
      }
      blockEnd = row + count;
    }
  }

  private void readStep() {
    episode.beginStep();
    episode.observation(observation, 0);
    actions.read(row, action);
    episode.action(action, 0);
    rewards.read(row, one);
    episode.reward(one[0]);
    nextObservations.ifPresent(column -> column.read(row, next));
    if (logProbabilities.isPresent()) {
      logProbabilities.get().read(row, one);
      episode.logProbability(one[0]);
    }
    int at = 0;
    for (Hdf5Column column : states) {
      column.read(row, state);
      episode.state(at, state, 0, column.width());
      at += column.width();
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
