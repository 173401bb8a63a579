package org.prefbench.chart;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.prefbench.plot.Sheet;
import org.prefbench.plot.Text;

/** The letters of a sheet, as the boxes of their outlines where they are drawn. */
final class Letters {
  /** Letters stand where their widths put them, not at whole pixels. */
  private static final FontRenderContext UNROUNDED = new FontRenderContext(null, true, true);

  /** Of the smaller of two boxes; letters of a word reach into each other by less. */
  private static final double SHARE = 0.3;

  /** A box, with the number of the text that it is of. */
  private record Letter(Rectangle2D box, int text) {}

  private final List<Letter> letters = new ArrayList<>();
  private final Rectangle2D sheet;
  private int texts;

  private Letters(Sheet sheet) {
    this.sheet = new Rectangle2D.Double(0, 0, sheet.width(), sheet.height());
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    graphics.setRenderingHint(Text.LETTERING, (Text.Lettering) this::add);
    sheet.paint(graphics);
    graphics.dispose();
  }

  /** Returns the letters of {@code sheet}. */
  static Letters of(Sheet sheet) {
    return new Letters(sheet);
  }

  /** Returns how many there are. */
  int count() {
    return letters.size();
  }

  /** Returns those that lie in part outside of the sheet. */
  List<Rectangle2D> cut() {
    return letters.stream().map(Letter::box).filter(box -> !sheet.contains(box)).toList();
  }

  /** Returns those that cover others. */
  List<Rectangle2D> covered() {
    List<Letter> sorted =
        letters.stream()
            .sorted(Comparator.comparingDouble(letter -> letter.box().getMinX()))
            .toList();
    List<Rectangle2D> covered = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      Letter first = sorted.get(i);
      for (int j = i + 1; j < sorted.size(); j++) {
        Letter second = sorted.get(j);
        if (second.box().getMinX() >= first.box().getMaxX()) {
          break;
        }
        if (first.text() != second.text() && cover(first.box(), second.box())) {
          covered.add(first.box());
        }
      }
    }
    return covered;
  }

  private static boolean cover(Rectangle2D first, Rectangle2D second) {
    Rectangle2D common = first.createIntersection(second);
    return common.getHeight() > 0 && area(common) > SHARE * Math.min(area(first), area(second));
  }

  private static double area(Rectangle2D box) {
    return box.getWidth() * box.getHeight();
  }

  private void add(Graphics2D graphics, String text, Font font) {
    texts++;
    GlyphVector glyphs = font.createGlyphVector(UNROUNDED, text);
    for (int i = 0; i < glyphs.getNumGlyphs(); i++) {
      Rectangle2D box =
          graphics.getTransform().createTransformedShape(glyphs.getGlyphOutline(i)).getBounds2D();
      if (!box.isEmpty()) { // no blank
        letters.add(new Letter(box, texts));
      }
    }
  }
}
