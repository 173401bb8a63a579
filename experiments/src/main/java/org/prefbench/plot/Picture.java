package org.prefbench.plot;

import org.prefbench.core.Checks;

/**
 * A drawn chart, as pixels and as vectors.
 *
 * @param name the file name without extension
 * @param title what a reader sees, in one line
 * @param png the PNG file
 * @param svg the SVG file
 */
public record Picture(String name, String title, byte[] png, String svg) {
  /** Validates the name and copies the bytes. */
  public Picture {
    Checks.require(
        name.matches("[a-z0-9]+([-.][a-z0-9]+)*"),
        "a picture's name must be lower-case letters, digits and hyphens, got '%s'",
        name);
    png = png.clone();
  }

  @Override
  public byte[] png() {
    return png.clone();
  }
}
