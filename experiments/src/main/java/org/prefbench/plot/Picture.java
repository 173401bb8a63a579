package org.prefbench.plot;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.prefbench.core.Checks;

/** A chart with its name, to be written as pixels or as vectors. Thread-safe. */
public final class Picture {
  private final String name;
  private final String title;
  private final Sheet sheet;
  private final Map<Format, byte[]> files = new EnumMap<>(Format.class);

  /**
   * Creates a picture.
   *
   * @param name the file name without extension
   * @param title what a reader sees, in one line
   * @param sheet what is drawn
   */
  public Picture(String name, String title, Sheet sheet) {
    Checks.require(
        name.matches("[a-z0-9]+([-.][a-z0-9]+)*"),
        "a picture's name must be lower-case letters, digits and hyphens, got '%s'",
        name);
    this.name = name;
    this.title = title;
    this.sheet = sheet;
  }

  /** Returns the file name without extension. */
  public String name() {
    return name;
  }

  /** Returns what a reader sees, in one line. */
  public String title() {
    return title;
  }

  /** Returns what is drawn. */
  public Sheet sheet() {
    return sheet;
  }

  /** Returns the name of the file of a format. */
  public String file(Format format) {
    return name + format.suffix();
  }

  /** Returns the file of a format, drawn when it is first asked for. */
  public synchronized byte[] bytes(Format format) {
    return files.computeIfAbsent(format, any -> format.bytes(sheet)).clone();
  }

  /** Returns the text of the SVG file. */
  public String svg() {
    return new String(bytes(Format.SVG), StandardCharsets.UTF_8);
  }
}
