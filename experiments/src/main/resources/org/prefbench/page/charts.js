// What marks of charts say when they are pointed at, and which methods are shown. A part of a picture has the number
// of its mark as data-mark; the marks stand in the page as JSON: method, task, text, and a line's points as
// [x, y] or [x, y, low, high].
"use strict";

class ChartMarks {
  static REACH = [[0, 0], [0, -4], [0, 4], [-4, 0], [4, 0], [-3, -3], [3, 3]]; // px around the pointer: lines are thin

  constructor(marks, tip, onChosen) {
    this.marks = marks;
    this.tip = tip;
    document.addEventListener("pointermove", (event) => this.point(event));
    document.addEventListener("pointerleave", () => this.leave());
    document.addEventListener("scroll", () => this.leave(), { passive: true });
    document.addEventListener("click", (event) => {
      const found = this.find(event);
      if (found !== null && found.mark.method !== undefined) {
        onChosen(found.mark, found.element);
      }
    });
  }

  // The mark at the pointer, or beside it.
  find(event) {
    if (!(event.target instanceof Element) || event.target.closest(".panel svg") === null) {
      return null;
    }
    for (const [x, y] of ChartMarks.REACH) {
      const element = document.elementFromPoint(event.clientX + x, event.clientY + y)?.closest("[data-mark]");
      if (element && !element.classList.contains("off")) {
        return { element, mark: this.marks[Number(element.dataset.mark)] };
      }
    }
    return null;
  }

  point(event) {
    const found = this.find(event);
    if (found === null) {
      this.leave();
      return;
    }
    this.highlight(found.element.ownerSVGElement, found.mark.method);
    this.tip.textContent = ChartMarks.says(found, event);
    this.tip.hidden = false;
    const room = 12;
    const { width, height } = this.tip.getBoundingClientRect();
    this.tip.style.left = Math.max(room, Math.min(event.clientX + room, innerWidth - width - room)) + "px";
    this.tip.style.top = (event.clientY + height + 3 * room < innerHeight ? event.clientY + room : event.clientY - height - room) + "px";
  }

  leave() {
    if (!this.tip.hidden) {
      this.tip.hidden = true;
      this.highlight(null, undefined);
    }
  }

  // A line says the value at the point that is nearest in its direction.
  static says({ element, mark }, event) {
    if (mark.points === undefined) {
      return mark.text;
    }
    const svg = element.ownerSVGElement;
    const [left, width, min, max] = svg.dataset.axes.split(" ").map(Number);
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const x = min + ((at.x - left) / width) * (max - min);
    const nearest = mark.points.reduce((best, point) => (Math.abs(point[0] - x) < Math.abs(best[0] - x) ? point : best));
    const [place, value, low, high] = nearest;
    return mark.text + " at " + place + ": " + value + (low === undefined ? "" : " [" + low + ", " + high + "]");
  }

  // The other methods of the picture pale.
  highlight(svg, method) {
    if (this.bright === svg && this.method === method) {
      return;
    }
    document.querySelectorAll(".pale").forEach((element) => element.classList.remove("pale"));
    [this.bright, this.method] = [svg, method];
    svg?.querySelectorAll("[data-mark]").forEach((element) => {
      const own = this.marks[Number(element.dataset.mark)].method;
      element.classList.toggle("pale", method !== undefined && own !== undefined && own !== method);
    });
  }

  // Shows the methods that are in the set; what belongs to none stays.
  show(methods, known) {
    document.querySelectorAll(".panel [data-mark]").forEach((element) => {
      const { method } = this.marks[Number(element.dataset.mark)];
      element.classList.toggle("off", known.has(method) && !methods.has(method));
    });
  }
}
