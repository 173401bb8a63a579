package org.prefbench.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.prefbench.env.scene.Point;
import org.prefbench.env.scene.Role;
import org.prefbench.env.scene.Scene;
import org.prefbench.env.scene.Shape;
import org.prefbench.env.scene.View;

/** What pixels shapes cover, against the areas and outlines of elementary geometry. */
class PainterTest {
  private static final Point ORIGIN = new Point(0, 0, 0);
  private static final int SIZE = 200;
  private static final View FRONT = View.front(ORIGIN, 2); // 100 px/m, the origin at (100, 100)

  private static BufferedImage paint(View view, Shape... shapes) {
    return new Painter(SIZE, SIZE).paint(new Scene(view, List.of(shapes)));
  }

  private static boolean covered(BufferedImage picture, int column, int row) {
    return (picture.getRGB(column, row) & 0xFFFFFF) != Tone.SKY;
  }

  private static long area(BufferedImage picture) {
    return IntStream.range(0, SIZE * SIZE)
        .filter(i -> covered(picture, i % SIZE, i / SIZE))
        .count();
  }

  private static int firstColumn(BufferedImage picture) {
    return IntStream.range(0, SIZE)
        .filter(c -> IntStream.range(0, SIZE).anyMatch(r -> covered(picture, c, r)))
        .findFirst()
        .orElseThrow();
  }

  /** pi r^2 + 2 r l = 5257 pixels for l = 1 m, r = 0.2 m; pixels that are cut count too. */
  @Test
  void capsuleCoversWhatAStadiumCovers() {
    BufferedImage picture =
        paint(
            FRONT, new Shape.Capsule(new Point(-0.5, 0, 0), new Point(0.5, 0, 0), 0.2, Role.LIMB));
    assertEquals(5257, area(picture), 165, "half of the outline's 326 pixels are cut in the mean");
    for (int sign : new int[] {-1, 1}) {
      assertTrue(covered(picture, sign < 0 ? 31 : 168, 100), "the ends");
      assertTrue(!covered(picture, sign < 0 ? 28 : 171, 100), "beyond the ends");
      assertTrue(covered(picture, 100 + 50 * sign, 82), "the flank");
      assertTrue(!covered(picture, 100 + 50 * sign, 78), "beyond the flank");
      assertTrue(!covered(picture, 100 + 66 * sign, 84), "the ends are round");
    }
  }

  /** Seen along its axis a capsule is a disc, as is a capsule without length. */
  @Test
  void capsuleSeenAlongItsAxisIsADisc() {
    BufferedImage disc = paint(FRONT, new Shape.Sphere(ORIGIN, 0.3, Role.BODY));
    assertEquals(Math.PI * 900, area(disc), 120);
    Point behind = new Point(0, 0.4, 0);
    assertEquals(area(disc), area(paint(FRONT, new Shape.Capsule(ORIGIN, behind, 0.3, Role.BODY))));
    assertEquals(area(disc), area(paint(FRONT, new Shape.Capsule(ORIGIN, ORIGIN, 0.3, Role.BODY))));
  }

  /** From distance d the outline of a ball of radius r has radius r d / sqrt(d^2 - r^2). */
  @Test
  void nearBallLooksLargerThanItIs() {
    BufferedImage picture =
        paint(new View(ORIGIN, 90, 0, 2, 1), new Shape.Sphere(ORIGIN, 0.5, Role.BODY));
    assertEquals(100 - 100 * 0.5 / Math.sqrt(0.75), firstColumn(picture), 1);
  }

  @Test
  void boxCoversARectangle() {
    BufferedImage picture = paint(FRONT, new Shape.Box(ORIGIN, new Point(0.4, 1, 0.25), Role.BODY));
    assertEquals(80 * 50, area(picture));
    assertEquals(60, firstColumn(picture));
  }

