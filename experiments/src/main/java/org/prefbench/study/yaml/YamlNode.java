package org.prefbench.study.yaml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Message;

/** A part of a YAML text that knows where it stands; values stay text until somebody wants them. */
public sealed interface YamlNode {
  /** How many levels there may be: no file that is read here needs half of it. */
  int DEEPEST = 16;

  /** Returns where the node comes from: {@code quickstart.yaml:12}, or another place in words. */
  String origin();

  /** Keys with their values, in the order of the text. */
  record Mapping(String origin, Map<String, Entry> entries) implements YamlNode {}

  /** A value and the place of its key. */
  record Entry(String origin, YamlNode value) {}

  /** Items in a row. */
  record Sequence(String origin, List<YamlNode> items) implements YamlNode {}

  /** A single value as it is written. */
  record Scalar(String origin, String text) implements YamlNode {}

  /**
   * Returns the tree of a YAML text.
   *
   * @param file the name of the text; origins are {@code file:line}
   * @throws InvalidInputException with file and line if the text is not YAML or repeats a key
   */
  static YamlNode parse(String file, String text) {
    return parse(text, line -> file + ":" + line);
  }

  /** Returns the tree of a YAML text that comes from one place, such as a default. */
  static YamlNode of(String origin, String text) {
    return parse(text, line -> origin);
  }

  private static YamlNode parse(String text, Origins origins) {
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        throw new InvalidInputException(origins.at(1) + ": the text is empty");
      }
      YamlNode root = node(parser, origins, 1);
      if (parser.nextToken() != null) {
        throw new InvalidInputException(here(parser, origins) + ": a second document begins here");
      }
      return root;
    } catch (JsonProcessingException e) {
      int line = Optional.ofNullable(e.getLocation()).map(at -> at.getLineNr()).orElse(1);
      String told = Message.ofParser(e.getOriginalMessage());
      String reason = told.isEmpty() ? "syntax error" : told;
      throw new InvalidInputException(origins.at(line) + ": not valid YAML: " + reason, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static YamlNode node(YAMLParser parser, Origins origins, int depth) throws IOException {
    String origin = here(parser, origins);
    Checks.require(
        depth <= DEEPEST, "%s: more than %d levels lie within each other", origin, DEEPEST);
    if (parser.isCurrentAlias()) {
      throw new InvalidInputException(origin + ": aliases (*name) are not supported");
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Entry> entries = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        String place = here(parser, origins);
        parser.nextToken();
        if (entries.put(key, new Entry(place, node(parser, origins, depth + 1))) != null) {
          throw new InvalidInputException(place + ": key '" + key + "' is given twice");
        }
      }
      return new Mapping(origin, entries);
    } else if (token == JsonToken.START_ARRAY) {
      List<YamlNode> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(node(parser, origins, depth + 1));
      }
      return new Sequence(origin, items);
    }
    return new Scalar(origin, token == JsonToken.VALUE_NULL ? "" : parser.getText());
  }

  private static String here(JsonParser parser, Origins origins) {
    return origins.at(parser.currentTokenLocation().getLineNr());
  }

  /** Names the place of a line. */
  @FunctionalInterface
  interface Origins {
    /** Returns the name of the place. */
    String at(int line);
  }
}
