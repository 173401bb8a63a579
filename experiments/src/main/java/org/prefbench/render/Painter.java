package org.prefbench.render;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import java.util.List;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Scene;
import org.prefbench.env.scene.Shape;

/**
 * Draws scenes: ground with soft shadows, then flat shapes in their order, then solids pixel by
 * pixel, nearest first, under a light from the upper left of the eye. Every pixel is the mean of
 * four. Not thread-safe.
 */
final class Painter {
  private static final int SAMPLES = 2; // per pixel and axis
  private static final double TIE = 1e-6; // m; of solids as near as that the first is seen

  private final int width;
  private final int height;
  private final int columns; // of samples
  private final int rows;
  private final BufferedImage samples;
  private final int[] colors; // those of samples
  private final double[] depths;
  private final float[] shadows;
  private final Ray ray = new Ray();

  /** Creates a painter of pictures of this size in pixels. */
  Painter(int width, int height) {
    this.width = width;
    this.height = height;
    columns = SAMPLES * width;
    rows = SAMPLES * height;
    samples = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    colors = ((DataBufferInt) samples.getRaster().getDataBuffer()).getData();
    depths = new double[columns * rows];
    shadows = new float[columns * rows];
  }

  /** Returns a new picture of a scene. */
  BufferedImage paint(Scene scene) {
    Projection projection = new Projection(scene.view(), columns, rows);
    Arrays.fill(colors, Tone.SKY);
    Arrays.fill(depths, Projection.FAR);
    List<Shape.Solid> solids =
        scene.shapes().stream()
            .filter(Shape.Solid.class::isInstance)
            .map(Shape.Solid.class::cast)
            .toList();
    double bottom = Double.NEGATIVE_INFINITY; // what is below is under the ground
    for (Shape shape : scene.shapes()) {
      if (shape instanceof Shape.Ground ground) {
        bottom = ground.z();
        castShadows(projection, ground, solids);
        lay(projection, ground);
      }
    }
    Graphics2D graphics = samples.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    for (Shape shape : scene.shapes()) {
      if (shape instanceof Shape.Line line) {
        draw(graphics, projection, line);
      } else if (shape instanceof Shape.Area area) {
        graphics.setColor(new Color(Tone.of(area.role())));
        graphics.fill(path(projection, area.corners(), true));
      }
    }
    graphics.dispose();
    for (Shape.Solid solid : solids) {
      cast(projection, solid, bottom);
    }
    return average();
  }

  // ---- flat shapes

