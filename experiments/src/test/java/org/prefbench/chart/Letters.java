package org.prefbench.chart;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The letters of an SVG file of ours, as boxes. Letters are outlines there: a filled path with
 * curves is one, as nothing else that is filled has curves but circles, which are elements of their
 * own. Letters of straight lines are not seen.
 */
final class Letters {
  private static final Pattern STEP = Pattern.compile("([MmLlQqZz])|(-?\\d*\\.?\\d+)");
  private static final Pattern PLACE = Pattern.compile("translate\\((\\S+) (\\S+)\\)");

  /** Of the smaller of two boxes; letters of a word reach into each other by less. */
  private static final double SHARE = 0.3;

  /**
   * A box, with the number of the outline that it is of: some letters are of parts side by side.
   */
  private record Letter(Rectangle2D box, int outline) {}

  private final Map<String, String> defined = new HashMap<>();
  private final List<Letter> letters = new ArrayList<>();
  private final Rectangle2D sheet;
  private int outlines;

  private Letters(Element root) {
    sheet = new Rectangle2D.Double(0, 0, number(root, "width"), number(root, "height"));
    add(root, 0, 0);
  }

  /** Reads a file. */
  static Letters of(String svg) throws IOException {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setEntityResolver((id, address) -> new InputSource(new StringReader("")));
      InputSource source = new InputSource(new StringReader(svg));
      return new Letters(builder.parse(source).getDocumentElement());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(e);
    }
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
        if (first.outline() != second.outline() && cover(first.box(), second.box())) {
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

  private void add(Element element, double x, double y) {
    Matcher place = PLACE.matcher(element.getAttribute("transform"));
    boolean moved = place.find();
    double left = x + (moved ? Double.parseDouble(place.group(1)) : 0);
    double top = y + (moved ? Double.parseDouble(place.group(2)) : 0);
    if (element.getTagName().equals("defs")) {
      elements(element).forEach(path -> defined.put("#" + path.getAttribute("id"), outline(path)));
      return;
    }
    if (element.getTagName().equals("path")) {
      addOutline(outline(element), left, top);
    }
    if (element.getTagName().equals("use")) {
      String outline = defined.get(element.getAttribute("xlink:href"));
      addOutline(outline, left + number(element, "x"), top + number(element, "y"));
    }
    elements(element).forEach(child -> add(child, left, top));
  }

  /** Adds the boxes of an outline; contours that overlap are one letter and its holes. */
  private void addOutline(String outline, double left, double top) {
    if (!outline.contains("q")) {
      return;
    }
    outlines++;
    Rectangle2D letter = new Rectangle2D.Double();
    for (Rectangle2D contour : contours(outline)) {
      contour.setRect(
          contour.getX() + left, contour.getY() + top, contour.getWidth(), contour.getHeight());
      if (letter.intersects(contour)) {
        letter.add(contour);
      } else if (!contour.isEmpty()) {
        letter = contour;
        letters.add(new Letter(letter, outlines));
      }
    }
  }

  /** Returns the boxes around the points of each contour, those that bend curves included. */
  private static List<Rectangle2D> contours(String outline) {
    List<Rectangle2D> contours = new ArrayList<>();
    double[] start = new double[2];
    double[] at = new double[2]; // end of the last step
    double[] point = new double[2];
    int numbers = 0;
    char command = 'M';
    Matcher steps = STEP.matcher(outline);
    while (steps.find()) {
      if (steps.group(1) != null) {
        command = steps.group(1).charAt(0);
        numbers = 0;
        if (command == 'z') {
          at = start.clone();
        }
        continue;
      }
      int axis = numbers % 2;
      boolean absolute = command == 'M';
      point[axis] = Double.parseDouble(steps.group(2)) + (absolute ? 0 : at[axis]);
      numbers++;
      if (axis == 1) {
        if (numbers == 2 && (command == 'M' || command == 'm')) {
          contours.add(new Rectangle2D.Double(point[0], point[1], 0, 0));
          start = point.clone();
        } else {
          contours.get(contours.size() - 1).add(point[0], point[1]);
        }
        if (command != 'q' || numbers % 4 == 0) {
          at = point.clone();
        }
      }
    }
    return contours;
  }

  private static String outline(Element path) {
    return path.getAttribute("d");
  }

  private static Stream<Element> elements(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        children.add(element);
      }
    }
    return children.stream();
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute).replace("px", ""));
  }
}
