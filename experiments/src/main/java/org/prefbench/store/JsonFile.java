package org.prefbench.store;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.InvalidInputException;

/**
 * Records as JSON files, written whole or not at all: a line for every component, so that
 * differences are found by line, and no space within, because a study has a thousand of them.
 */
final class JsonFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(new OutermostLines())
          .annotationIntrospector(new Complete())
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonFile() {}

  /**
   * Every component must be there, but for those whose {@link JsonSetter} says what they are in
   * files written before there was such a component.
   */
  private static final class Complete extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasRequiredMarker(AnnotatedMember member) {
      return !member.hasAnnotation(JsonSetter.class);
    }
  }

  /** Starts a line for what stands directly in the outermost object, and for its end. */
  private static final class OutermostLines extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1;

    OutermostLines() {
      super(
          Separators.createDefaultInstance()
              .withObjectFieldValueSpacing(Separators.Spacing.NONE)
              .withObjectEmptySeparator("")
              .withArrayEmptySeparator(""));
      indentArraysWith(new NopIndenter());
      indentObjectsWith(new NopIndenter());
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new OutermostLines();
    }

    @Override
    public void writeStartObject(JsonGenerator generator) throws IOException {
      super.writeStartObject(generator);
      _nesting++;
    }

    @Override
    public void beforeObjectEntries(JsonGenerator generator) throws IOException {
      line(generator, "\n  ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator generator) throws IOException {
      super.writeObjectEntrySeparator(generator);
      line(generator, "\n  ");
    }

    @Override
    public void writeEndObject(JsonGenerator generator, int entries) throws IOException {
      line(generator, "\n");
      _nesting--;
      super.writeEndObject(generator, entries);
    }

    private void line(JsonGenerator generator, String start) throws IOException {
      if (_nesting == 1) {
        generator.writeRaw(start);
      }
    }
  }

  /** Replaces {@code file} by the record. */
  static void write(Path file, Object value) {
    try {
      AtomicFiles.write(file, MAPPER.writeValueAsString(value) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a " + value.getClass() + " as JSON", e);
    }
  }

  /**
   * Returns the record in {@code file}, or nothing if there is no such file.
   *
   * @param kind what the file holds, for errors
   * @throws InvalidInputException if the file does not hold such a record
   */
  static <T> Optional<T> read(Path file, Class<T> type, String kind) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(Files.readString(file), type));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      reason = reason.replaceFirst(" \\(start marker at .*", ""); // tells of Jackson's settings
      throw new InvalidInputException(
          file + ":" + line + ": not a whole " + kind + " (" + reason + "); delete it and resume",
          e);
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + e, e);
    }
  }
}
