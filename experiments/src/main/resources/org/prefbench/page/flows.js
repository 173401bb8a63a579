// What a flow does to plans: dots that move from where its source proposes them to where the policy takes them, chosen
// by task, method and state. Each flow is compressed: base 64 of gzip of
// { axes: [{ name, low, high }], times, moments: [{ step, plans: [time][plan][axis] }] }.
"use strict";

class Flows {
  static SECONDS = 3; // from time 0 to time 1
  static SIDE = 420; // px of the picture, which is square

  constructor(flows, element) {
    this.flows = flows;
    this.time = 0;
    const make = (name, parent, properties) => parent.appendChild(Object.assign(document.createElement(name), properties));
    const choices = make("div", element, { className: "choices" });
    const select = (name, onchange) => {
      const label = make("label", choices, { textContent: name + " " });
      return make("select", label, { onchange });
    };
    this.task = select("Task", () => this.changeTask());
    this.method = select("Method", () => this.change());
    this.step = select("State", () => this.draw());
    this.across = select("Across", () => this.draw());
    this.upwards = select("Upwards", () => this.draw());
    this.canvas = make("canvas", element, {});
    this.canvas.setAttribute("role", "img");
    const controls = make("div", element, { className: "replay-controls" });
    controls.setAttribute("role", "group");
    controls.setAttribute("aria-label", "Flow");
    this.button = make("button", controls, { type: "button", textContent: "Play", onclick: () => this.toggle() });
    this.slider = make("input", controls, { type: "range", min: 0, max: 100, value: 0 });
    this.slider.setAttribute("aria-label", "Time of the flow");
    this.slider.oninput = () => {
      this.stop();
      this.time = this.slider.value / 100;
      this.draw();
    };
    this.output = make("output", controls, {});
    this.output.setAttribute("aria-live", "off");
    this.note = make("p", element, {});
    element.hidden = false;
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    this.fill(this.task, [...new Set(flows.map((flow) => flow.task))]);
    this.changeTask();
  }

  fill(select, names) {
    const before = select.selectedIndex;
    select.replaceChildren(...names.map((name, i) => new Option(name, i)));
    select.selectedIndex = Math.max(0, Math.min(before, names.length - 1));
  }

  get own() {
    return this.flows.filter((flow) => flow.task === this.task.selectedOptions[0].text);
  }

  changeTask() {
    this.fill(this.method, this.own.map((flow) => flow.method));
    this.change();
  }

  async change() {
    this.stop();
    const chosen = this.own[this.method.selectedIndex];
    const bytes = Uint8Array.from(atob(chosen.flow), (character) => character.charCodeAt(0));
    const flow = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
    if (chosen !== this.own[this.method.selectedIndex]) {
      return; // something else was chosen meanwhile
    }
    const before = this.upwards.options.length;
    this.flow = flow;
    this.fill(this.step, flow.moments.map((moment) => "after step " + moment.step));
    this.fill(this.across, flow.axes.map((axis) => axis.name));
    this.fill(this.upwards, flow.axes.map((axis) => axis.name));
    if (before === 0 && flow.axes.length > 1) {
      this.upwards.selectedIndex = 1;
    }
    this.draw();
  }

  toggle() {
    if (this.playing) {
      this.stop();
      return;
    }
    this.playing = true;
    this.button.textContent = "Pause";
    this.time = this.time >= 1 ? 0 : this.time;
    let last = null;
    const advance = (now) => {
      if (!this.playing) {
        return;
      }
      this.time = Math.min(1, this.time + (now - (last ?? now)) / 1000 / Flows.SECONDS);
      last = now;
      this.draw();
      if (this.time >= 1) {
        this.stop();
      } else {
        requestAnimationFrame(advance);
      }
    };
    requestAnimationFrame(advance);
  }

  stop() {
    this.playing = false;
    this.button.textContent = "Play";
  }

  // The plans at a time, between two that are known along the straight line.
  at(time) {
    const { times, moments } = this.flow;
    const { plans } = moments[this.step.selectedIndex];
    const next = Math.max(1, times.findIndex((known) => known >= time));
    const share = (time - times[next - 1]) / (times[next] - times[next - 1]);
    return plans[next].map((plan, i) => plan.map((end, j) => plans[next - 1][i][j] + share * (end - plans[next - 1][i][j])));
  }

