// What stands behind a number: its runs, their seeds and hashes, and the command that makes them again.
"use strict";

class Evidence {
  static ALL = "all tasks";

  constructor(data, dialog) {
    this.data = data;
    this.dialog = dialog;
    const first = data.columns.indexOf("run"); // what stands before it are numbers of texts
    this.rows = data.rows.map((row) =>
      Object.fromEntries(data.columns.map((name, i) => [name, i < first ? data.texts[row[i]] : row[i]])),
    );
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) {
        dialog.close(); // beside it
      }
    });
  }

  has(method) {
    return this.rows.some((row) => row.method === method);
  }

  // Of a method on a task, or on all tasks, of which the hidden ones are left out.
  open({ method, task, mode, evaluation, shown }) {
    const asked = (row) => row.method === method && (task === Evidence.ALL ? shown.includes(row.task) : row.task === task);
    const runs = this.rows.filter((row) => asked(row) && row.mode === mode && row.evaluation === evaluation);
    const failed = this.rows.filter((row) => asked(row) && row.status !== "ok" && !runs.includes(row));
    this.fill(method, task, mode, evaluation, [...runs, ...failed]);
    this.dialog.showModal();
  }

  fill(method, task, mode, evaluation, rows) {
    const make = (name, text, parent) => parent.appendChild(Object.assign(document.createElement(name), { textContent: text }));
    const dialog = this.dialog;
    dialog.replaceChildren();
    const close = make("button", "Close", dialog);
    close.type = "button";
    close.onclick = () => dialog.close();
    make("h2", method + " on " + task, dialog).id = "explained";
    const policy = evaluation === "last" ? "last policy" : "best policy by validation";
    make("p", policy + ", " + mode + " actions; " + rows.length + (rows.length === 1 ? " run" : " runs"), dialog);
    const chosen = this.data.choices[method];
    if (chosen) {
      make("p", "Of " + chosen.join(", ") + " the one with the smallest validation loss, run by run.", dialog);
    }
    make("h3", "The commands that make these runs again, in the folder of this page", dialog);
    for (const label of chosen ?? [method]) {
      const key = task === Evidence.ALL ? label : task + "/" + label;
      make("pre", "prefbench run study.yaml --only '" + key + "' --output again", dialog).tabIndex = 0;
    }
    make("h3", "The runs", dialog);
    dialog.append(this.table(rows, chosen, make));
    const facts = make("dl", "", dialog);
    for (const [name, text] of [
      ["seed", "the streams of a run are children of " + this.data.seed + " / dataset / run"],
      ["protocol", [...new Set(rows.map((row) => row.protocol))].join(", ")],
      ["commit", this.data.commit],
      ["made by", this.data.command && "prefbench " + this.data.command],
    ]) {
      if (text) {
        make("dt", name, facts);
        make("dd", text, facts);
      }
    }
  }

  table(rows, chosen, make) {
    const box = Object.assign(document.createElement("div"), { className: "scroll", tabIndex: 0 });
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "The runs");
    const table = make("table", "", box);
    const hash = (text) => text.slice(0, 12);
    const fixed = (value) => (value === "" ? "\u2013" : value.toFixed(2));
    const columns = {
      task: (row) => row.task,
      run: (row) => row.run,
      seed: (row) => this.data.seed + " / " + this.data.datasets[row.task] + " / " + row.run,
      score: (row) => fixed(row.score),
      return: (row) => fixed(row.return) + " \u00b1 " + fixed(row.std),
      episodes: (row) => row.episodes,
      status: (row) => row.status + (row.message ? ": " + row.message : ""),
      chosen: (row) => row.chosen,
      data: (row) => hash(row.dataset),
      reference: (row) => hash(row.reference),
      pairs: (row) => hash(row.pairs),
      seconds: (row) => fixed(row.seconds),
    };
    if (!chosen) {
      delete columns.chosen;
    }
    const head = make("tr", "", table.createTHead());
    for (const name of Object.keys(columns)) {
      make("th", name, head).scope = "col";
    }
    const body = table.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      Object.values(columns).forEach((cell, i) => {
        const at = make(i === 0 ? "th" : "td", cell(row), line);
        if (i === 0) {
          at.scope = "row";
        }
      });
    }
    return box;
  }
}
