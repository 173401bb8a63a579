package org.prefbench.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Sha256;
import org.prefbench.study.yaml.YamlNode;

/** Reads studies from YAML, from a file or from those shipped in the jar, and writes them. */
public final class StudyFile {
  /** Bytes that a study file, and one of claims, may have. */
  static final int LARGEST = 1 << 20;

  private static final String FOLDER = "/studies/";
  private static final String COMMAND_LINE = "command line";

  private StudyFile() {}

  /**
   * A value of a resolved study.
   *
   * @param path its key path, such as {@code protocol.episodes} or {@code methods[2].set.beta}
   * @param text the value as text
   * @param origin {@code default}, {@code file:line} or {@code command line}
   */
  public record Value(String path, String text, String origin) {}

  /** A study with the origin of every value in it. */
  public record Resolved(Study study, List<Value> values) {
    /** Copies the list. */
    public Resolved {
      values = List.copyOf(values);
    }

    /** Returns where the value at a key path, or the first below it, comes from, if any does. */
    public Optional<String> origin(String path) {
      return values.stream()
          .filter(
              value ->
                  value.path().startsWith(path)
                      && value.path().substring(path.length()).matches("([.\\[].*)?"))
          .map(Value::origin)
          .findFirst();
    }
  }

  /** Returns the ids of the shipped studies, in the order of their list. */
  public static List<String> shipped() {
    return resource(FOLDER + "index").lines().filter(line -> !line.isBlank()).toList();
  }

  /**
   * Returns the study called {@code name}: the id of a shipped study, or the path of a file.
   *
   * @param overrides values that replace the file's, by key path such as {@code protocol.episodes}
   * @throws InvalidInputException if there is no such study or it is not valid
   */
  public static Resolved load(String name, Map<String, String> overrides) {
    if (shipped().contains(name)) {
      return parse(name + ".yaml", resource(FOLDER + name + ".yaml"), overrides);
    }
    boolean path = name.endsWith(".yaml") || name.endsWith(".yml") || name.contains("/");
    if (!path) {
      throw Checks.unknown("study", name, shipped());
    }
    return read(Path.of(name), overrides);
  }

  /**
   * Returns the study in a file; see {@link #load}. Paths in it are relative to the file's folder,
   * and absolute in what is returned.
   */
  public static Resolved read(Path file, Map<String, String> overrides) {
    Resolved found = parse(file.toString(), AtomicFiles.read(file, LARGEST), overrides);
    Path folder = file.toAbsolutePath().normalize().getParent();
    return new Resolved(
        found
            .study()
            .withFilesIn(folder)
            .withPaths(path -> folder.resolve(path).normalize().toString()),
        found.values());
  }

  /** Returns the study described by a YAML text that comes from {@code file}; see {@link #load}. */
  public static Resolved parse(String file, String yaml, Map<String, String> overrides) {
    YamlNode root = YamlNode.parse(file, yaml);
    for (Map.Entry<String, String> override : overrides.entrySet()) {
      root = replace(root, override.getKey(), override.getValue(), COMMAND_LINE);
    }
    RecordBinder binder = new RecordBinder("the study");
    Study study = binder.bind(Study.class, root, "");
    Resolved resolved =
        new Resolved(
            study, binder.values().stream().flatMap(value -> effective(value, study)).toList());
    try {
      Ablation.of(study);
    } catch (InvalidInputException e) {
      String origin = resolved.origin("report.axis.key").orElse(file);
      throw new InvalidInputException(origin + ": report.axis: " + e.getMessage(), e);
    }
    return resolved;
  }

  /** What an omitted name means; an empty text would be no explanation. */
  private static Stream<Value> effective(Value value, Study study) {
    if (!value.text().isEmpty()) {
      return Stream.of(value);
    } else if (value.path().equals("preferences.teacher")) {
      String teacher = study.preferences().teacher(); // empty where teachers stand in its place
      return teacher.isEmpty()
          ? Stream.empty()
          : Stream.of(new Value(value.path(), teacher, value.origin()));
    }
    String text =
        value.path().endsWith("].label")
            ? "the method's id"
            : value.path().endsWith("].id") ? "the teacher's id" : value.text();
    return Stream.of(new Value(value.path(), text, value.origin()));
  }

  /**
   * Returns a section of a study with some values replaced.
   *
   * @param path where the changes stand; errors begin with it
   */
  static <R extends Record> R changed(
      Class<R> type, R section, String path, Map<String, String> changes) {
    YamlNode node = YamlNode.of(path, yaml(section));
    for (Map.Entry<String, String> change : changes.entrySet()) {
      node = replace(node, change.getKey(), change.getValue(), path);
    }
    return new RecordBinder(path).bind(type, node, "");
  }

  private static YamlNode replace(YamlNode node, String path, String text, String origin) {
    Checks.require(
        path.chars().filter(c -> c == '.').count() < YamlNode.DEEPEST,
        "%s: a key has at most %d parts, got %d characters",
        origin,
        YamlNode.DEEPEST,
        path.length());
    String[] parts = path.split("\\.", 2);
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw new InvalidInputException(
          origin + ": there is no key '" + parts[0] + "' at " + node.origin());
    }
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(mapping.entries());
    YamlNode value;
    if (parts.length == 1) {
      value = YamlNode.of(origin, text);
    } else {
      YamlNode.Entry child = entries.get(parts[0]);
      value =
          replace(
              child == null ? new YamlNode.Mapping(origin, Map.of()) : child.value(),
              parts[1],
              text,
              origin);
    }
    entries.put(parts[0], new YamlNode.Entry(origin, value));
    return new YamlNode.Mapping(mapping.origin(), entries);
  }

  /** Returns the study as YAML with every key; parsing it gives an equal study. */
  public static String toYaml(Study study) {
    return yaml(study);
  }

  /**
   * Returns the study as YAML for a file in {@code folder}: paths are relative to it where they can
   * be, so that results and data can move together.
   */
  public static String toYaml(Study study, Path folder) {
    Path from = folder.toAbsolutePath().normalize();
    return yaml(study.withPaths(path -> relative(from, Path.of(path).toAbsolutePath())));
  }

  private static String relative(Path from, Path file) {
    return Objects.equals(from.getRoot(), file.getRoot())
        ? from.relativize(file).toString().replace('\\', '/')
        : file.toString();
  }

  /** Returns the SHA-256 hash of a study or a section of it, independent of how it was written. */
  public static String hash(Record section) {
    return Sha256.of(yaml(section));
  }

  private static String yaml(Record section) {
    YAMLMapper mapper =
        YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();
    try {
      return mapper.writeValueAsString(RecordBinder.tree(section));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always writable", e);
    }
  }

  /** Returns the text of a file in the jar. */
  static String resource(String path) {
    try (InputStream input = StudyFile.class.getResourceAsStream(path)) {
      if (input == null) {
        throw new IllegalStateException("resource " + path + " is missing");
      }
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
