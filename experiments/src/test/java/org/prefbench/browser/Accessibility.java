package org.prefbench.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

/** What a page owes those who hear it, zoom it or press its keys. */
public final class Accessibility {
  private Accessibility() {}

  /**
   * Fails unless all that can be pressed has a name and is large enough for a finger, pictures have
   * a text, tables have headers, headings go down step by step, no id is there twice, all text has
   * contrast, and a page of {@code width} pixels needs no scrolling sideways.
   */
  public static void check(Chromium browser, int width) throws IOException {
    assertEquals(
        width, browser.evaluate("document.documentElement.scrollWidth").asInt(), "no sideways");
    for (String offenders : new String[] {UNNAMED, UNHEADED, SKIPPED, DOUBLED, FAINT}) {
      assertEquals("[]", browser.evaluate(offenders).toString());
    }
  }

  /** Pictures without a text, and tables without headers of columns and rows. */
  private static final String UNHEADED =
      """
      [...document.querySelectorAll("svg, img, [role=img]")]
        .filter((element) => !(element.getAttribute("aria-label") || element.alt))
        .concat([...document.querySelectorAll("table")].filter((table) =>
            [...(table.tHead?.rows[0]?.cells ?? [])].some((cell) => cell.scope !== "col")
            || [...table.tBodies].some((body) => [...body.rows].some((row) => row.cells[0].scope !== "row"))))
        .map((element) => element.outerHTML.slice(0, 300))
      """;

  /** Headings more than one level below the one before, or another first one than h1. */
  private static final String SKIPPED =
      """
      [...document.querySelectorAll("h1, h2, h3, h4")]
        .filter((heading) => heading.offsetParent !== null && heading.closest("dialog") === null)
        .filter((heading, i, all) =>
            Number(heading.tagName[1]) > (i === 0 ? 0 : Number(all[i - 1].tagName[1])) + 1)
        .map((heading) => heading.outerHTML)
      """;

  /** Ids that several elements have. */
  private static final String DOUBLED =
      """
      [...document.querySelectorAll("[id]")].map((element) => element.id)
        .filter((id, i, all) => all.indexOf(id) !== i)
      """;

  /** What can be pressed and has no name, or is too small for a finger. */
  private static final String UNNAMED =
      """
      [...document.querySelectorAll("button, select, input, summary, canvas, progress")]
        .filter((element) => element.offsetParent !== null)
        .filter((element) => !(element.textContent.trim() || element.getAttribute("aria-label")
            || element.labels?.length) || (element.matches("button") && element.offsetHeight < 24))
        .map((element) => element.outerHTML)
      """;

  /**
   * Text whose contrast is below 4.5:1, by the formula of WCAG 2.2 (relative luminance of sRGB).
   */
  private static final String FAINT =
      """
      (() => {
        const channels = (color) => color.match(/[\\d.]+/g).map(Number);
        const luminance = (color) => {
          const [r, g, b] = channels(color).slice(0, 3).map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = (element) => {
          for (let up = element; up; up = up.parentElement) {
            const color = getComputedStyle(up).backgroundColor;
            if (channels(color).length === 3) {
              return color;
            }
          }
          throw new Error("no background");
        };
        return [...document.body.querySelectorAll("*")]
          .filter((element) => element instanceof HTMLElement && element.offsetParent !== null && !element.disabled)
          .filter((element) => [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
          .map((element) => {
            const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
            return [element.outerHTML, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
          })
          .filter(([, contrast]) => contrast < 4.5);
      })()
      """;
}
