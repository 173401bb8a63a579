package org.prefbench.plot;

import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Makes a picture small: what cannot be seen goes. */
final class SvgTrim {
  private SvgTrim() {}

  /** Trims an element and all in it. */
  static void trim(Element element) {
    Node child = element.getFirstChild();
    while (child != null) {
      Node next = child.getNextSibling();
      if (child instanceof Element part) {
        if (isEmpty(part)) {
          element.removeChild(part);
        } else {
          trim(part);
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
}
