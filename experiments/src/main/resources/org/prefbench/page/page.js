// Puts a page to work: what is shown of it, tables, charts, evidence and episodes. Stands behind all others in one file.
"use strict";

(() => {
  const read = (id) => {
    const element = document.getElementById(id);
    return element === null ? null : JSON.parse(element.textContent);
  };
  const options = read("options");
  const methods = Object.values(options.methods).flat();
  const tasks = Object.values(options.tasks).flat();
  const shown = { methods: new Set(methods), tasks: new Set(tasks), mode: options.modes[0] };
  const evidence = new Evidence(read("evidence"), document.getElementById("explanation"));

  const explain = (about, element) => {
    if (evidence.has(about.method)) {
      const place = element.closest("[data-evaluation]");
      evidence.open({
        method: about.method,
        task: about.task ?? element.closest("[data-task]")?.dataset.task ?? Evidence.ALL,
        mode: element.closest("[data-mode]")?.dataset.mode ?? shown.mode,
        evaluation: place?.dataset.evaluation ?? "last",
        shown: tasks.filter((task) => shown.tasks.has(task)),
      });
    }
  };
  const selected = new SelectedTasks(evidence, tasks);
  const charts = new ChartMarks(read("marks"), document.getElementById("tip"), explain);

  // ---- what is shown

  const apply = () => {
    charts.show(shown.methods, new Set(methods));
    document.querySelectorAll("[data-task]").forEach((element) => {
      element.toggleAttribute("data-off", tasks.includes(element.dataset.task) && !shown.tasks.has(element.dataset.task));
    });
    document.querySelectorAll(".scores[data-mode], .chart[data-mode]").forEach((element) => {
      element.hidden = element.dataset.mode !== shown.mode;
    });
    document.querySelectorAll("tbody tr").forEach((row) => {
      const method = row.dataset.method;
      row.hidden = methods.includes(method) && !shown.methods.has(method);
    });
    selected.show(shown.tasks);
    summary.textContent =
      "Show: " + shown.methods.size + " of " + methods.length + " methods, " + shown.tasks.size + " of " + tasks.length +
      " tasks" + (options.modes.length > 1 ? ", " + shown.mode + " actions" : "");
  };

  const make = (name, parent, properties) => parent.appendChild(Object.assign(document.createElement(name), properties));
  const details = make("details", document.getElementById("filters"), {});
  const summary = make("summary", details, {});
  const panel = make("div", details, { className: "choices" });

  const box = (parent, type, text, checked, onchange) => {
    const label = make("label", parent, {});
    const input = make("input", label, { type, checked });
    input.onchange = () => onchange(input.checked);
    label.append(" " + text);
    return input;
  };

  // A group of boxes under one that stands for all of them.
  const group = (name, values, set) => {
    const field = make("fieldset", panel, {});
    const legend = make("legend", field, {});
    const boxes = [];
    const all = box(legend, "checkbox", name, true, (on) => {
      boxes.forEach((each) => (each.checked = on));
      values.forEach((value) => (on ? set.add(value) : set.delete(value)));
      apply();
    });
    values.forEach((value) =>
      boxes.push(
        box(field, "checkbox", value, true, (on) => {
          if (on) {
            set.add(value);
          } else {
            set.delete(value);
          }
          const count = boxes.filter((each) => each.checked).length;
          all.checked = count > 0;
          all.indeterminate = count > 0 && count < boxes.length;
          apply();
        }),
      ),
    );
  };

  if (options.modes.length > 1) {
    const field = make("fieldset", panel, {});
    make("legend", field, { textContent: "actions" });
    options.modes.forEach((mode, i) => {
      const input = box(field, "radio", mode, i === 0, () => {
        shown.mode = mode;
        apply();
      });
      input.name = "mode";
    });
  }
  Object.entries(options.methods).forEach(([family, own]) => group(family, own, shown.methods));
  Object.entries(options.tasks).forEach(([tier, own]) => group(tier === "" ? "tasks" : tier + " tasks", own, shown.tasks));

  // ---- tables

  Tables.prepareAll();
  document.querySelectorAll("main tbody tr").forEach((row) => {
    const head = row.cells[0];
    if (!evidence.has(head.textContent)) {
      return;
    }
    row.dataset.method = head.textContent;
    if (row.closest(".scores") === null) {
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "explain";
    button.title = "The runs behind this row";
    button.append(...head.childNodes);
    head.append(button);
    row.onclick = () => explain({ method: row.dataset.method }, row);
  });

  const episodes = read("episodes");
  if (episodes !== null) {
    new Episodes(episodes, document.getElementById("player"));
  }
  const flows = read("flows");
  if (flows !== null) {
    new Flows(flows, document.getElementById("moving"));
  }
  document.querySelectorAll(".needs-script").forEach((element) => element.remove());
  apply();
})();
