package org.prefbench.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.View;

/** Where points appear; expected pixels are hand work. */
class ProjectionTest {
  private static final Point ORIGIN = new Point(0, 0, 0);

  private static void assertPixel(double column, double row, Projection projection, Point point) {
    assertEquals(column, projection.column(point), 1e-9, "column");
    assertEquals(row, projection.row(point), 1e-9, "row");
  }

  @Test
  void frontShowsXToTheRightAndZUp() {
    Projection front = new Projection(View.front(new Point(1, 0, 0), 2), 400, 100); // 50 px/m
    assertPixel(200, 50, front, new Point(1, 7, 0));
    assertPixel(225, 50 - 12.5, front, new Point(1.5, -3, 0.25));
  }

  @Test
  void aboveShowsXToTheRightAndYUp() {
    Projection above = new Projection(View.above(ORIGIN, 4), 400, 400); // 100 px/m
    assertPixel(300, 150, above, new Point(1, 0.5, -9));
  }

  /** From 4 m away, what is 8 m away is half as large, and the far ground is nearer the middle. */
  @Test
  void perspectiveShrinksWithDistance() {
    Projection eye = new Projection(new View(ORIGIN, 90, 0, 2, 4), 200, 200); // 100 px/m at 4 m
    assertEquals(100, eye.scaleAt(ORIGIN), 1e-9);
    assertPixel(200, 200, eye, new Point(1, 0, -1));
    assertPixel(150, 150, eye, new Point(1, 4, -1));
    assertEquals(0, eye.scaleAt(new Point(0, -5, 0)), "behind the eye");
  }

  /** An eye looking down by 30 degrees sees a point d behind the target d sin(30) higher up. */
  @Test
  void elevationTiltsTheGround() {
    Projection tilted =
        new Projection(new View(ORIGIN, 90, -30, 2, Double.POSITIVE_INFINITY), 200, 200);
    assertPixel(100, 100 - 50, tilted, new Point(0, 1, 0));
    assertPixel(100, 100 - 100 * Math.sqrt(0.75), tilted, new Point(0, 0, 1));
  }

  @ParameterizedTest
  @CsvSource({"90,0,Infinity", "90,-90,Infinity", "60,-25,8", "90,-9,7", "-130,40,3"})
  void linesOfSightLeadBackToTheirPixels(double azimuth, double elevation, double distance) {
    View view = new View(new Point(0.3, -2, 1), azimuth, elevation, 2, distance);
    Projection projection = new Projection(view, 320, 240);
    Ray ray = new Ray();
    for (int[] pixel : new int[][] {{0, 0}, {319, 239}, {40, 200}, {160, 120}}) {
      projection.aim(pixel[0], pixel[1], ray);
      assertEquals(1, ray.x * ray.x + ray.y * ray.y + ray.z * ray.z, 1e-12, "unit vector");
      // somewhere ahead of the eye, which for parallel lines is far away
      double along = Double.isInfinite(distance) ? Projection.FAR / 2 + 5 : 2.5;
      Point point =
          new Point(
              ray.originX + along * ray.x,
              ray.originY + along * ray.y,
              ray.originZ + along * ray.z);
      assertPixel(pixel[0] + 0.5, pixel[1] + 0.5, projection, point);
    }
  }
}
