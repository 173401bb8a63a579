package org.prefbench.chart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prefbench.comparison.ReportData;
import org.prefbench.core.InvalidInputException;
import org.prefbench.core.Message;
import org.prefbench.core.Services;
import org.prefbench.plot.Format;
import org.prefbench.plot.Picture;

/** The charts on the class path. */
public final class Charts {
  private Charts() {}

  /**
   * What charts have drawn.
   *
   * @param byChart the pictures of each chart that has some, by its id
   * @param undrawn a line for each reason why charts could not be drawn, none if all were
   */
  public record Drawn(Map<String, List<Picture>> byChart, List<String> undrawn) {
    /** Copies map and list. */
    public Drawn {
      byChart = Collections.unmodifiableMap(new LinkedHashMap<>(byChart));
      undrawn = List.copyOf(undrawn);
    }

    /** Returns all pictures. */
    public List<Picture> pictures() {
      return byChart.values().stream().flatMap(List::stream).toList();
    }
  }

  /** Returns the registered charts, looked up by id such as {@code scores}. */
  public static Services<ChartFactory> registered() {
    return new Services<>("chart", ChartFactory.class, ChartFactory::id);
  }

  /**
   * Returns what charts draw. One that fails, be it that the machine cannot draw or that a plug-in
   * is wrong, keeps nobody from the tables, for which somebody may have waited for days.
   *
   * @throws InvalidInputException if the results themselves are wrong
   */
  public static Drawn draw(List<ChartFactory> charts, ReportData data) {
    Map<String, List<Picture>> pictures = new LinkedHashMap<>();
    Map<String, List<String>> failures = new LinkedHashMap<>();
    for (ChartFactory chart : charts) {
      try {
        List<Picture> own = chart.draw(data);
        own.forEach(picture -> picture.bytes(Format.SVG)); // what cannot be drawn fails here
        if (!own.isEmpty()) {
          pictures.put(chart.id(), own);
        }
      } catch (InvalidInputException | VirtualMachineError e) {
        throw e; // the results are wrong, or the machine, not the chart
      } catch (Throwable e) { // whatever a plug-in throws is no reason to lose the others
        String reason = Message.reason(e);
        failures
            .computeIfAbsent(reason.isEmpty() ? "they fail" : reason, any -> new ArrayList<>())
            .add(chart.id());
      }
    }
    List<String> undrawn = new ArrayList<>();
    failures.forEach(
        (reason, ids) -> undrawn.add("not drawn (" + String.join(", ", ids) + "): " + reason));
    return new Drawn(pictures, undrawn);
  }
}
