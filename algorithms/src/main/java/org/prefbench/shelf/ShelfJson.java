package org.prefbench.shelf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Message;

/** Cards and recipes as JSON text. */
final class ShelfJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ShelfJson() {}

  /** Returns the record as text that ends with a line. */
  static String write(Record value) {
    try {
      return MAPPER.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of plain values is always writable", e);
    }
  }

  /**
   * Returns the record in a text.
   *
   * @param file where the text comes from, for errors
   * @throws InvalidInputException if a value is missing, unknown or not valid
   */
  static <R extends Record> R read(String file, String text, Class<R> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (ValueInstantiationException e) { // the record's own check
      throw new InvalidInputException(file + ": " + e.getCause().getMessage(), e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String reason = Message.ofParser(e.getOriginalMessage());
      throw new InvalidInputException(file + ":" + line + ": " + reason, e);
    }
  }
}
