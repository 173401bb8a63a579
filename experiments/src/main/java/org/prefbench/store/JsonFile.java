package org.prefbench.store;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prefbench.core.AtomicFiles;
import org.prefbench.core.Checks;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Message;
import org.prefbench.core.Sha256;

/**
 * Records as JSON files, written whole or not at all: a line for every component, so that
 * differences are found by line, and no space within, because a study has a thousand of them. The
 * last line has the SHA-256 hash of all above it, so that no change goes unseen; files written
 * before there was such a line have none.
 */
public final class JsonFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(new OutermostLines())
          .annotationIntrospector(new Complete())
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String END = "\n}";
  private static final String HASH = ",\n  \"hash\":\"";
  private static final Pattern HASH_LINE =
      Pattern.compile(HASH + "([0-9a-f]{64})\"" + Pattern.quote(END) + "\n?");

  private static final int LARGEST = 1 << 26; // bytes

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
  public static void write(Path file, Object value) {
    try {
      String text = MAPPER.writeValueAsString(value);
      String body = text.substring(0, text.length() - END.length());
      AtomicFiles.write(file, body + HASH + Sha256.of(body) + "\"" + END + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a " + value.getClass() + " as JSON", e);
    }
  }

  /**
   * Returns the record in {@code file}, or nothing if there is no such file.
   *
   * @param kind what the file holds, for errors
   * @throws InvalidInputException if the file does not hold such a record, or not the one that was
   *     written
   */
  public static <T> Optional<T> read(Path file, Class<T> type, String kind) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String text = text(file);
    Optional<Matcher> hash = hashLine(text);
    String body = hash.map(line -> text.substring(0, line.start())).orElse(text);
    Checks.require(
        hash.map(line -> line.group(1).equals(Sha256.of(body))).orElse(true),
        "%s: the %s was changed after it was written, its hash does not hold; delete it and resume",
        file,
        kind);
    try {
      return Optional.of(MAPPER.readValue(hash.isPresent() ? body + END : body, type));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new InvalidInputException(
          file
              + ":"
              + line
              + ": not a whole "
              + kind
              + " ("
              + reason(e)
              + "); delete it and resume",
          e);
    }
  }

  /** Returns what is wrong, without what Jackson tells of its settings and our classes. */
  private static String reason(JsonProcessingException e) {
    return e instanceof UnrecognizedPropertyException unknown
        ? "unknown component '" + unknown.getPropertyName() + "'"
        : Message.ofParser(e.getOriginalMessage());
  }

  /** Returns whether a file that is there has a line with its hash. */
  static boolean hasHash(Path file) {
    return hashLine(text(file)).isPresent();
  }

  private static Optional<Matcher> hashLine(String text) {
    Matcher line = HASH_LINE.matcher(text);
    int start = text.lastIndexOf(HASH);
    return start >= 0 && line.region(start, text.length()).matches()
        ? Optional.of(line)
        : Optional.empty();
  }

  private static String text(Path file) {
    return AtomicFiles.read(file, LARGEST);
  }
}
