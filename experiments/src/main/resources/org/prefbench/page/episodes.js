// Two episodes side by side, chosen by task, run and method. Each is compressed: base 64 of gzip of a replay as
// CanvasReplay.json() writes it.
"use strict";

class Episodes {
  constructor(episodes, element) {
    this.episodes = episodes;
    this.choices = element.appendChild(document.createElement("div"));
    this.choices.className = "choices";
    this.stage = element.appendChild(document.createElement("div"));
    this.notes = element.appendChild(document.createElement("p"));
    const list = (values) => [...new Set(values)];
    this.task = this.select("Task", list(episodes.map((episode) => episode.task)), () => this.changeTask());
    this.start = this.select("Start", [], () => this.changeStart());
    this.sides = ["Left", "Right"].map((side) => this.select(side, [], () => this.play()));
    element.hidden = false;
    this.changeTask();
  }

  select(name, values, onchange) {
    const label = this.choices.appendChild(document.createElement("label"));
    label.append(name + " ");
    const select = label.appendChild(document.createElement("select"));
    this.fill(select, values);
    select.onchange = onchange;
    return select;
  }

  fill(select, values) {
    const before = select.value;
    select.replaceChildren(...values.map((value) => new Option(value)));
    if (values.includes(before)) {
      select.value = before;
    }
  }

  static start(episode) {
    return "run " + episode.run + ", episode " + episode.episode;
  }

  changeTask() {
    const own = this.episodes.filter((episode) => episode.task === this.task.value);
    this.fill(this.start, [...new Set(own.map(Episodes.start))]);
    this.changeStart();
  }

  changeStart() {
    const methods = this.here().map((episode) => episode.method);
    this.sides.forEach((side, i) => {
      const known = side.value;
      this.fill(side, methods);
      if (!methods.includes(known)) {
        side.selectedIndex = Math.min(i, methods.length - 1);
      }
    });
    this.play();
  }

  here() {
    return this.episodes.filter(
      (episode) => episode.task === this.task.value && Episodes.start(episode) === this.start.value,
    );
  }

  async play() {
    const chosen = this.sides.map((side) => this.here().find((episode) => episode.method === side.value));
    const call = (this.call = (this.call ?? 0) + 1);
    const replays = await Promise.all(chosen.map(Episodes.unpack));
    if (call !== this.call) {
      return; // something else was chosen meanwhile
    }
    const speed = this.player?.select.value;
    this.player?.pause();
    this.stage.replaceChildren();
    this.stage.className = "";
    this.player = new ReplayPlayer(this.stage, chosen.map((episode) => episode.method));
    this.player.load(replays);
    this.player.pause();
    if (speed !== undefined) {
      this.player.select.value = speed;
    }
    this.notes.textContent = chosen.map((episode) => episode.method + ": " + episode.text).join("; ");
  }

  static async unpack(episode) {
    const bytes = Uint8Array.from(atob(episode.replay), (character) => character.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  }
}
