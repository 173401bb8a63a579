package org.prefbench.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * The episodes of a page, two of which are played side by side. They are compressed, and as many
 * are in the page as its size allows; what is left out is said.
 */
final class ReplaySection {
  /** Bytes that all episodes of a page may take together. */
  private static final int ROOM = 4_500_000;

  private ReplaySection() {}

  /** Returns the section with its data, empty if there is no episode. */
  static String of(List<Replay> replays) {
    if (replays.isEmpty()) {
      return "";
    }
    List<Map<String, Object>> shown = new ArrayList<>();
    int used = 0;
    for (Replay replay : replays) {
      String packed = packed(replay.json());
      if (used + packed.length() > ROOM) {
        break;
      }
      used += packed.length();
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("task", replay.task());
      values.put("method", replay.method());
      values.put("run", replay.run());
      values.put("episode", replay.episode());
      values.put("text", replay.text());
      values.put("replay", packed);
      shown.add(values);
    }
    String left =
        shown.size() == replays.size()
            ? ""
            : " "
                + shown.size()
                + " of "
                + replays.size()
                + " kept episodes are here, so that the page stays small.";
    return "<section id=\"replay\">\n<h2>Episodes</h2>\n<p>What the trained policies do, drawn from"
        + " the states of the simulator. Two that are side by side begin in the same state, as far"
        + " as they are of one run and episode."
        + left
        + "</p>\n<p class=\"needs-script\">The player needs JavaScript.</p>\n"
        + "<div id=\"player\" hidden></div>\n"
        + Shell.data("episodes", shown)
        + "</section>\n";
  }

  /** Returns a text compressed by gzip, in base 64. */
  private static String packed(String json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zipped = new GZIPOutputStream(bytes)) {
      zipped.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compress a replay", e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
