package org.prefbench.canvas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The program and the style of the player, to be embedded in a page or served beside it. The
 * program defines {@code ReplayPlayer}, whose comment in {@code player.js} says how it is called.
 */
public final class CanvasPlayer {
  private CanvasPlayer() {}

  /** Returns the program, JavaScript that needs nothing else. */
  public static String script() {
    return text(CanvasPlayer.class.getResourceAsStream("/org/prefbench/canvas/picture.js"))
        + text(CanvasPlayer.class.getResourceAsStream("/org/prefbench/canvas/player.js"));
  }

  /** Returns the style, CSS whose rules are all about the player. */
  public static String style() {
    return text(CanvasPlayer.class.getResourceAsStream("/org/prefbench/canvas/replay.css"));
  }

  private static String text(InputStream resource) {
    try (resource) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the player from the jar", e);
    }
  }
}
