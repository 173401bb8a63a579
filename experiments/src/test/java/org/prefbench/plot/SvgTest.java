package org.prefbench.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SvgTest {
  @Test
  void pathsAreRoundedAndRelative() {
    assertEquals(
        "<path d=\"M1.23-.13l5.77 .13q-1-2 0 1.05zM2 2l.1 0z\" style=\"fill-opacity:0.160784;\"/>\n",
        Svg.compact(
            "  <path d=\"M1.23456,-0.126 L7.0004,-0.0001 Q6,-2 7,1.05 Z M2,2 L2.1,2 Z\""
                + " style=\"fill-opacity:0.160784;\"/>"));
  }

  @Test
  void neighboursOfOneStyleShareItAndLinesAreOnePath() {
    assertEquals(
        """
        <svg version="1.125">
        <g style="stroke:red;">
        <path d="M0 0l10.5 0M10.5 0l-.5-1"/>
        <rect height="2" x="-2.5" y="0"/>
        <path d="M1 1l1 1"/>
        </g>
        <g style="stroke:red;stroke-opacity:0.5;">
        <line x1="0" x2="1" y1="0" y2="1"/>
        <line x1="1" x2="2" y1="1" y2="2"/>
        </g>
        <ellipse cx=".13" style="stroke:red;"/>
        </svg>
        """,
        Svg.compact(
            """
            <svg version="1.125">
              <line style="stroke:red;" x1="0" x2="10.5" y1="0" y2="0"/>
              <line style="stroke:red;" x1="10.499" x2="10" y1="0" y2="-1"/>
              <rect height="2" style="stroke:red;" x="-2.500" y="1.2345E-5"/>
              <line style="stroke:red;" x1="1" x2="2" y1="1" y2="2"/>
              <line style="stroke:red;stroke-opacity:0.5;" x1="0" x2="1" y1="0" y2="1"/>
              <line style="stroke:red;stroke-opacity:0.5;" x1="1" x2="2" y1="1" y2="2"/>
              <ellipse cx="0.126" style="stroke:red;"/>
            </svg>
            """));
  }

  @Test
  void lettersThatOccurAgainAreDefinedOnce() {
    // a ring with a hole, the same a little to the right and below, and a square; every ring is
    // rounded from its own start, so that both are one text
    String ring = "M%s,1 L%s,1 L%s,5 L%s,5 Z M%s,2 L%s,2 L%s,4 L%s,4 Z";
    String square = " M20,1 L21,1 L21,2 L20,2 Z";
    assertEquals(
        """
        <svg version="1.1">
        <defs>
        <path id="p0" d="M0 0l4.25 0l0 4l-4.25 0zm1.25 1l2 0l0 2l-2 0z"/>
        </defs>
        <g style="fill:red;stroke:none;">
        <use xlink:href="#p0" x="0" y="1"/>
        <path d="M20 1l1 0l0 1l-1 0z"/>
        <use xlink:href="#p0" x="10.01" y="1"/>
        </g>
        </svg>
        """,
        Svg.compact(
            "<svg version=\"1.1\">\n<path style=\"fill:red;stroke:none;\" d=\""
                + ring.formatted(0, 4.25, 4.25, 0, 1.25, 3.25, 3.25, 1.25)
                + square
                + "\"/>\n<path style=\"fill:red;stroke:none;\" d=\""
                + ring.formatted(10.006, 14.256, 14.256, 10.006, 11.256, 13.256, 13.256, 11.256)
                + "\"/>\n</svg>\n"));
  }

  @Test
  void whatIsFilledAndThenStrokedIsOneShape() {
    assertEquals(
        """
        <g style="fill:red;stroke:blue;">
        <circle cx="1" cy="1" r="2.5"/>
        <ellipse cx="2" cy="1" rx="2" ry="3"/>
        </g>
        <ellipse cx="3" cy="1" style="fill:red;stroke:none;"/>
        """,
        Svg.compact(
            """
            <ellipse cx="1" cy="1" rx="2.5" ry="2.5" style="fill:red;stroke:none;"/>
            <ellipse cx="1" cy="1" rx="2.5" ry="2.5" style="fill:none;stroke:blue;"/>
            <ellipse cx="2" cy="1" rx="2" ry="3" style="fill:red;stroke:none;"/>
            <ellipse cx="2" cy="1" rx="2" ry="3" style="fill:none;stroke:blue;"/>
            <ellipse cx="3" cy="1" style="fill:red;stroke:none;"/>
            """));
  }
}
