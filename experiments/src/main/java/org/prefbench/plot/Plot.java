package org.prefbench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.prefbench.drawing.Colors;
import org.prefbench.drawing.Fonts;

/**
 * A plot with two axes in the style of all charts here: white, thin grid, round tick labels, legend
 * below. XChart draws areas and points. Frame and letters are drawn here, because XChart labels
 * data values instead of round numbers when a plot has few points, and lines, above both, because
 * XChart draws them piece by piece, and dashes longer than a piece then are none. Everything is
 * given in data coordinates. Not thread-safe.
 */
public final class Plot implements Panel {
  private static final Color INVISIBLE = new Color(0, 0, 0, 0);
  private static final int LINE = 20;
  private static final int PADDING = 10;

  /** Where data coordinates lie in the panel, in points. */
  public record Axes(double xMin, double xMax, double yMin, double yMax, Rectangle2D area) {
    /** Returns the horizontal place of a value. */
    public double x(double value) {
      return area.getX() + (value - xMin) / (xMax - xMin) * area.getWidth();
    }

    /** Returns the vertical place of a value. */
    public double y(double value) {
      return area.getMaxY() - (value - yMin) / (yMax - yMin) * area.getHeight();
    }
  }

  /** What XChart has no series for. */
  @FunctionalInterface
  public interface Layer {
    /** Draws with the help of {@code axes}. */
    void paint(Graphics2D graphics, Axes axes);
  }

  private final String title;
  private final double xMin;
  private final double xMax;
  private final double yMin;
  private final double yMax;
  private final XYChart chart = new XYChart(400, 300);
  private final List<Layer> under = new ArrayList<>();
  private final List<Curve> lines = new ArrayList<>();
  private final List<Layer> over = new ArrayList<>();
  private final Legend legend = new Legend();
  private final TickLabels labels;
  private final Map<String, String> about = new LinkedHashMap<>();
  private String xTitle = "";
  private String yTitle = "";
  private Optional<IntUnaryOperator> left = Optional.empty();
  private boolean square;
  private boolean verticalAxis = true;
  private boolean grid = true;
  private int series;

  /** Creates an empty plot of the rectangle {@code [xMin, xMax] x [yMin, yMax]}. */
  public Plot(String title, double xMin, double xMax, double yMin, double yMax) {
    this.title = title;
    this.xMin = xMin;
    this.xMax = xMax;
    this.yMin = yMin;
    this.yMax = yMax;
    labels = new TickLabels(xMin, xMax);
    XYStyler style = chart.getStyler();
    style.setLocale(Locale.ROOT);
    style.setBaseFont(Fonts.small());
    style.setChartTitleVisible(false).setChartPadding(0).setLegendVisible(false);
    style.setChartBackgroundColor(INVISIBLE).setPlotBackgroundColor(INVISIBLE);
    style.setPlotBorderVisible(false).setPlotContentSize(1.0).setMarkerSize(5);
    style.setPlotMargin(0).setPlotGridLinesVisible(false);
    style.setAxisTicksVisible(false).setAxisTitlesVisible(false);
    style.setXAxisMin(xMin).setXAxisMax(xMax).setYAxisMin(yMin).setYAxisMax(yMax);
  }

  /** Names the axes; an empty name takes no room. */
  public Plot axes(String x, String y) {
    xTitle = x;
    yTitle = y;
    return this;
  }

  /**
   * Puts labels on the horizontal axis in place of round numbers; a label too long for its place is
   * broken behind a hyphen, and where that is not enough all of them stand upright.
   */
  public Plot ticks(Map<Double, String> names) {
    labels.put(names);
    return this;
  }

  /** Leaves {@code left} points for a layer's labels in place of the vertical axis and its grid. */
  public Plot withoutVerticalAxis(int left) {
    return withoutVerticalAxis(width -> left);
  }

  /** Leaves room in place of the vertical axis, as many points as a panel's width allows. */
  public Plot withoutVerticalAxis(IntUnaryOperator room) {
    left = Optional.of(room);
    verticalAxis = false;
    return this;
  }

  /** Makes a unit as long on both axes, given limits of the same span. */
  public Plot square() {
    square = true;
    return this;
  }

  /** Hides the grid. */
  public Plot withoutGrid() {
    grid = false;
    return this;
  }

