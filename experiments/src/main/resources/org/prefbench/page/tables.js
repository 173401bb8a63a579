// Tables that sort: a button in the heading of each column, which says how it is sorted now.
"use strict";

const Tables = (() => {
  const SIZES = { k: 1e3, M: 1e6, G: 1e9 };

  // The number that a cell begins with, be it a mean with its interval, a count or a share; null if none.
  const number = (text) => {
    const found = /^[+-]?\d+(\.\d+)?/.exec(text.replace("\u2212", "-"));
    return found === null ? null : Number(found[0]) * (SIZES[text.charAt(found[0].length)] ?? 1);
  };

  const compare = (a, b, sign) => {
    const [x, y] = [number(a), number(b)];
    if (x !== null && y !== null) {
      return sign * (x - y);
    }
    return x === null && y === null ? sign * a.localeCompare(b) : x === null ? 1 : -1; // no number: last
  };

  const sort = (table, column) => {
    const headings = [...table.tHead.rows[0].cells];
    const numbers = [...table.tBodies[0].rows].some((row) => number(row.cells[column].textContent) !== null);
    const now = headings[column].getAttribute("aria-sort");
    const next = now === null ? (numbers ? "descending" : "ascending") : now === "descending" ? "ascending" : "descending";
    headings.forEach((heading) => heading.removeAttribute("aria-sort"));
    headings[column].setAttribute("aria-sort", next);
    const sign = next === "ascending" ? 1 : -1;
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => compare(a.cells[column].textContent, b.cells[column].textContent, sign));
    table.tBodies[0].append(...rows);
  };

  const prepare = (table) => {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...heading.childNodes);
      button.onclick = () => sort(table, column);
      heading.append(button);
    });
  };

  // All tables of the page: they sort, and those wider than the screen are scrolled by keys.
  const prepareAll = () => {
    document.querySelectorAll(".scroll").forEach((scroll) => {
      scroll.tabIndex = 0;
      scroll.setAttribute("role", "region");
      const heading = scroll.previousElementSibling;
      scroll.setAttribute("aria-label", heading?.matches("h2, h3") ? heading.textContent : "Table");
    });
    document.querySelectorAll("main table").forEach(prepare);
  };

  return { prepareAll };
})();
