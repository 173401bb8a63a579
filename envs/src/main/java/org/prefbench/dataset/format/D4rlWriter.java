package org.prefbench.dataset.format;

import static org.prefbench.dataset.format.D4rlLayout.*;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.DataType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.prefbench.core.Checks;
import org.prefbench.core.DoubleMatrix;
import org.prefbench.dataset.ContentHash;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.End;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.EpisodeSource;
import org.prefbench.dataset.Segment;
import org.prefbench.env.StateField;

/** Writes a D4RL file in two passes: count and lay out, then stream the rows into place. */
final class D4rlWriter {
  private final List<StreamedColumn> columns = new ArrayList<>();
  private final List<StreamedColumn> states = new ArrayList<>();
  private final DatasetHeader header;
  private final StreamedColumn observations;
  private final StreamedColumn actions;
  private final StreamedColumn nextObservations;
  private final StreamedColumn rewards;
  private final StreamedColumn terminals;
  private final StreamedColumn timeouts;
  private final List<StreamedColumn> logProbabilities = new ArrayList<>(); // one or none
  private final StreamedColumn contentHash;

  private D4rlWriter(WritableHdfFile file, DatasetHeader header, long rows) {
    this.header = header;
    int observationSize = header.observationSize();
    observations = column(file, OBSERVATIONS, new float[1][observationSize], rows);
    actions = column(file, ACTIONS, new float[1][header.actionSize()], rows);
    nextObservations = column(file, NEXT_OBSERVATIONS, new float[1][observationSize], rows);
    rewards = column(file, REWARDS, new float[1], rows);
    terminals = put(file, TERMINALS, new byte[1], new NumpyBoolean(), rows);
    timeouts = put(file, TIMEOUTS, new byte[1], new NumpyBoolean(), rows);
    if (header.actionLogProbabilities() || header.stateSize() > 0) {
      WritableGroup infos = file.putGroup(INFOS);
      if (header.actionLogProbabilities()) {
        logProbabilities.add(column(infos, ACTION_LOG_PROBABILITIES, new float[1], rows));
      }
      for (StateField field : header.stateFields()) {
        states.add(column(infos, field.name(), new double[1][field.size()], rows));
      }
    }
    WritableGroup metadata = file.putGroup(METADATA);
    for (Map.Entry<String, String> entry : header.provenance().entrySet()) {
      metadata.putDataset(entry.getKey(), entry.getValue());
    }
    WritableGroup ours = metadata.putGroup(PREFBENCH);
    ours.putDataset(ENVIRONMENT, header.environment());
    ours.putDataset(STATE_FIELDS, StateField.text(header.stateFields()));
    String digits = "0".repeat(64);
    contentHash = put(ours, CONTENT_HASH, digits, DataType.fromObject(digits), 1);
  }

  private StreamedColumn column(WritableGroup parent, String name, Object example, long rows) {
    return put(parent, name, example, DataType.fromObject(example), rows);
  }

  private StreamedColumn put(
      WritableGroup parent, String name, Object example, DataType type, long rows) {
    StreamedColumn column = new StreamedColumn(parent, name, example, type, rows);
    parent.putDataset(name, column);
    columns.add(column);
    return column;
  }

  /** Writes all episodes into {@code file}. */
  static void write(Path file, EpisodeSource source) throws IOException {
    long rows = count(source);
    try (EpisodeReader reader = source.open()) {
      D4rlWriter writer;
      try (WritableHdfFile layout = HdfFile.write(file)) {
        layout.removeAttribute("_jHDF"); // names the operating system
        writer = new D4rlWriter(layout, reader.header(), rows);
      } catch (HdfException e) {
        throw StreamedColumn.unwritten(e);
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        long written = writer.append(channel, reader);
        Checks.require(written == rows, "counted %d steps, but then read %d", rows, written);
      }
    }
  }

  /** Returns the number of steps; reads the episodes only if they do not know it. */
  private static long count(EpisodeSource source) {
    try (EpisodeReader reader = source.open()) {
      Checks.require(reader.hasNext(), "a D4RL file needs at least one episode");
      if (reader.steps().isPresent()) {
        return reader.steps().getAsLong();
      }
      long rows = 0;
      while (reader.hasNext()) {
        rows += reader.next().length();
      }
      return rows;
    }
  }

  /** Returns the number of steps written. */
  private long append(FileChannel channel, EpisodeReader reader) throws IOException {
    ContentHash hash = new ContentHash(header);
    long rows = 0;
    for (long i = 0; reader.hasNext(); i++) {
      Segment episode = reader.next();
      Checks.require(
          episode.end() != End.RUNNING || !reader.hasNext(),
          "episode %d is cut and not the last: a D4RL file has no mark for its end",
          i);
      append(channel, episode);
      hash.add(episode);
      rows += episode.length();
    }
    contentHash.append(channel, hash.hex().getBytes(StandardCharsets.US_ASCII));
    contentHash.append(channel, new byte[1]); // the end mark of a text
    for (StreamedColumn column : columns) {
      column.flush(channel);
    }
    channel.force(true);
    return rows;
  }

  private void append(FileChannel channel, Segment episode) throws IOException {
    int length = episode.length();
    int size = header.observationSize();
    float[] rows = episode.observations().values();
    observations.append(channel, rows, 0, length * size);
    nextObservations.append(channel, rows, size, length * size);
    actions.append(channel, episode.actions().values(), 0, length * header.actionSize());
    rewards.append(channel, episode.rewards().values(), 0, length);
    for (int t = 0; t < length; t++) {
      terminals.append(channel, t == length - 1 && episode.end() == End.TERMINATED);
      timeouts.append(channel, t == length - 1 && episode.end() == End.TRUNCATED);
    }
    if (!logProbabilities.isEmpty()) {
      float[] column = episode.actionLogProbabilities().orElseThrow().values();
      logProbabilities.get(0).append(channel, column, 0, length);
    }
    if (!states.isEmpty()) {
      DoubleMatrix matrix = episode.states().orElseThrow();
      for (int t = 0; t < length; t++) {
        int at = t * matrix.columns();
        for (int i = 0; i < states.size(); i++) {
          int width = header.stateFields().get(i).size();
          states.get(i).append(channel, matrix.values(), at, width);
          at += width;
        }
      }
    }
  }
}
