package org.prefbench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prefbench.store.TrialResult.Metric;

class CurvesTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final List<Metric> TOLD =
      List.of(
          new Metric("loss", 1, 0.5),
          new Metric("loss", 200, Double.NaN),
          new Metric("validation-loss", 0, -3));

  private record Holder(
      @JsonSerialize(using = Curves.Writer.class) @JsonDeserialize(using = Curves.Reader.class)
          List<Metric> metrics) {}

  @Test
  void standByNameAndStep() throws JsonProcessingException {
    String json = MAPPER.writeValueAsString(new Holder(TOLD));
    assertEquals(
        "{\"metrics\":{\"loss\":{\"1\":0.5,\"200\":\"NaN\"},\"validation-loss\":{\"0\":-3.0}}}",
        json);
    assertEquals(TOLD, MAPPER.readValue(json, Holder.class).metrics());
  }

  @Test
  void olderFilesAreRead() throws JsonProcessingException {
    String json =
        "{\"metrics\":[{\"name\":\"loss\",\"step\":1,\"value\":0.5},"
            + "{\"name\":\"loss\",\"step\":200,\"value\":\"NaN\"},"
            + "{\"name\":\"validation-loss\",\"step\":0,\"value\":-3}]}";
    assertEquals(TOLD, MAPPER.readValue(json, Holder.class).metrics());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "{\"loss\":7}",
        "{\"loss\":{\"one\":7}}",
        "{\"loss\":{\"1\":\"seven\"}}",
        "[{\"name\":\"loss\",\"step\":1}]",
        "[7]"
      })
  void otherThingsAreRefused(String metrics) {
    String message =
        assertThrows(
                JsonProcessingException.class,
                () -> MAPPER.readValue("{\"metrics\":" + metrics + "}", Holder.class))
            .getOriginalMessage();
    assertTrue(message.contains("metric"), message);
  }
}