  draw() {
    if (this.flow === undefined) {
      return;
    }
    const { axes, times, moments } = this.flow;
    const { plans } = moments[this.step.selectedIndex];
    const [x, y] = [this.across.selectedIndex, this.upwards.selectedIndex];
    const density = Math.min(2, devicePixelRatio);
    this.canvas.width = this.canvas.height = Flows.SIDE * density;
    const context = this.canvas.getContext("2d");
    context.scale(density, density);
    const style = getComputedStyle(this.canvas);
    const color = (name) => style.getPropertyValue("--" + name).trim();
    const margin = 42;
    const room = Flows.SIDE - 2 * margin;
    const scale = (axis) => {
      const values = [axes[axis].low, axes[axis].high, ...plans.flat().map((plan) => plan[axis])].filter(Number.isFinite);
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const edge = 0.05 * (high - low || 1);
      return (value) => (value - low + edge) / (high - low + 2 * edge);
    };
    const [scaleX, scaleY] = [scale(x), scale(y)];
    const place = (plan) => [margin + room * scaleX(plan[x]), margin + room * (1 - scaleY(plan[y]))];
    context.fillStyle = color("page");
    context.fillRect(0, 0, Flows.SIDE, Flows.SIDE);
    context.strokeStyle = color("edge");
    context.strokeRect(margin, margin, room, room);
    this.label(context, color("text"), axes[x], axes[y], { scaleX, scaleY, margin, room });
    context.strokeStyle = color("line");
    plans[0].forEach((start, i) => {
      context.beginPath();
      context.moveTo(...place(start));
      times.slice(1).forEach((time, k) => context.lineTo(...place(plans[k + 1][i])));
      context.stroke();
    });
    const dots = (all, name, radius) => {
      context.fillStyle = color(name);
      all.forEach((plan) => {
        context.beginPath();
        context.arc(...place(plan), radius, 0, 2 * Math.PI);
        context.fill();
      });
    };
    const now = this.at(this.time);
    dots(plans[0], "edge", 2);
    dots(now, "accent", 4);
    this.say(plans, now);
  }

  // Names and the range that the environment takes, as a dashed box.
  label(context, color, across, upwards, { scaleX, scaleY, margin, room }) {
    context.fillStyle = color;
    context.font = "13px system-ui, sans-serif";
    context.textAlign = "center";
    context.fillText(across.name, margin + room / 2, Flows.SIDE - 8);
    context.save();
    context.translate(14, margin + room / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(upwards.name, 0, 0);
    context.restore();
    const round = (value) => String(Math.round(100 * value) / 100);
    [across.low, across.high].filter(Number.isFinite).forEach((value) => {
      context.fillText(round(value), margin + room * scaleX(value), margin + room + 16);
    });
    context.textAlign = "right";
    [upwards.low, upwards.high].filter(Number.isFinite).forEach((value) => {
      context.fillText(round(value), margin - 5, margin + room * (1 - scaleY(value)) + 4);
    });
    if ([across.low, across.high, upwards.low, upwards.high].every(Number.isFinite)) {
      const [left, top] = [margin + room * scaleX(across.low), margin + room * (1 - scaleY(upwards.high))];
      context.setLineDash([4, 4]);
      context.strokeRect(
        left, top, margin + room * scaleX(across.high) - left, margin + room * (1 - scaleY(upwards.low)) - top,
      );
      context.setLineDash([]);
    }
  }

  say(plans, now) {
    const mean = (all, axis) => all.reduce((sum, plan) => sum + plan[axis], 0) / all.length;
    const moved = (axis) =>
      this.flow.axes[axis].name + " from " + mean(plans[0], axis).toFixed(2) + " to " + mean(plans.at(-1), axis).toFixed(2);
    const [x, y] = [this.across.selectedIndex, this.upwards.selectedIndex];
    const axes = x === y ? [x] : [x, y];
    this.slider.value = Math.round(100 * this.time);
    this.output.textContent = "time " + this.time.toFixed(2) + " of 1";
    this.note.textContent = "On average the flow takes " + axes.map(moved).join(" and ") + ". The dashed box is what the environment takes.";
    this.canvas.setAttribute(
      "aria-label",
      now.length + " plans of " + this.method.selectedOptions[0].text + ", " + this.step.selectedOptions[0].text + ", moved by the flow",
    );
  }
}
