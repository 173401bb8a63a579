// Plays states of an environment on canvases, one or two replays in step with each other.
//
//   const player = new ReplayPlayer(element, ["1", "2"]); // fills the element; a caption per replay
//   player.load([first, second]);                         // replays as CanvasReplay.json() writes them
//   player.play(); player.pause(); player.toggle(); player.restart(); player.seek(7); player.faster(-1);
//
// A shorter replay stays at its last state. Stands behind picture.js in one file.
"use strict";

class ReplayPlayer {
  static SPEEDS = [0.125, 0.25, 0.5, 1, 2, 4];
  static SHORTEST = 2; // s; what would be over sooner is played slower at first
  static PAUSE = 0.7; // s at the last state before it begins again

  constructor(element, captions) {
    element.classList.add("replay");
    this.replays = [];
    this.step = 0;
    this.playing = false;
    const make = (name, parent, properties) => parent.appendChild(Object.assign(document.createElement(name), properties));
    const pictures = make("div", element, { className: "replay-pictures" });
    this.pictures = captions.map((caption) => {
      const figure = make("figure", pictures, {});
      const canvas = make("canvas", figure, {});
      canvas.setAttribute("role", "img");
      const line = make("figcaption", figure, {});
      make("strong", line, { textContent: caption });
      return { caption, canvas, state: make("span", line, {}) };
    });
    const controls = make("div", element, { className: "replay-controls" });
    controls.setAttribute("role", "group");
    controls.setAttribute("aria-label", "Replay");
    this.button = make("button", controls, { type: "button", onclick: () => this.toggle() });
    make("button", controls, { type: "button", textContent: "Replay", title: "From the first step", onclick: () => this.restart() });
    this.slider = make("input", controls, { type: "range", min: 0, max: 0, value: 0 });
    this.slider.setAttribute("aria-label", "Step");
    this.slider.oninput = () => {
      const step = Number(this.slider.value);
      this.pause();
      this.seek(step);
    };
    this.output = make("output", controls, {});
    this.output.setAttribute("aria-live", "off");
    const label = make("label", controls, { textContent: "Speed " });
    this.select = make("select", label, {});
    ReplayPlayer.SPEEDS.forEach((speed) => make("option", this.select, { value: speed, textContent: speed + "×" }));
    this.select.value = 1;
    new ResizeObserver(() => this.draw()).observe(pictures);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    this.show();
  }

  get steps() {
    return Math.max(0, ...this.replays.map((replay) => replay.frames.length - 1));
  }

  get speed() {
    return Number(this.select.value);
  }

  load(replays) {
    const first = this.replays.length === 0;
    this.replays = replays;
    this.slider.max = this.steps;
    if (first) {
      const seconds = this.steps * replays[0].step;
      const slower = ReplayPlayer.SPEEDS.filter((speed) => speed <= 1 && seconds / speed >= ReplayPlayer.SHORTEST);
      this.select.value = Math.max(ReplayPlayer.SPEEDS[0], ...slower);
    }
    this.seek(0);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.pause();
    } else {
      this.play();
    }
  }

  play() {
    if (!this.playing && this.replays.length > 0) {
      this.playing = true;
      this.show();
      let last = null; // the time of a frame, which may be before now
      const advance = (now) => {
        if (!this.playing) {
          return;
        }
        this.time += ((now - (last ?? now)) / 1000) * this.speed;
        last = now;
        const length = this.steps * this.replays[0].step;
        if (this.time > length + ReplayPlayer.PAUSE * this.speed) {
          this.time = 0;
        }
        const step = Math.min(this.steps, Math.floor(this.time / this.replays[0].step + 1e-9));
        if (step !== this.step) {
          this.step = step;
          this.draw();
        }
        requestAnimationFrame(advance);
      };
      requestAnimationFrame(advance);
    }
  }

  pause() {
    this.playing = false;
    this.show();
  }

  toggle() {
    if (this.playing) {
      this.pause();
    } else {
      this.play();
    }
  }

  restart() {
    this.seek(0);
    this.play();
  }

  seek(step) {
    this.step = Math.max(0, Math.min(this.steps, step));
    this.time = this.replays.length > 0 ? this.step * this.replays[0].step : 0; // s, of the episode
    this.draw();
  }

  // Takes the next higher speed for 1, the next lower one for -1.
  faster(by) {
    this.select.selectedIndex = Math.max(0, Math.min(ReplayPlayer.SPEEDS.length - 1, this.select.selectedIndex + by));
  }

  show() {
    this.button.textContent = this.playing ? "Pause" : "Play";
    this.slider.value = this.step;
    this.output.textContent = "step " + this.step + " of " + this.steps;
  }

  draw() {
    this.show();
    this.replays.forEach((replay, i) => {
      const { caption, canvas, state } = this.pictures[i];
      const width = Math.max(1, Math.round(canvas.clientWidth * Math.min(2, devicePixelRatio)));
      if (canvas.width !== width) {
        canvas.width = width;
        canvas.height = Math.round((3 * width) / 4);
      }
      const steps = replay.frames.length - 1;
      state.textContent = this.step >= steps && steps < this.steps ? "ended after step " + steps : "";
      canvas.setAttribute("aria-label", "Replay " + caption + " of " + replay.environment + ", " + steps + " steps");
      ReplayPicture.draw(canvas, replay, this.step);
    });
  }
}