  /** Draws a layer below the series. */
  public Plot under(Layer layer) {
    under.add(layer);
    return this;
  }

  /** Draws a layer above the series. */
  public Plot over(Layer layer) {
    over.add(layer);
    return this;
  }

  /** Adds a line to the legend, for what layers draw. */
  public Plot entry(String name, Color color, BasicStroke stroke) {
    return entry(name, color, stroke, Marker.NONE);
  }

  /** Adds a line with a mark to the legend, for what layers draw. */
  public Plot entry(String name, Color color, BasicStroke stroke, Marker marker) {
    legend.line(name, color, stroke, marker);
    return this;
  }

  /** Adds a filled box to the legend. */
  public Plot swatch(String name, Color color) {
    legend.area(name, color);
    return this;
  }

  /** Says what all of the plot is about, such as a task. */
  public Plot about(String key, String value) {
    about.put(key, value);
    return this;
  }

  @Override
  public Map<String, String> about() {
    return Collections.unmodifiableMap(about);
  }

  /** Draws a line through points; a name, that of a method, puts it into the legend. */
  public Plot line(String name, double[] x, double[] y, Color color, BasicStroke stroke) {
    double[] none = new double[x.length];
    Arrays.fill(none, Double.NaN);
    return line(name, x, y, none, none, color, stroke);
  }

  /** Draws the same where every point has an interval, which is told and not drawn. */
  public Plot line(
      String name,
      double[] x,
      double[] y,
      double[] low,
      double[] high,
      Color color,
      BasicStroke stroke) {
    lines.add(
        new Curve(x.clone(), y.clone(), MarkedColor.of(name, color, x, y, low, high), stroke));
    if (!name.isEmpty()) {
      entry(name, color, stroke);
    }
    return this;
  }

  /** Fills the area between two lines over the same places, which belongs to a method. */
  public Plot band(String name, double[] x, double[] low, double[] high, Color color) {
    return band(x, low, high, MarkedColor.of(name, color));
  }

  /** Fills the area between two lines over the same places. */
  public Plot band(double[] x, double[] low, double[] high, Color color) {
    int n = x.length;
    double[] aroundX = Arrays.copyOf(x, 2 * n);
    double[] aroundY = Arrays.copyOf(high, 2 * n);
    for (int i = 0; i < n; i++) {
      aroundX[2 * n - 1 - i] = x[i];
      aroundY[2 * n - 1 - i] = low[i];
    }
    return polygon("", aroundX, aroundY, color);
  }

  /** Fills a polygon; a name puts it into the legend. */
  public Plot polygon(String name, double[] x, double[] y, Color color) {
    XYSeries area = add(x, y, XYSeriesRenderStyle.PolygonArea);
    area.setFillColor(color);
    area.setLineStyle(SeriesLines.NONE);
    area.setMarker(SeriesMarkers.NONE);
    if (!name.isEmpty()) {
      legend.area(name, color);
    }
    return this;
  }

  /** Draws points as filled circles. */
  public Plot points(double[] x, double[] y, Color color) {
    XYSeries points = add(x, y, XYSeriesRenderStyle.Scatter);
    points.setMarker(SeriesMarkers.CIRCLE);
    points.setMarkerColor(color);
    return this;
  }

  /** Sets the size of all points. */
  public Plot markerSize(int points) {
    chart.getStyler().setMarkerSize(points);
    return this;
  }

