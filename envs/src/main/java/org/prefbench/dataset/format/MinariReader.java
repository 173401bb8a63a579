package org.prefbench.dataset.format;

import static org.prefbench.dataset.format.D4rlLayout.*;
import static org.prefbench.dataset.format.Hdf5Files.guarded;
import static org.prefbench.dataset.format.MinariFormat.*;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.dataset.DatasetHeader;
import org.prefbench.dataset.End;
import org.prefbench.dataset.EpisodeBuilder;
import org.prefbench.dataset.EpisodeReader;
import org.prefbench.dataset.Fault;
import org.prefbench.dataset.ReadOptions;
import org.prefbench.dataset.Segment;
import org.prefbench.env.StateField;

/** Reads a Minari dataset, one episode's group after another. */
final class MinariReader implements EpisodeReader {
  private final Path path;
  private final ReadOptions options;
  private final JsonNode metadata;
  private final HdfFile file;
  private final DatasetHeader header;
  private final long count;
  private final long steps;
  private final EpisodeBuilder builder;
  private int index;
  private long stepsRead;

  /** Opens the two files in {@code data}. */
  MinariReader(Path data, ReadOptions options) {
    this.options = options;
    path = data.resolve(MAIN_FILE);
    Path metadataFile = data.resolve(METADATA_FILE);
    for (Path needed : List.of(path, metadataFile)) {
      Checks.require(Files.isRegularFile(needed), "%s: no such file", needed);
    }
    metadata = json(metadataFile);
    String format = metadata.path("data_format").asText("hdf5");
    Checks.require(format.equals("hdf5"), "%s: data_format must be hdf5, got %s", data, format);
    count = whole(metadataFile, TOTAL_EPISODES);
    steps = whole(metadataFile, TOTAL_STEPS);
    file = guarded(path, () -> Hdf5Files.open(path));
    try {
      long groups = guarded(path, this::groups);
      Checks.require(
          groups == count,
          "%s: holds %d episodes, but %s says %d",
          path,
          groups,
          METADATA_FILE,
          count);
      header = guarded(path, this::readHeader);
      builder = new EpisodeBuilder(header);
    } catch (InvalidInputException e) {
      file.close();
      throw e;
    }
  }