  private static void draw(Graphics2D graphics, Projection projection, Shape.Line line) {
    double pixels = line.width() * projection.scaleAt(line.points().get(0));
    graphics.setColor(new Color(Tone.of(line.role())));
    graphics.setStroke(
        new BasicStroke(
            (float) Math.max(SAMPLES, pixels), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(path(projection, line.points(), false));
  }

  private static Path2D path(Projection projection, List<Point> points, boolean closed) {
    Path2D path = new Path2D.Double();
    path.moveTo(projection.column(points.get(0)), projection.row(points.get(0)));
    for (Point point : points.subList(1, points.size())) {
      path.lineTo(projection.column(point), projection.row(point));
    }
    if (closed) {
      path.closePath();
    }
    return path;
  }

  // ---- ground

  /** Along a row the ground is crossed at even distances, because no view is tilted sideways. */
  private void lay(Projection projection, Shape.Ground ground) {
    for (int row = 0; row < rows; row++) {
      projection.aim(0, row, ray);
      double toLeft = (ground.z() - ray.originZ) / ray.z;
      if (!(toLeft > 0 && toLeft < Projection.FAR)) {
        continue;
      }
      double haze = haze(ray);
      double x = (ray.originX + toLeft * ray.x) / ground.tile();
      double y = (ray.originY + toLeft * ray.y) / ground.tile();
      projection.aim(columns - 1, row, ray);
      double toRight = (ground.z() - ray.originZ) / ray.z;
      double stepX = ((ray.originX + toRight * ray.x) / ground.tile() - x) / (columns - 1);
      double stepY = ((ray.originY + toRight * ray.y) / ground.tile() - y) / (columns - 1);
      int light = Tone.mix(Tone.LIGHT_TILE, Tone.SKY, haze);
      int dark = Tone.mix(Tone.DARK_TILE, Tone.SKY, haze);
      for (int column = 0; column < columns; column++) {
        int tile = (int) Math.floor(x + column * stepX) + (int) Math.floor(y + column * stepY);
        int color = (tile & 1) == 0 ? light : dark;
        int index = row * columns + column;
        float shadow = shadows[index];
        colors[index] = shadow == 0 ? color : Tone.lit(color, 1 - 0.4 * shadow, 0);
      }
    }
  }

  /** Ground that is looked at sideways dissolves into the sky, where tiles would only flicker. */
  private static double haze(Ray ray) {
    return Math.max(0, Math.min(1, 1.25 + 8 * ray.z));
  }

  /** The light of shadows falls straight down, so that one sees what is how far above its spot. */
  private void castShadows(Projection projection, Shape.Ground ground, List<Shape.Solid> solids) {
    Arrays.fill(shadows, 0);
    for (Shape.Solid solid : solids) {
      if (solid instanceof Shape.Sphere sphere) {
        castShadow(projection, ground, sphere.center(), sphere.center(), sphere.radius());
      } else if (solid instanceof Shape.Capsule capsule) {
        castShadow(projection, ground, capsule.start(), capsule.end(), capsule.radius());
      }
    }
  }

  private void castShadow(
      Projection projection, Shape.Ground ground, Point start, Point end, double radius) {
    Point a = new Point(start.x(), start.y(), ground.z());
    Point b = new Point(end.x(), end.y(), ground.z());
    Point along = b.minus(a);
    double squared = along.dot(along);
    Bounds bounds = Bounds.of(projection, List.of(a, b), 1.05 * radius, columns, rows);
    for (int row = bounds.top(); row < bounds.bottom(); row++) {
      for (int column = bounds.left(); column < bounds.right(); column++) {
        projection.aim(column, row, ray);
        double distance = (ground.z() - ray.originZ) / ray.z;
        double x = ray.originX + distance * ray.x - a.x();
        double y = ray.originY + distance * ray.y - a.y();
        double share =
            squared < 1e-12
                ? 0
                : Math.max(0, Math.min(1, (x * along.x() + y * along.y()) / squared));
        double dx = x - share * along.x();
        double dy = y - share * along.y();
        double inside = 1 - Math.sqrt(dx * dx + dy * dy) / radius;
        if (inside > 0) {
          double above = start.z() + share * (end.z() - start.z()) - radius - ground.z();
          double strength = Math.min(1, 3 * inside) / (1 + Math.max(0, above));
          int index = row * columns + column;
          shadows[index] = Math.max(shadows[index], (float) strength);
        }
      }
    }
  }

  // ---- solids

  private void cast(Projection projection, Shape.Solid solid, double bottom) {
    Bounds bounds = Bounds.of(projection, solid, columns, rows);
    int color = Tone.of(solid.role());
    for (int row = bounds.top(); row < bounds.bottom(); row++) {
      for (int column = bounds.left(); column < bounds.right(); column++) {
        projection.aim(column, row, ray);
        double distance = ray.meet(solid);
        int index = row * columns + column;
        if (distance > 0
            && distance < depths[index] - TIE
            && ray.originZ + distance * ray.z >= bottom) {
          depths[index] = distance;
          colors[index] = shade(projection, color);
        }
      }
    }
  }

  /** Lambert's law over ambient light, a highlight, and a darker rim that sets shapes apart. */
  private int shade(Projection projection, int color) {
    Point right = projection.right();
    Point up = projection.up();
    Point forward = projection.forward();
    double nx = ray.normalX * right.x() + ray.normalY * right.y() + ray.normalZ * right.z();
    double ny = ray.normalX * up.x() + ray.normalY * up.y() + ray.normalZ * up.z();
    double nz =
        -(ray.normalX * forward.x() + ray.normalY * forward.y() + ray.normalZ * forward.z());
    double lambert = Math.max(0, -0.36 * nx + 0.72 * ny + 0.59 * nz); // light of length 1
    double half = Math.max(0, -0.20 * nx + 0.40 * ny + 0.89 * nz); // between light and eye
    double h4 = half * half * half * half;
    double gloss = 0.22 * h4 * h4 * h4 * h4 * h4;
    double facing = -(ray.normalX * ray.x + ray.normalY * ray.y + ray.normalZ * ray.z);
    double rim = facing < 0.4 ? 0.62 + 0.95 * facing : 1;
    return Tone.lit(color, (0.62 + 0.42 * lambert) * rim, gloss);
  }

  private BufferedImage average() {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int at = SAMPLES * (row * columns + column);
        int a = colors[at];
        int b = colors[at + 1];
        int c = colors[at + columns];
        int d = colors[at + columns + 1];
        int red = (a >> 16 & 255) + (b >> 16 & 255) + (c >> 16 & 255) + (d >> 16 & 255);
        int green = (a >> 8 & 255) + (b >> 8 & 255) + (c >> 8 & 255) + (d >> 8 & 255);
        int blue = (a & 255) + (b & 255) + (c & 255) + (d & 255);
        pixels[row * width + column] = (red + 2) / 4 << 16 | (green + 2) / 4 << 8 | (blue + 2) / 4;
      }
    }
    return picture;
  }
}
