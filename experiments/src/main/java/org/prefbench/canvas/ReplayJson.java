package org.prefbench.canvas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.prefbench.core.Parameters;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Role;
import org.prefbench.env.scene.Scene;
import org.prefbench.env.scene.Shape;
import org.prefbench.env.scene.View;

/**
 * A replay as JSON. What stays from step to step is told once, in a layout; a frame holds numbers
 * alone.
 *
 * <pre>
 * environment   the id
 * step          seconds per step
 * unit          metres per whole number in "at" and in frames, 1/4096 of the first picture's height
 * layouts       azimuth, elevation (degrees), distance (m; null: parallel lines of sight), shapes
 *   shape       kind: sphere, capsule, box, line, area, ground; role; size in m: radius, half the
 *               sides, width, or height and tile; points: how many; at: where, if it never moves
 * frames        layout, target x, y, z and height of the view, then the points of moving shapes
 * </pre>
 */
final class ReplayJson {
  private static final int UNITS = 4096; // in the height of a picture: finer than a screen's pixels

  private final double unit;
  private final List<Frame> frames = new ArrayList<>();
  private final Map<Layout, Integer> layouts = new LinkedHashMap<>();
  private final List<boolean[]> moving = new ArrayList<>(); // by layout and shape

  /** What a shape is, but for where it is. */
  private record Form(String kind, String role, List<Double> size, int points) {}

  /** What stays while shapes move and the view follows them. */
  private record Layout(double azimuth, double elevation, double distance, List<Form> forms) {}

  /**
   * One state.
   *
   * @param view target and height in units
   * @param points by shape, three coordinates per point in units
   */
  private record Frame(int layout, int[] view, List<int[]> points) {}

  private ReplayJson(CanvasReplay replay) {
    unit = replay.scenes().get(0).view().height() / UNITS;
    for (Scene scene : replay.scenes()) {
      add(scene);
    }
  }

  static String of(CanvasReplay replay) {
    ReplayJson json = new ReplayJson(replay);
    return "{\"environment\":\""
        + replay.environment()
        + "\",\"step\":"
        + replay.controlStep()
        + ",\"unit\":"
        + json.unit
        + ",\"layouts\":"
        + list(json.layouts.keySet().stream().map(json::text).toList())
        + ",\"frames\":"
        + list(json.frames.stream().map(json::text).toList())
        + "}";
  }

  private void add(Scene scene) {
    View view = scene.view();
    Layout layout =
        new Layout(
            view.azimuth(),
            view.elevation(),
            view.distance(),
            scene.shapes().stream().map(ReplayJson::form).toList());
    int index = layouts.computeIfAbsent(layout, any -> layouts.size());
    if (index == moving.size()) {
      moving.add(new boolean[scene.shapes().size()]);
    }
    int[] looked =
        IntStream.concat(
                Arrays.stream(units(List.of(view.target()))), IntStream.of(units(view.height())))
            .toArray();
    List<int[]> points = scene.shapes().stream().map(shape -> units(points(shape))).toList();
    frames.stream()
        .filter(frame -> frame.layout == index)
        .findFirst()
        .ifPresent(
            first -> {
              for (int i = 0; i < points.size(); i++) {
                moving.get(index)[i] |= !Arrays.equals(first.points.get(i), points.get(i));
              }
            });
    frames.add(new Frame(index, looked, points));
  }

  private static Form form(Shape shape) {
    int points = points(shape).size();
    if (shape instanceof Shape.Ground ground) {
      return new Form("ground", "", List.of(ground.z(), ground.tile()), points);
    } else if (shape instanceof Shape.Line line) {
      return new Form("line", word(line.role()), List.of(line.width()), points);
    } else if (shape instanceof Shape.Area area) {
      return new Form("area", word(area.role()), List.of(), points);
    } else if (shape instanceof Shape.Sphere sphere) {
      return new Form("sphere", word(sphere.role()), List.of(sphere.radius()), points);
    } else if (shape instanceof Shape.Capsule capsule) {
      return new Form("capsule", word(capsule.role()), List.of(capsule.radius()), points);
    }
    Shape.Box box = (Shape.Box) shape;
    Point half = box.half();
    return new Form("box", word(box.role()), List.of(half.x(), half.y(), half.z()), points);
  }

  private static List<Point> points(Shape shape) {
    if (shape instanceof Shape.Line line) {
      return line.points();
    } else if (shape instanceof Shape.Area area) {
      return area.corners();
    } else if (shape instanceof Shape.Sphere sphere) {
      return List.of(sphere.center());
    } else if (shape instanceof Shape.Capsule capsule) {
      return List.of(capsule.start(), capsule.end());
    } else if (shape instanceof Shape.Box box) {
      return List.of(box.center());
    }
    return List.of(); // level ground is everywhere
  }

  private static String word(Role role) {
    return Parameters.word(role);
  }

  private int[] units(List<Point> points) {
    return points.stream()
        .flatMapToDouble(point -> DoubleStream.of(point.x(), point.y(), point.z()))
        .mapToInt(this::units)
        .toArray();
  }

  private int units(double metres) {
    return (int)
        Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, Math.rint(metres / unit)));
  }

  // ---- text; all words are ours, so that nothing needs an escape

  private String text(Layout layout) {
    int index = layouts.get(layout);
    Frame first = frames.stream().filter(frame -> frame.layout == index).findFirst().orElseThrow();
    List<String> shapes = new ArrayList<>();
    for (int i = 0; i < layout.forms.size(); i++) {
      Form form = layout.forms.get(i);
      String at = moving.get(index)[i] ? "" : ",\"at\":" + list(first.points.get(i));
      shapes.add(
          "{\"kind\":\""
              + form.kind
              + "\",\"role\":\""
              + form.role
              + "\",\"size\":"
              + list(form.size)
              + ",\"points\":"
              + form.points
              + at
              + "}");
    }
    return "{\"azimuth\":"
        + layout.azimuth
        + ",\"elevation\":"
        + layout.elevation
        + ",\"distance\":"
        + (Double.isInfinite(layout.distance) ? "null" : layout.distance)
        + ",\"shapes\":"
        + list(shapes)
        + "}";
  }

  private String text(Frame frame) {
    IntStream numbers = IntStream.concat(IntStream.of(frame.layout), Arrays.stream(frame.view));
    for (int i = 0; i < frame.points.size(); i++) {
      if (moving.get(frame.layout)[i]) {
        numbers = IntStream.concat(numbers, Arrays.stream(frame.points.get(i)));
      }
    }
    return list(numbers.toArray());
  }

  private static String list(int[] numbers) {
    return list(Arrays.stream(numbers).boxed().toList());
  }

  private static String list(List<?> parts) {
    return parts.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }
}
