package org.prefbench.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * The sections of a page about policies that were kept: episodes, two of which are played side by
 * side, and what flows do to plans. All of it is compressed, and as much is in the page as its size
 * allows; what is left out is said.
 */
final class KeptSections {
  /** The id of the section of episodes. */
  static final String EPISODES = "replay";

  /** The id of the section of flows. */
  static final String FLOWS = "flow";

  /** Bytes that all episodes of a page may take together. */
  private static final int EPISODE_BYTES = 4_000_000;

  /** Bytes that all flows of a page may take together. */
  private static final int FLOW_BYTES = 800_000;

  private KeptSections() {}

  /** Returns the ids of the sections that a page is without. */
  static Set<String> absent(Kept kept) {
    Set<String> absent = new HashSet<>();
    if (kept.replays().isEmpty() && kept.left() == 0) {
      absent.add(EPISODES);
    }
    if (kept.flows().isEmpty()) {
      absent.add(FLOWS);
    }
    return absent;
  }

  /** Returns the sections with their data, empty without kept policies. */
  static String of(Kept kept) {
    return replays(kept) + flows(kept.flows());
  }

  private static String replays(Kept kept) {
    if (absent(kept).contains(EPISODES)) {
      return "";
    }
    String begin = "<section id=\"" + EPISODES + "\">\n<h2>Episodes</h2>\n";
    if (kept.replays().isEmpty()) {
      return begin
          + "<p>"
          + kept.left()
          + " policies are kept; <code>prefbench report FOLDER</code> plays one episode of each"
          + " method on this page.</p>\n</section>\n";
    }
    List<Map<String, Object>> packed = new ArrayList<>();
    for (Replay replay : kept.replays()) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("task", replay.task());
      values.put("method", replay.method());
      values.put("run", replay.run());
      values.put("episode", replay.episode());
      values.put("text", replay.text());
      values.put("replay", packed(replay.json()));
      packed.add(values);
    }
    List<Map<String, Object>> shown = fitting(packed, "replay", EPISODE_BYTES);
    return begin
        + "<p>What the trained policies do, drawn from the states of the simulator. Two that are"
        + " side by side begin in the same state, as far as they are of one run and episode."
        + left(shown, packed, "kept episodes")
        + "</p>\n<p class=\"needs-script\">The player needs JavaScript.</p>\n"
        + "<div id=\"player\" hidden></div>\n"
        + Shell.data("episodes", shown)
        + "</section>\n";
  }

  private static String flows(List<PlanFlow> flows) {
    if (flows.isEmpty()) {
      return "";
    }
    List<Map<String, Object>> packed = new ArrayList<>();
    for (PlanFlow flow : flows) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("task", flow.task());
      values.put("method", flow.method());
      values.put("run", flow.run());
      values.put("flow", packed(Shell.json(flow.values())));
      packed.add(values);
    }
    List<Map<String, Object>> shown = fitting(packed, "flow", FLOW_BYTES);
    return "<section id=\""
        + FLOWS
        + "\">\n<h2>The flow moves actions</h2>\n<p>A flow takes the plans that"
        + " its source proposes in a state, at time 0, and moves them to those that the policy"
        + " executes, at time 1. Each dot is a plan, seen by its first actions; the states are those"
        + " of the first episode above."
        + left(shown, packed, "flows")
        + "</p>\n<p class=\"needs-script\">The animation needs JavaScript.</p>\n"
        + "<div id=\"moving\" hidden></div>\n"
        + Shell.data("flows", shown)
        + "</section>\n";
  }

  /** Returns the first ones, as many as have room. */
  private static List<Map<String, Object>> fitting(
      List<Map<String, Object>> all, String part, int room) {
    int used = 0;
    int count = 0;
    for (Map<String, Object> one : all) {
      used += ((String) one.get(part)).length();
      if (used > room) {
        break;
      }
      count++;
    }
    return all.subList(0, count);
  }

  private static String left(List<?> shown, List<?> all, String what) {
    return shown.size() == all.size()
        ? ""
        : " "
            + shown.size()
            + " of "
            + all.size()
            + " "
            + what
            + " are here, so that the page stays small.";
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