  @Test
  void nearerSolidsHideFartherOnes() {
    Shape near = new Shape.Sphere(new Point(0, -1, 0), 0.3, Role.GOAL);
    Shape far = new Shape.Sphere(new Point(0, 1, 0), 0.4, Role.BODY);
    int pixel = paint(FRONT, near).getRGB(100, 100);
    assertEquals(pixel, paint(FRONT, near, far).getRGB(100, 100));
    assertEquals(pixel, paint(FRONT, far, near).getRGB(100, 100));
    assertNotEquals(pixel, paint(FRONT, far).getRGB(100, 100));
  }

  /** The light comes from the upper left. */
  @Test
  void ballIsBrightestAtTheUpperLeft() {
    BufferedImage picture = paint(FRONT, new Shape.Sphere(ORIGIN, 0.5, Role.SUPPORT));
    int lit = picture.getRGB(85, 75) & 255;
    assertTrue(lit > (picture.getRGB(115, 125) & 255) + 20);
    assertTrue(lit > (picture.getRGB(85, 125) & 255));
  }

  @Test
  void groundIsTiledFromTheOrigin() {
    BufferedImage picture = paint(View.above(ORIGIN, 4), new Shape.Ground(0, 1)); // 50 px per tile
    assertEquals(Tone.LIGHT_TILE, picture.getRGB(125, 75) & 0xFFFFFF, "(0.5, 0.5)");
    assertEquals(Tone.DARK_TILE, picture.getRGB(175, 75) & 0xFFFFFF, "(1.5, 0.5)");
    assertEquals(Tone.DARK_TILE, picture.getRGB(125, 25) & 0xFFFFFF, "(0.5, 1.5)");
    assertEquals(Tone.DARK_TILE, picture.getRGB(75, 75) & 0xFFFFFF, "(-0.5, 0.5)");
    assertEquals(Tone.LIGHT_TILE, picture.getRGB(101, 99) & 0xFFFFFF, "just inside");
    assertEquals(Tone.DARK_TILE, picture.getRGB(98, 99) & 0xFFFFFF, "just outside");
  }

  /** Looking down by 45 degrees at a ball 1 m up, its shadow is 1 m nearer to us: lower down. */
  @Test
  void shadowsFallStraightDown() {
    View view = new View(ORIGIN, 90, -45, 4, Double.POSITIVE_INFINITY); // 50 px/m
    Shape ground = new Shape.Ground(0, 100);
    Shape ball = new Shape.Sphere(new Point(0.5, 0.5, 1), 0.2, Role.BODY);
    BufferedImage bare = paint(view, ground);
    BufferedImage picture = paint(view, ground, ball);
    int row = (int) Math.round(100 - 50 * 0.5 * Math.sqrt(0.5));
    assertTrue((picture.getRGB(125, row) & 255) < (bare.getRGB(125, row) & 255) - 20, "shadow");
    assertEquals(bare.getRGB(125, row + 20), picture.getRGB(125, row + 20), "beside it");
    assertEquals(bare.getRGB(60, row), picture.getRGB(60, row), "beside it");
  }

  @Test
  void groundHidesWhatIsBelowIt() {
    BufferedImage picture =
        paint(FRONT, new Shape.Ground(0, 1), new Shape.Sphere(ORIGIN, 0.4, Role.BODY));
    assertTrue(covered(picture, 100, 95));
    assertTrue(!covered(picture, 100, 105));
  }

  /** 1 m by 0.1 m and two half discs, and a triangle with legs of 1 m. */
  @Test
  void flatShapesHaveTheirAreas() {
    Shape line = new Shape.Line(List.of(ORIGIN, new Point(0, 0, 0.9)), 0.1, Role.GUIDE);
    assertEquals(10 * 90 + Math.PI * 25, area(paint(FRONT, line)), 110);
    Shape triangle =
        new Shape.Area(List.of(ORIGIN, new Point(1, 0, 0), new Point(0, 0, 1)), Role.GOAL);
    BufferedImage picture = paint(FRONT, triangle);
    assertEquals(5000, area(picture), 110);
    assertEquals(Tone.of(Role.GOAL), picture.getRGB(110, 80) & 0xFFFFFF, "flat");
  }
}