  private static JsonNode json(Path path) {
    try {
      // Python writes infinite bounds as bare words
      JsonNode node =
          JsonMapper.builder()
              .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
              .build()
              .readTree(Files.readString(path));
      Checks.require(node.isObject(), "%s: must hold a JSON object", path);
      return node;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(path + ": no JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IOException e) {
      throw new InvalidInputException(path + ": cannot be read (" + e + ")", e);
    }
  }

  private long whole(Path metadataFile, String key) {
    JsonNode node = metadata.path(key);
    Checks.require(
        node.isIntegralNumber() && node.asLong() > 0,
        "%s: %s must be a whole number > 0, got %s",
        metadataFile,
        key,
        node.isMissingNode() ? "nothing" : node);
    return node.asLong();
  }

  private long groups() {
    return file.getChildren().keySet().stream().filter(k -> k.startsWith("episode_")).count();
  }

  private Group group(int number) {
    Node node = file.getChildren().get("episode_" + number);
    Checks.require(node instanceof Group, "%s: has no group 'episode_%d'", path, number);
    return (Group) node;
  }

  private Hdf5Column column(Group group, String name) {
    return Hdf5Files.find(group, name)
        .map(dataset -> new Hdf5Column(path.toString(), file, dataset))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    path
                        + ": "
                        + group.getName()
                        + " has no dataset '"
                        + name
                        + "'"
                        + (group.getChildren().containsKey(name)
                            ? ", but a group: only box and number spaces are read"
                            : "")));
  }

  private DatasetHeader readHeader() {
    Group first = group(0);
    JsonNode ours = metadata.path(PREFBENCH);
    Map<String, String> provenance = new TreeMap<>();
    if (ours.isObject()) {
      ours.path(PROVENANCE)
          .properties()
          .forEach(entry -> provenance.put(entry.getKey(), entry.getValue().asText()));
    } else {
      metadata
          .properties()
          .forEach(
              entry -> {
                String value = entry.getValue().asText().strip();
                if (entry.getValue().isTextual()
                    && value.lines().count() == 1
                    && !entry.getKey().endsWith("_space")
                    && !entry.getKey().equals("env_spec")) {
                  provenance.put(entry.getKey(), value);
                }
              });
    }
    List<StateField> fields = fields(first, ours);
    for (StateField field : fields) {
      if (!column(first, INFOS + "/" + field.name()).isDouble()) {
        provenance.put(DatasetHeader.ROUNDED_STATES, "float32");
      }
    }
    return new DatasetHeader(
        options.environmentOf(
            path,
            Optional.ofNullable(ours.path(ENVIRONMENT).textValue()),
            () -> specId(metadata.path("env_spec")),
            "prefbench or env_spec in " + METADATA_FILE),
        column(first, OBSERVATIONS).width(),
        column(first, ACTIONS).width(),
        fields,
        Hdf5Files.find(first, INFOS + "/" + ACTION_LOG_PROBABILITIES).isPresent(),
        provenance);
  }

  private List<StateField> fields(Group first, JsonNode ours) {
    if (ours.has(STATE_FIELDS)) {
      return StateField.parse(ours.get(STATE_FIELDS).asText());
    }
    List<StateField> fields = new ArrayList<>();
    for (String name : List.of("qpos", "qvel")) {
      if (Hdf5Files.find(first, INFOS + "/" + name).isPresent()) {
        fields.add(new StateField(name, column(first, INFOS + "/" + name).width()));
      }
    }
    return fields.size() == 2 ? fields : List.of();
  }

  /** The id within Gymnasium's specification of an environment, which is JSON within a string. */
  private Optional<String> specId(JsonNode spec) {
    if (!spec.isTextual()) {
      return Optional.empty();
    }
    try {
      JsonNode id = new JsonMapper().readTree(spec.asText()).path("id");
      return Optional.ofNullable(id.textValue());
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          path.resolveSibling(METADATA_FILE) + ": env_spec: no JSON", e);
    }
  }

  @Override
  public DatasetHeader header() {
    return header;
  }

  @Override
  public OptionalLong steps() {
    return OptionalLong.of(steps);
  }

  @Override
  public Optional<String> declaredContentHash() {
    return Optional.ofNullable(metadata.path(PREFBENCH).path(CONTENT_HASH).textValue());
  }

  @Override
  public boolean hasNext() {
    return index < count;
  }

  @Override
  public Segment next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more episodes in " + path);
    }
    Segment episode = guarded(path, this::readEpisode);
    index++;
    stepsRead += episode.length();
    Checks.require(
        hasNext() || stepsRead == steps,
        "%s: holds %d steps, but %s says %d",
        path,
        stepsRead,
        METADATA_FILE,
        steps);
    return episode;
  }

  private Segment readEpisode() {
    Group group = group(index);
    Hdf5Column actions = column(group, ACTIONS);
    int length = Math.toIntExact(actions.rows());
    Checks.require(length > 0, "%s: episode_%d has no steps", path, index);
    Attribute declared = group.getAttribute(TOTAL_STEPS);
    if (declared != null) {
      String value = String.valueOf(declared.getData());
      Checks.require(
          value.equals(Integer.toString(length)),
          "%s: episode_%d has %d actions, but total_steps says %s",
          path,
          index,
          length,
          value);
    }
    loaded(actions, length, header.actionSize());
    Hdf5Column observations =
        loaded(column(group, OBSERVATIONS), length + 1, header.observationSize());
    Hdf5Column rewards = loaded(column(group, REWARDS), length, 1);
    Hdf5Column terminations = loaded(column(group, TERMINATIONS), length, 1);
    Hdf5Column truncations = loaded(column(group, TRUNCATIONS), length, 1);
    List<Hdf5Column> states = new ArrayList<>();
    for (StateField field : header.stateFields()) {
      states.add(info(group, field.name(), length, field.size()));
    }
    Optional<Hdf5Column> densities =
        header.actionLogProbabilities()
            ? Optional.of(info(group, ACTION_LOG_PROBABILITIES, length, 1))
            : Optional.empty();
    float[] observation = new float[header.observationSize()];
    float[] action = new float[header.actionSize()];
    float[] one = new float[1];
    double[] state = new double[header.stateSize()];
    for (int t = 0; t < length; t++) {
      builder.beginStep();
      observations.read(t, observation);
      builder.observation(observation, 0);
      actions.read(t, action);
      builder.action(action, 0);
      rewards.read(t, one);
      builder.reward(one[0]);
      if (densities.isPresent()) {
        densities.get().read(t, one);
        builder.logProbability(one[0]);
      }
      int at = 0;
      for (Hdf5Column column : states) {
        column.read(t, state);
        builder.state(at, state, 0, column.width());
        at += column.width();
      }
      if (t < length - 1) {
        refuseMark(terminations, TERMINATIONS, t);
        refuseMark(truncations, TRUNCATIONS, t);
      }
    }
    observations.read(length, observation);
    return builder.build(
        observation,
        0,
        terminations.isTrue(length - 1)
            ? End.TERMINATED
            : truncations.isTrue(length - 1) ? End.TRUNCATED : End.RUNNING);
  }

  /** Loads a column of {@code infos}; Minari's own have one row more, after the last action. */
  private Hdf5Column info(Group group, String name, int length, int width) {
    Hdf5Column column = column(group, INFOS + "/" + name);
    return loaded(column, column.rows() == length + 1L ? length + 1 : length, width);
  }

  private static Hdf5Column loaded(Hdf5Column column, int rows, int width) {
    column.require(rows, width).load(0, rows);
    return column;
  }

  private void refuseMark(Hdf5Column marks, String name, int step) {
    if (marks.isTrue(step)) {
      options.contradiction(
          path, new Fault(index, step, name, "true", "false before the last step"));
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
