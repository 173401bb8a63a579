package org.prefbench.dataset.format;

import static org.prefbench.dataset.format.D4rlLayout.*;
import static org.prefbench.dataset.format.MinariFormat.*;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
import org.prefbench.dataset.hdf5.Hdf5Attribute;
import org.prefbench.dataset.hdf5.Hdf5File;
import org.prefbench.dataset.hdf5.Hdf5Object;
import org.prefbench.env.StateField;

/** Reads a Minari dataset, one episode's group after another. */
final class MinariReader implements EpisodeReader {
  /** The parts of a state that files of others have, as of MuJoCo tasks. */
  private static final List<String> STATES = List.of("qpos", "qvel");

  /** Bytes of metadata.json; those of Minari have a few thousand. */
  private static final int MOST_METADATA = 1 << 22;

  /** Python writes infinite numbers as bare words. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path path;
  private final ReadOptions options;
  private final JsonNode metadata;
  private final Hdf5File file;
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
    Checks.require(Files.isRegularFile(path), "%s: no such file", path);
    Checks.require(
        Files.isRegularFile(metadataFile),
        "%s: no such file; sets of Minari before 0.5 keep their metadata in %s and are not read:"
            + " load and save them with Minari 0.5",
        metadataFile,
        MAIN_FILE);
    metadata = json(metadataFile);
    String format = metadata.path("data_format").asText("hdf5");
    Checks.require(format.equals("hdf5"), "%s: data_format must be hdf5, got %s", data, format);
    count = whole(metadataFile, TOTAL_EPISODES);
    steps = whole(metadataFile, TOTAL_STEPS);
    file = Hdf5File.open(path);
    try {
      long groups = groups();
      Checks.require(
          groups == count,
          "%s: holds %d episodes, but %s says %d",
          path,
          groups,
          METADATA_FILE,
          count);
      header = readHeader();
      builder = new EpisodeBuilder(header);
    } catch (InvalidInputException e) {
      file.close();
      throw e;
    }
  }

  private static JsonNode json(Path path) {
    try {
      long size = Files.size(path);
      Checks.require(
          size <= MOST_METADATA, "%s: has %d bytes, more than %d", path, size, MOST_METADATA);
      String text = Files.readString(path);
      JsonNode node = JSON.readTree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
      Checks.require(node.isObject(), "%s: must hold a JSON object", path);
      return node;
    } catch (JsonProcessingException e) {
      String place =
          Optional.ofNullable(e.getLocation())
              .map(at -> " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")")
              .orElse(" (nested too deeply)");
      throw new InvalidInputException(path + ": no JSON" + place, e);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(path + ": no text in UTF-8", e);
    } catch (IOException e) {
      throw new InvalidInputException(path + ": cannot be read", e);
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

  private boolean ours() {
    return metadata.path(PREFBENCH).isObject();
  }

  private long groups() {
    return file.root().names().stream().filter(name -> name.startsWith("episode_")).count();
  }

  private Hdf5Object group(int number) {
    Optional<Hdf5Object> object = file.find("episode_" + number);
    Checks.require(
        object.isPresent() && object.get().isGroup(),
        "%s: has no group 'episode_%d'",
        path,
        number);
    return object.get();
  }

  private Hdf5Column column(Hdf5Object group, String name) {
    Optional<Hdf5Object> object = file.find(group, name);
    Checks.require(object.isPresent(), "%s: %s has no dataset '%s'", path, group.name(), name);
    Checks.require(
        !object.get().isGroup(),
        "%s: %s has no dataset '%s', but a group: only box and number spaces are read",
        path,
        group.name(),
        name);
    return new Hdf5Column(path, object.get().dataset());
  }

  private boolean has(Hdf5Object group, String info) {
    return file.find(group, INFOS + "/" + info).isPresent();
  }

  private DatasetHeader readHeader() {
    Hdf5Object first = group(0);
    JsonNode ours = metadata.path(PREFBENCH);
    Map<String, String> provenance = new TreeMap<>();
    if (ours()) {
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
                    && DatasetHeader.isProvenance(entry.getKey(), value)
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
        has(first, ACTION_LOG_PROBABILITIES),
        provenance);
  }

  private List<StateField> fields(Hdf5Object first, JsonNode ours) {
    if (ours.has(STATE_FIELDS)) {
      return StateField.parse(ours.get(STATE_FIELDS).asText());
    }
    List<StateField> fields = new ArrayList<>();
    for (String name : STATES) {
      if (has(first, name)) {
        fields.add(new StateField(name, column(first, INFOS + "/" + name).width()));
      }
    }
    return fields.size() == 2 ? fields : List.of();
  }

  /** The id within Gymnasium's specification of an environment, which Minari has as a string. */
  private Optional<String> specId(JsonNode spec) {
    if (!spec.isTextual()) {
      return Optional.ofNullable(spec.path("id").textValue());
    }
    try {
      JsonNode id = JSON.readTree(spec.asText()).path("id");
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
    Segment episode = readEpisode();
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
    Hdf5Object group = group(index);
    Hdf5Column actions = column(group, ACTIONS);
    Checks.require(actions.rows() > 0, "%s: episode_%d has no steps", path, index);
    Checks.require(
        actions.rows() <= Integer.MAX_VALUE - 1L,
        "%s: episode_%d has %d steps, too many for one",
        path,
        index,
        actions.rows());
    int length = (int) actions.rows();
    Optional<Hdf5Attribute> declared = group.attribute(TOTAL_STEPS);
    Checks.require(
        declared.isEmpty() || declared.get().whole().equals(OptionalLong.of(length)),
        "%s: episode_%d has %d actions, but total_steps says %s",
        path,
        index,
        length,
        declared.map(Hdf5Attribute::toString).orElse(""));
    Checks.require(
        length <= steps - stepsRead,
        "%s: holds more than the %d steps that %s says",
        path,
        steps,
        METADATA_FILE);
    refuseLate(group);
    actions.require(length, header.actionSize());
    Hdf5Column observations =
        column(group, OBSERVATIONS).require(length + 1L, header.observationSize());
    Hdf5Column rewards = column(group, REWARDS).require(length, 1);
    Hdf5Column terminations = column(group, TERMINATIONS).require(length, 1);
    Hdf5Column truncations = column(group, TRUNCATIONS).require(length, 1);
    List<Hdf5Column> states = new ArrayList<>();
    for (StateField field : header.stateFields()) {
      states.add(info(group, field.name(), length, field.size()));
    }
    Optional<Hdf5Column> densities =
        header.actionLogProbabilities()
            ? Optional.of(info(group, ACTION_LOG_PROBABILITIES, length, 1))
            : Optional.empty();
    Unpacking.check(path, stepsRead + length, header.bytesPerStep(), file.size());
    List<Hdf5Column> columns =
        new ArrayList<>(List.of(actions, rewards, terminations, truncations));
    columns.addAll(states);
    densities.ifPresent(columns::add);
    columns.forEach(column -> column.load(0, length));
    observations.load(0, length + 1);
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

  /** What the first episode lacks would be left out of all without a word. */
  private void refuseLate(Hdf5Object group) {
    boolean states = header.stateFields().isEmpty() && STATES.stream().allMatch(n -> has(group, n));
    boolean densities = !header.actionLogProbabilities() && has(group, ACTION_LOG_PROBABILITIES);
    Checks.require(
        !states && !densities,
        "%s: episode_%d has %s, which episode_0 lacks: kept in all episodes or in none",
        path,
        index,
        states ? "infos/qpos and infos/qvel" : INFOS + "/" + ACTION_LOG_PROBABILITIES);
  }

  /** Returns a column of {@code infos}; Minari's own have one row more, after the last action. */
  private Hdf5Column info(Hdf5Object group, String name, int length, int width) {
    Hdf5Column column = column(group, INFOS + "/" + name);
    return column.require(column.rows() == length + 1L ? length + 1L : length, width);
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
