package org.prefbench.dataset.format;

import static org.prefbench.dataset.format.D4rlLayout.*;
import static org.prefbench.dataset.format.MinariFormat.*;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.DataType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.dataset.ContentHash;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.End;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.EpisodeSource;
import org.prefbench.dataset.Segment;
import org.prefbench.env.EnvironmentFactory;
import org.prefbench.env.EnvironmentSpec;
import org.prefbench.env.Environments;
import org.prefbench.env.Space;
import org.prefbench.env.StateField;

/** Writes a Minari dataset in two passes: lay out by lengths, then stream the rows into place. */
final class MinariWriter {
  /** The release whose layout this is; Minari loads sets of the releases that it knows. */
  private static final String MINARI_VERSION = "0.5.2";

  private final DatasetHeader header;

  private MinariWriter(DatasetHeader header) {
    this.header = header;
  }

  /** Writes all episodes and the metadata into {@code data}, an empty folder. */
  static void write(Path data, EpisodeSource source) throws IOException {
    List<Integer> lengths = new ArrayList<>();
    try (EpisodeReader reader = source.open()) {
      Checks.require(reader.hasNext(), "a Minari dataset needs at least one episode");
      while (reader.hasNext()) {
        lengths.add(reader.next().length());
      }
    }
    try (EpisodeReader reader = source.open()) {
      MinariWriter writer = new MinariWriter(reader.header());
      Path file = data.resolve(MAIN_FILE);
      List<EpisodeColumns> places = new ArrayList<>();
      try (WritableHdfFile layout = HdfFile.write(file)) {
        layout.removeAttribute("_jHDF"); // names the operating system
        for (int i = 0; i < lengths.size(); i++) {
          places.add(writer.plan(layout, i, lengths.get(i)));
        }
      } catch (HdfException e) {
        throw StreamedColumn.unwritten(e);
      }
      ContentHash hash = new ContentHash(writer.header);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        for (int i = 0; i < places.size(); i++) {
          Checks.require(reader.hasNext(), "counted %d episodes, read %d", places.size(), i);
          Segment episode = reader.next();
          Checks.require(
              episode.length() == lengths.get(i),
              "episode %d had %d steps, then %d",
              i,
              lengths.get(i),
              episode.length());
          hash.add(episode);
          writer.append(channel, episode, places.set(i, EpisodeColumns.WRITTEN));
        }
        Checks.require(!reader.hasNext(), "counted %d episodes, read more", places.size());
        channel.force(true);
      }
      long steps = lengths.stream().mapToLong(Integer::longValue).sum();
      Files.writeString(
          data.resolve(METADATA_FILE),
          writer.metadata(lengths.size(), steps, hash.hex()).toPrettyString() + "\n");
    }
  }

  /** The places of one episode's columns, in the order of {@link #plan}. */
  private record EpisodeColumns(List<StreamedColumn> columns, List<StreamedColumn> states) {
    /** Takes the place of columns that are done, so that they need no memory. */
    static final EpisodeColumns WRITTEN = new EpisodeColumns(List.of(), List.of());
  }

  private EpisodeColumns plan(WritableGroup file, int index, int length) {
    WritableGroup group = file.putGroup("episode_" + index);
    group.putAttribute(ID, (long) index);
    group.putAttribute(TOTAL_STEPS, (long) length);
    List<StreamedColumn> columns = new ArrayList<>();
    List<StreamedColumn> states = new ArrayList<>();
    float[][] observation = new float[1][header.observationSize()];
    columns.add(column(group, OBSERVATIONS, observation, length + 1));
    columns.add(column(group, ACTIONS, new float[1][header.actionSize()], length));
    columns.add(column(group, REWARDS, new float[1], length));
    columns.add(put(group, TERMINATIONS, new byte[1], new NumpyBoolean(), length));
    columns.add(put(group, TRUNCATIONS, new byte[1], new NumpyBoolean(), length));
    if (header.actionLogProbabilities() || header.stateSize() > 0) {
      WritableGroup infos = group.putGroup(INFOS);
      if (header.actionLogProbabilities()) {
        columns.add(column(infos, ACTION_LOG_PROBABILITIES, new float[1], length));
      }
      for (StateField field : header.stateFields()) {
        states.add(column(infos, field.name(), new double[1][field.size()], length));
      }
    }
    return new EpisodeColumns(columns, states);
  }

  private static StreamedColumn column(
      WritableGroup parent, String name, Object example, int rows) {
    return put(parent, name, example, DataType.fromObject(example), rows);
  }

  private static StreamedColumn put(
      WritableGroup parent, String name, Object example, DataType type, int rows) {
    StreamedColumn column = new StreamedColumn(parent, name, example, type, rows);
    parent.putDataset(name, column);
    return column;
  }

  private void append(FileChannel channel, Segment episode, EpisodeColumns places)
      throws IOException {
    int length = episode.length();
    List<StreamedColumn> columns = places.columns();
    append(channel, columns.get(0), episode.observations().values());
    append(channel, columns.get(1), episode.actions().values());
    append(channel, columns.get(2), episode.rewards().values());
    for (int t = 0; t < length; t++) {
      columns.get(3).append(channel, t == length - 1 && episode.end() == End.TERMINATED);
      columns.get(4).append(channel, t == length - 1 && episode.end() == End.TRUNCATED);
    }
    if (header.actionLogProbabilities()) {
      float[] densities = episode.actionLogProbabilities().orElseThrow().values();
      append(channel, columns.get(5), densities);
    }
    if (!places.states().isEmpty()) {
      DoubleMatrix matrix = episode.states().orElseThrow();
      for (int t = 0; t < length; t++) {
        int at = t * matrix.columns();
        for (int i = 0; i < places.states().size(); i++) {
          int width = header.stateFields().get(i).size();
          places.states().get(i).append(channel, matrix.values(), at, width);
          at += width;
        }
      }
    }
    for (StreamedColumn column : columns) {
      column.flush(channel);
    }
    for (StreamedColumn column : places.states()) {
      column.flush(channel);
    }
  }

  private static void append(FileChannel channel, StreamedColumn column, float[] values)
      throws IOException {
    column.append(channel, values, 0, values.length);
  }

  private ObjectNode metadata(int episodes, long steps, String hash) {
    Optional<EnvironmentSpec> spec =
        Environments.registered().find(header.environment()).map(EnvironmentFactory::spec);
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put(TOTAL_EPISODES, episodes);
    root.put(TOTAL_STEPS, steps);
    root.put("data_format", "hdf5");
    root.put(
        "observation_space",
        space(
            spec.map(EnvironmentSpec::observations)
                .filter(box -> box.size() == header.observationSize())
                .orElseGet(() -> Space.unbounded(header.observationSize()))));
    root.put(
        "action_space",
        space(
            spec.map(EnvironmentSpec::actions)
                .filter(box -> box.size() == header.actionSize())
                .orElseGet(() -> Space.unbounded(header.actionSize()))));
    root.put("dataset_id", "prefbench/" + header.environment());
    root.put("minari_version", MINARI_VERSION);
    ObjectNode ours = root.putObject(PREFBENCH);
    ours.put(ENVIRONMENT, header.environment());
    ours.put(STATE_FIELDS, StateField.text(header.stateFields()));
    ours.put(CONTENT_HASH, hash);
    ObjectNode provenance = ours.putObject(PROVENANCE);
    header.provenance().forEach(provenance::put);
    return root;
  }

  /** Returns a Box as Minari's JSON; bounds at infinity are in Python's spelling. */
  private static String space(Space box) {
    return "{\"type\": \"Box\", \"dtype\": \"float32\", \"shape\": ["
        + box.size()
        + "], \"low\": "
        + bounds(box.low())
        + ", \"high\": "
        + bounds(box.high())
        + "}";
  }

  private static String bounds(double[] values) {
    List<String> texts = new ArrayList<>();
    for (double value : values) {
      texts.add(Double.toString(value)); // "-Infinity" is what Python's json reads and writes
    }
    return texts.toString();
  }
}
