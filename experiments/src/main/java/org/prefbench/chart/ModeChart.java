package org.prefbench.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.prefbench.comparison.ReportData;
import org.prefbench.comparison.ScoreRow;
import org.prefbench.comparison.ScoreSection;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Mark;
import org.prefbench.plot.Panel;
import org.prefbench.plot.Picture;
import org.prefbench.plot.Plot;
import org.prefbench.plot.Sheet;
import org.prefbench.statistics.Interval;
import org.prefbench.study.Protocol.Evaluation;
import org.prefbench.study.Protocol.Mode;

/**
 * Sampled beside deterministic actions: the interquartile mean of each method's last policy in both
 * modes with its 95 % interval, task by task. Drawn where policies were evaluated in both.
 */
public final class ModeChart implements ChartFactory {
  private static final Map<Mode, Color> COLORS =
      Map.of(Mode.SAMPLED, Colors.BLUE, Mode.DETERMINISTIC, Colors.ORANGE);

  @Override
  public String id() {
    return "modes";
  }

  @Override
  public List<Picture> draw(ReportData data) {
    List<ScoreSection> sections =
        data.table().sections().stream()
            .filter(section -> section.evaluation() == Evaluation.LAST)
            .toList();
    if (sections.size() < 2) {
      return List.of();
    }
    List<Panel> panels = new ArrayList<>();
    int height = 0;
    for (String task : sections.get(0).tasks()) {
      Forest forest = forest(sections, task, data.table().options().methods());
      if (!forest.lines().isEmpty()) {
        Plot plot = forest.plot().about(Mark.TASK, task);
        for (ScoreSection section : sections) {
          plot.entry(text(section.mode()), COLORS.get(section.mode()), Plot.solid(2.2));
        }
        panels.add(plot);
        height = Math.max(height, forest.height());
      }
    }
    if (panels.isEmpty()) {
      return List.of();
    }
    Sheet sheet =
        new Sheet("", panels.size() <= 4 ? 2 : 3, panels.size() == 1 ? 720 : 480, height, panels);
    return List.of(
        sheet.picture(
            "modes",
            "Interquartile mean with 95 % interval of the last policy, by sampled and by"
                + " deterministic actions"));
  }

  private static Forest forest(List<ScoreSection> sections, String task, List<String> methods) {
    List<Forest.Line> lines = new ArrayList<>();
    String metric = "";
    for (String method : methods) {
      List<Forest.Estimate> marks = new ArrayList<>();
      for (ScoreSection section : sections) {
        Optional<ScoreRow> row = section.of(task, method);
        metric = row.map(known -> known.metric().text()).orElse(metric);
        marks.add(
            new Forest.Estimate(
                row.map(ScoreRow::interquartileMean).orElse(Interval.NONE),
                COLORS.get(section.mode()),
                text(section.mode())));
      }
      if (marks.stream().anyMatch(mark -> mark.interval().exists())) {
        lines.add(new Forest.Line(method, List.of(), marks));
      }
    }
    return new Forest(task, metric, OptionalDouble.empty(), List.of(), lines);
  }

  private static String text(Mode mode) {
    return mode == Mode.SAMPLED ? "sampled" : "deterministic";
  }
}
