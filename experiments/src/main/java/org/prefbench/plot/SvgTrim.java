package org.prefbench.plot;

import java.util.List;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Makes a picture that stands in a page small: what cannot be seen goes, and the pieces of a line,
 * which XChart draws one by one, become one path.
 */
final class SvgTrim {
  private SvgTrim() {}

  /** Trims an element and all in it. */
  static void trim(Element element) {
    Node child = element.getFirstChild();
    Element line = null; // the path that pieces are added to
    while (child != null) {
      Node next = child.getNextSibling();
      if (child instanceof Element part) {
        if (isEmpty(part)) {
          element.removeChild(part);
        } else if (line != null && goesOn(line, part)) {
          line.setAttribute("d", line.getAttribute("d") + " L" + at(part, "2"));
          element.removeChild(part);
        } else {
          line = part.getNodeName().equals("line") ? path(part) : null;
          if (line == null) {
            trim(part);
          }
        }
      }
      child = next;
    }
  }

  /** Whether a part draws nothing: definitions without any, and what is quite transparent. */
  private static boolean isEmpty(Element part) {
    boolean definitions = part.getNodeName().equals("defs") && !part.hasChildNodes();
    return definitions
        || part.getAttribute("fill-opacity").equals("0")
            && part.getAttribute("stroke-opacity").equals("0");
  }

  private static boolean goesOn(Element line, Element part) {
    return part.getNodeName().equals("line")
        && line.getAttribute("d").endsWith(at(part, "1"))
        && List.of("clip-path", "data-mark", "stroke", "stroke-width", "transform").stream()
            .allMatch(name -> line.getAttribute(name).equals(part.getAttribute(name)));
  }

  private static String at(Element line, String end) {
    return line.getAttribute("x" + end) + " " + line.getAttribute("y" + end);
  }

  /** Puts a path in the place of a piece of a line. */
  private static Element path(Element line) {
    Element path = line.getOwnerDocument().createElementNS(line.getNamespaceURI(), "path");
    for (int i = 0; i < line.getAttributes().getLength(); i++) {
      Node attribute = line.getAttributes().item(i);
      if (!List.of("x1", "y1", "x2", "y2").contains(attribute.getNodeName())) {
        path.setAttribute(attribute.getNodeName(), attribute.getNodeValue());
      }
    }
    path.setAttribute("d", "M" + at(line, "1") + " L" + at(line, "2"));
    line.getParentNode().replaceChild(path, line);
    return path;
  }
}
