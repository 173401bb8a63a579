package org.prefbench.env.scene;

import java.util.List;
import org.prefbench.core.Checks;

/** One thing in a scene; all lengths in m. */
public sealed interface Shape {
  /** A solid, shaded and hidden by what is nearer. */
  sealed interface Solid extends Shape {
    /** Returns what it is to the task. */
    Role role();
  }

  /** A ball. */
  record Sphere(Point center, double radius, Role role) implements Solid {
    /** Validates the radius. */
    public Sphere {
      Checks.positive("radius", radius);
    }
  }

  /** A cylinder with round ends around the segment from {@code start} to {@code end}. */
  record Capsule(Point start, Point end, double radius, Role role) implements Solid {
    /** Validates the radius. */
    public Capsule {
      Checks.positive("radius", radius);
    }
  }

  /** A box along the axes; {@code half} holds half its side lengths. */
  record Box(Point center, Point half, Role role) implements Solid {
    /** Validates the sides. */
    public Box {
      Checks.positive("half.x", half.x());
      Checks.positive("half.y", half.y());
      Checks.positive("half.z", half.z());
    }
  }

  /** A flat line through points, with round ends. */
  record Line(List<Point> points, double width, Role role) implements Shape {
    /** Validates the line and copies the list. */
    public Line {
      points = List.copyOf(points);
      Checks.atLeast("points of a line", points.size(), 2);
      Checks.positive("width", width);
    }
  }

  /** A flat filled polygon. */
  record Area(List<Point> corners, Role role) implements Shape {
    /** Validates the polygon and copies the list. */
    public Area {
      corners = List.copyOf(corners);
      Checks.atLeast("corners of an area", corners.size(), 3);
    }
  }

  /** Level ground as far as the eye reaches, at height {@code z}, in square tiles. */
  record Ground(double z, double tile) implements Shape {
    /** Validates the ground. */
    public Ground {
      Checks.finite("z", z);
      Checks.positive("tile", tile);
    }
  }
}
