package org.prefbench.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.prefbench.comparison.Probe;
import org.prefbench.core.Checks;
import org.prefbench.drawing.Colors;
import org.prefbench.plot.Plot;

/**
 * A function on a regular grid of the plane, shown as shades of one colour: white where it is
 * smallest, full where it is largest.
 */
final class Density implements Plot.Layer {
  /** Pixels per side of the picture that the grid is interpolated to. */
  private static final int PIXELS = 240;

  private static final Color FULL = new Color(0x1F4E79);

  private final double[] x;
  private final double[] y;
  private final double[][] values;
  private final double strength;

  private Density(double[] x, double[] y, double[][] values, double strength) {
    this.x = x;
    this.y = y;
    this.values = values;
    this.strength = strength;
  }

  /**
   * Returns the function of a probe with the columns {@code x}, {@code y} and {@code value} that
   * holds every point of a grid once.
   */
  static Density of(Probe probe) {
    double[] xs = probe.column("x");
    double[] ys = probe.column("y");
    double[] vs = probe.column("value");
    double[] x = Arrays.stream(xs).distinct().sorted().toArray();
    double[] y = Arrays.stream(ys).distinct().sorted().toArray();
    Checks.require(
        x.length > 1 && y.length > 1 && x.length * y.length == xs.length,
        "probe %s of %s must hold a full grid of points, got %d points over %d x %d places",
        probe.kind(),
        probe.method(),
        xs.length,
        x.length,
        y.length);
    double[][] values = new double[x.length][y.length];
    for (int i = 0; i < xs.length; i++) {
      values[Arrays.binarySearch(x, xs[i])][Arrays.binarySearch(y, ys[i])] = vs[i];
    }
    return new Density(x, y, values, 1);
  }

  /** Returns the same function in paler shades, for a background. */
  Density pale() {
    return new Density(x, y, values, 0.3);
  }

  @Override
  public void paint(Graphics2D graphics, Plot.Axes axes) {
    double low = Arrays.stream(values).flatMapToDouble(Arrays::stream).min().orElse(0);
    double high = Arrays.stream(values).flatMapToDouble(Arrays::stream).max().orElse(1);
    BufferedImage image = new BufferedImage(PIXELS, PIXELS, BufferedImage.TYPE_INT_RGB);
    for (int column = 0; column < PIXELS; column++) {
      for (int row = 0; row < PIXELS; row++) {
        double u = (column + 0.5) / PIXELS;
        double v = 1 - (row + 0.5) / PIXELS;
        double value =
            at(
                axes.xMin() + u * (axes.xMax() - axes.xMin()),
                axes.yMin() + v * (axes.yMax() - axes.yMin()));
        double share = high > low ? (value - low) / (high - low) : 0;
        image.setRGB(column, row, Colors.tint(FULL, strength * share).getRGB());
      }
    }
    Rectangle2D area = axes.area();
    Shape clip = graphics.getClip();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(
        image,
        (int) area.getX(),
        (int) area.getY(),
        (int) area.getWidth(),
        (int) area.getHeight(),
        null);
    graphics.setClip(clip);
  }

  /** Interpolates between the four nearest grid points; the smallest value outside the grid. */
  private double at(double px, double py) {
    int i = cell(x, px);
    int j = cell(y, py);
    if (i < 0 || j < 0) {
      return Arrays.stream(values).flatMapToDouble(Arrays::stream).min().orElse(0);
    }
    double u = (px - x[i]) / (x[i + 1] - x[i]);
    double v = (py - y[j]) / (y[j + 1] - y[j]);
    return (1 - u) * ((1 - v) * values[i][j] + v * values[i][j + 1])
        + u * ((1 - v) * values[i + 1][j] + v * values[i + 1][j + 1]);
  }

  private static int cell(double[] places, double value) {
    if (value < places[0] || value > places[places.length - 1]) {
      return -1;
    }
    int found = Arrays.binarySearch(places, value);
    int cell = found >= 0 ? found : -found - 2;
    return Math.min(cell, places.length - 2);
  }
}
