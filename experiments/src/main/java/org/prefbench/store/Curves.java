package org.prefbench.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.store.TrialResult.Metric;

/**
 * The numbers of a training in JSON: for each name its values by step, {@code
 * {"loss":{"20":0.69,"40":0.68}}}, in the order in which they were told. Files written before have
 * a list of objects with name, step and value; both are read.
 */
final class Curves {
  private Curves() {}

  /** Writes the numbers. */
  static final class Writer extends JsonSerializer<List<Metric>> {
    @Override
    public void serialize(List<Metric> metrics, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      Map<String, List<Metric>> byName = new LinkedHashMap<>();
      metrics.forEach(
          metric -> byName.computeIfAbsent(metric.name(), any -> new ArrayList<>()).add(metric));
      json.writeStartObject();
      for (Map.Entry<String, List<Metric>> curve : byName.entrySet()) {
        json.writeObjectFieldStart(curve.getKey());
        for (Metric metric : curve.getValue()) {
          json.writeNumberField(String.valueOf(metric.step()), metric.value());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }
  }

  /** Reads the numbers. */
  static final class Reader extends JsonDeserializer<List<Metric>> {
    @Override
    public List<Metric> deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode tree = context.readTree(parser);
      List<Metric> metrics = new ArrayList<>();
      if (tree.isArray()) {
        for (JsonNode each : tree) {
          metrics.add(
              new Metric(
                  required(parser, each, "name").asText(),
                  step(parser, required(parser, each, "step").asText()),
                  value(parser, required(parser, each, "value"))));
        }
        return metrics;
      }
      for (Map.Entry<String, JsonNode> curve : object(parser, tree).properties()) {
        for (Map.Entry<String, JsonNode> point : object(parser, curve.getValue()).properties()) {
          metrics.add(
              new Metric(
                  curve.getKey(), step(parser, point.getKey()), value(parser, point.getValue())));
        }
      }
      return metrics;
    }

    private static JsonNode object(JsonParser parser, JsonNode node) throws JsonMappingException {
      if (!node.isObject()) {
        throw new JsonMappingException(parser, "metrics are no values by name and step");
      }
      return node;
    }

    private static JsonNode required(JsonParser parser, JsonNode node, String name)
        throws JsonMappingException {
      if (!node.has(name)) {
        throw new JsonMappingException(parser, "a metric has no " + name);
      }
      return node.get(name);
    }

    private static long step(JsonParser parser, String text) throws JsonMappingException {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new JsonMappingException(parser, "the step of a metric is '" + text + "'", e);
      }
    }

    /** Numbers that JSON has no word for are texts. */
    private static double value(JsonParser parser, JsonNode node) throws JsonMappingException {
      try {
        return node.isNumber() ? node.asDouble() : Double.parseDouble(node.asText());
      } catch (NumberFormatException e) {
        throw new JsonMappingException(parser, "the value of a metric is '" + node + "'", e);
      }
    }
  }
}