  /** Returns a solid stroke. */
  public static BasicStroke solid(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** Returns a dotted stroke. */
  public static BasicStroke dotted(double width) {
    return new BasicStroke(
        (float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {2, 4}, 0);
  }

  /** Returns a dashed stroke. */
  public static BasicStroke dashed(double width) {
    return new BasicStroke(
        (float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 4}, 0);
  }

  @Override
  public void paint(Graphics2D graphics, int width, int height) {
    Axes axes = layout(width, height);
    Rectangle2D area = axes.area();
    Marking.of(graphics).ifPresent(marking -> marking.axes(axes));
    frame(graphics, axes, width, height);
    under.forEach(layer -> layer.paint(graphics, axes));
    Shape clip = graphics.getClip();
    if (series > 0) {
      AffineTransform before = graphics.getTransform();
      graphics.translate(area.getX(), area.getY());
      chart.paint(graphics, (int) area.getWidth(), (int) area.getHeight());
      graphics.setTransform(before);
      graphics.setClip(clip);
    }
    if (!lines.isEmpty()) {
      graphics.clip(area);
      lines.forEach(line -> line.paint(graphics, axes));
      graphics.setClip(clip);
    }
    over.forEach(layer -> layer.paint(graphics, axes));
  }

  private Axes layout(int width, int height) {
    int top = title.isEmpty() ? PADDING : PADDING + 28;
    int foot = PADDING + LINE + (xTitle.isEmpty() ? 0 : LINE + 4) + legend.height(width);
    int beside =
        left.map(room -> room.applyAsInt(width)).orElseGet(() -> labelWidth(height - top - foot));
    beside += PADDING + (yTitle.isEmpty() ? 0 : LINE + 4);
    int wide = width - beside - 22;
    int high = height - top - foot - labels.room(wide);
    int x = beside;
    int y = top;
    if (square) {
      int side = Math.min(wide, high);
      x += (wide - side) / 2;
      y += (high - side) / 2;
      wide = side;
      high = side;
    }
    return new Axes(xMin, xMax, yMin, yMax, new Rectangle2D.Double(x, y, wide, high));
  }

  private void frame(Graphics2D graphics, Axes axes, int width, int height) {
    Rectangle2D area = axes.area();
    double middle = area.getCenterX();
    Text.fitted(graphics, title, Fonts.title(), Colors.BLACK, middle, area.getY() - 12, width);
    // equal units get equal ticks
    double[] x = labels.places(Math.max(2, (int) area.getWidth() / (square ? 45 : 70)));
    double[] y = Ticks.of(yMin, yMax, Math.max(2, (int) area.getHeight() / 45));
    graphics.setStroke(new BasicStroke(1f));
    graphics.setColor(Colors.GRID);
    if (grid) {
      for (double tick : x) {
        double at = axes.x(tick);
        graphics.draw(new Line2D.Double(at, area.getY(), at, area.getMaxY()));
      }
      for (double tick : verticalAxis ? y : new double[0]) {
        double at = axes.y(tick);
        graphics.draw(new Line2D.Double(area.getX(), at, area.getMaxX(), at));
      }
    }
    graphics.setColor(Colors.GRAY);
    graphics.draw(new Line2D.Double(area.getX(), area.getMaxY(), area.getMaxX(), area.getMaxY()));
    graphics.draw(new Line2D.Double(area.getX(), area.getY(), area.getX(), area.getMaxY()));
    double line = area.getMaxY() + LINE - 3;
    boolean upright = labels.upright(area.getWidth());
    for (double tick : x) {
      double below = line;
      if (upright) {
        String text = labels.name(tick);
        double half = Text.width(text, Fonts.small()) / 2;
        double at = axes.x(tick) + 4;
        Text.upwards(graphics, text, Fonts.small(), Colors.BLACK, at, area.getMaxY() + 8 + half);
        continue;
      }
      for (String text : labels.lines(tick, area.getWidth())) {
        Text.centered(graphics, text, Fonts.small(), Colors.BLACK, axes.x(tick), below);
        below += TickLabels.LINE;
      }
    }
    line += labels.room(area.getWidth());
    if (verticalAxis) {
      for (double tick : y) {
        Text.right(
            graphics,
            Ticks.label(tick),
            Fonts.small(),
            Colors.BLACK,
            area.getX() - 7,
            axes.y(tick) + 4.3);
      }
    }
    if (!xTitle.isEmpty()) {
      line += LINE + 3;
      Text.fitted(graphics, xTitle, Fonts.normal(), Colors.BLACK, middle, line, width);
    }
    Text.upwards(graphics, yTitle, Fonts.normal(), Colors.BLACK, PADDING + 13, area.getCenterY());
    legend.paint(graphics, width, line + LINE + 2);
  }

  private int labelWidth(int height) {
    double widest =
        Arrays.stream(Ticks.of(yMin, yMax, height / 45))
            .map(tick -> Text.width(Ticks.label(tick), Fonts.small()))
            .max()
            .orElse(0);
    return (int) Math.ceil(widest) + 8;
  }

  private XYSeries add(double[] x, double[] y, XYSeriesRenderStyle style) {
    XYSeries added = chart.addSeries("series " + series++, x, y);
    added.setXYSeriesRenderStyle(style);
    return added;
  }
}
