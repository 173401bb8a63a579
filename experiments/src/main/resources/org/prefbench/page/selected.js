// The numbers of all tasks together, worked out again where some tasks are hidden: from the runs, by the rules of the
// tables. Means, interquartile means and Student's intervals of paired differences come out to the last digit; bounds
// of a bootstrap are those of other draws.
"use strict";

const Statistics = (() => {
  const LEVEL = 0.95;
  const REPLICATES = 2000;

  const sum = (values) => values.reduce((all, value) => all + value, 0);
  const mean = (values) => sum(values) / values.length;
  const meanOfTaskMeans = (scores) => mean(scores.map(mean));

  // The mean of what remains when a quarter of all is cut off at each end.
  const interquartileMean = (scores) => {
    const all = scores.flat().sort((a, b) => a - b);
    const cut = Math.floor(all.length / 4);
    return mean(all.slice(cut, all.length - cut));
  };

  const win = (a, b) => (a > b ? 1 : a === b ? 0.5 : 0);
  const improvement = (x, y) => mean(x.map((runs, task) => mean(runs.map((a) => mean(y[task].map((b) => win(a, b)))))));

  // Numbers in [0, 1), the same for the same seed (mulberry32).
  const generator = (seed) => {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  };

  // Linear between order statistics (Hyndman and Fan 1996, type 7).
  const quantile = (sorted, probability) => {
    const place = probability * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  };

  // The middle of what a statistic is when the runs of each task are drawn anew with replacement.
  const bootstrap = (statistic, ...samples) => {
    const estimate = statistic(...samples);
    if (samples.some((scores) => scores.some((runs) => runs.length < 2))) {
      return { estimate };
    }
    const random = generator(1);
    const draw = (runs) => runs.map(() => runs[Math.floor(random() * runs.length)]);
    const values = Array.from({ length: REPLICATES }, () => statistic(...samples.map((scores) => scores.map(draw))));
    values.sort((a, b) => a - b);
    const count = Math.min(...samples.map((scores) => scores.flat().length));
    return { estimate, low: quantile(values, (1 - LEVEL) / 2), high: quantile(values, (1 + LEVEL) / 2), count };
  };

  const logGamma = (x) => {
    // Lanczos' approximation, g = 7 (Press et al. 2007, "Numerical Recipes", section 6.1)
    const coefficients = [
      0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
      12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];
    const series = coefficients.reduce((all, c, i) => (i === 0 ? c : all + c / (x - 1 + i)), 0);
    const t = x + 6.5;
    return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
  };

  // The regularised incomplete beta function by its continued fraction (the same, section 6.4).
  const incompleteBeta = (x, a, b) => {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    if (x > (a + 1) / (a + b + 2)) {
      return 1 - incompleteBeta(1 - x, b, a);
    }
    const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a;
    const tiny = (value) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
    let c = 1;
    let d = 1 / tiny(1 - ((a + b) * x) / (a + 1));
    let fraction = d;
    for (let m = 1; m < 500; m++) {
      const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / tiny(1 + even * d);
      c = tiny(1 + even / c);
      fraction *= c * d;
      const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / tiny(1 + odd * d);
      c = tiny(1 + odd / c);
      fraction *= c * d;
      if (Math.abs(c * d - 1) < 1e-15) {
        break;
      }
    }
    return front * fraction;
  };

  // The value that Student's t with some degrees of freedom exceeds with a probability below a half.
  const student = (freedom, probability) => {
    const exceeds = (t) => 0.5 * incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
    let [low, high] = [0, 1];
    while (exceeds(high) > probability) {
      high *= 2;
    }
    for (let i = 0; i < 100; i++) {
      const middle = (low + high) / 2;
      [low, high] = exceeds(middle) > probability ? [middle, high] : [low, middle];
    }
    return (low + high) / 2;
  };

  // The mean over tasks with Student's interval; variances add, degrees of freedom follow Satterthwaite (1946).
  const studentMean = (values) => {
    const estimate = meanOfTaskMeans(values);
    if (values.some((task) => task.length < 2)) {
      return { estimate };
    }
    const parts = values.map((task) => {
      const middle = mean(task);
      const variance = sum(task.map((value) => (value - middle) ** 2)) / (task.length - 1);
      return { part: variance / task.length / values.length ** 2, freedom: task.length - 1 };
    });
    const variance = sum(parts.map(({ part }) => part));
    const freedom = variance ** 2 / sum(parts.map(({ part, freedom: own }) => (part * part) / own));
    const half = variance === 0 ? 0 : Math.sqrt(variance) * student(freedom, (1 - LEVEL) / 2);
    return { estimate, low: estimate - half, high: estimate + half, count: values.flat().length };
  };

  return { meanOfTaskMeans, interquartileMean, improvement, bootstrap, studentMean, student };
})();

class SelectedTasks {
  static NONE = "\u2013";
  static NOTE = "selected";

  constructor(evidence, tasks) {
    this.evidence = evidence;
    this.tasks = tasks;
    this.known = new Map(); // what was worked out before, by what it is of
    this.tables = [...document.querySelectorAll(".scores")].filter((place) => !tasks.includes(place.dataset.task));
    this.figures = [...document.querySelectorAll("figure.chart")].filter((figure) =>
      [...figure.querySelectorAll(".panel")].some((panel) => !tasks.includes(panel.dataset.task)),
    );
  }

  // Shows what tables say of some of the tasks alone; charts keep what they are drawn of, and say so.
  show(shown) {
    const some = shown.size < this.tasks.length;
    const tasks = this.tasks.filter((task) => shown.has(task));
    this.tables.filter((place) => !place.hidden).forEach((place) => this.table(place, tasks, some));
    this.figures.forEach((figure) =>
      SelectedTasks.note(figure, some ? "What is drawn of all tasks together counts the hidden ones too." : ""),
    );
  }

  static note(place, text) {
    const known = place.querySelector("." + SelectedTasks.NOTE);
    if (text === "") {
      known?.remove();
      return;
    }
    const note = known ?? place.appendChild(document.createElement("p"));
    note.className = SelectedTasks.NOTE;
    note.textContent = text;
  }

  table(place, tasks, some) {
    const lines = [...place.querySelector("tbody").rows];
    lines.forEach((line) =>
      [...line.cells].forEach((cell, i) => {
        if (i > 0) {
          cell.dataset.all ??= cell.textContent;
          cell.textContent = cell.dataset.all;
        }
      }),
    );
    if (!some) {
      SelectedTasks.note(place, "");
      return;
    }
    if (place.dataset.evaluation !== "last" || tasks.length === 0) {
      SelectedTasks.note(place, "Of all tasks, the hidden ones too.");
      return;
    }
    const headings = [...place.querySelectorAll("thead th")].map((heading) => heading.textContent.trim());
    const all = lines.map((line) => this.numbers(line.cells[0].textContent, headings, tasks, place.dataset.mode));
    const sizes = all.flatMap(({ mean, middle }) => [mean, middle?.low, middle?.high]).filter(Number.isFinite);
    const size = Math.max(0, ...sizes.map(Math.abs));
    const digits = size >= 1000 ? 0 : size >= 200 ? 1 : size >= 1 ? 2 : 3;
    lines.forEach((line, i) =>
      headings.forEach((heading, column) => {
        const text = SelectedTasks.cell(heading, all[i], digits);
        if (column > 0 && text !== undefined) {
          line.cells[column].textContent = text;
        }
      }),
    );
    SelectedTasks.note(
      place,
      (tasks.length === 1 ? "Of the task that is shown" : "Of the " + tasks.length + " tasks that are shown") +
        ", worked out here from the runs: intervals of the interquartile mean and of P are" +
        " percentiles of 2,000 bootstrap draws, stratified by task; differences are paired by run, with Student's interval." +
        " Steps and seconds are those of all tasks.",
    );
  }

  once(name, work) {
    if (!this.known.has(name)) {
      this.known.set(name, work());
    }
    return this.known.get(name);
  }

  runs(method, task, mode) {
    return this.evidence.rows.filter(
      (row) =>
        row.method === method && row.task === task && row.mode === mode && row.evaluation === "last" &&
        row.status === "ok" && Number.isFinite(row.score),
    );
  }

  // What there is to say of a method, by heading.
  numbers(method, headings, tasks, mode) {
    const trials = tasks.map((task) => this.runs(method, task, mode));
    const scores = trials.map((runs) => runs.map((row) => row.score));
    const found = { count: scores.flat().length, planned: this.evidence.data.runs * tasks.length };
    const key = [method, mode, ...tasks].join("/");
    if (scores.some((runs) => runs.length === 0)) {
      return found;
    }
    found.mean = Statistics.meanOfTaskMeans(scores);
    found.middle = this.once(key, () => Statistics.bootstrap(Statistics.interquartileMean, scores));
    found.gap = 100 - scores.flat().reduce((sum, score) => sum + Math.min(score, 100), 0) / found.count;
    const others = headings.map((heading) => SelectedTasks.other(heading)?.[2]).filter((other) => other !== undefined && other !== method);
    found.against = new Map();
    for (const other of new Set(others)) {
      const beside = tasks.map((task) => this.runs(other, task, mode));
      const differences = trials.map((runs, task) =>
        runs.flatMap((row) => {
          const same = beside[task].find((one) => one.run === row.run);
          return same === undefined ? [] : [row.score - same.score];
        }),
      );
      const exists = beside.every((runs) => runs.length > 0);
      found.against.set(other, {
        vs: exists && differences.every((runs) => runs.length > 0) ? Statistics.studentMean(differences) : null,
        "P(>": exists
          ? this.once(key + ">" + other, () =>
              Statistics.bootstrap(Statistics.improvement, scores, beside.map((runs) => runs.map((row) => row.score))),
            )
          : null,
      });
    }
    return found;
  }

  static other(heading) {
    return /^(vs|P\(>) (.+?)\)? \[95 %\]$/.exec(heading);
  }

  // The text of a cell, undefined where it does not follow from the runs.
  static cell(heading, found, digits) {
    const fixed = (value, places) => (Number.isFinite(value) ? value.toFixed(places).replace(/^-(0(\.0*)?)$/, "$1") : SelectedTasks.NONE);
    const interval = (value, places, stars) => {
      if (!value) {
        return SelectedTasks.NONE;
      }
      const { estimate, low, high, count } = value;
      const plus = stars && estimate > 0 ? "+" : "";
      if (low === undefined) {
        return plus + fixed(estimate, places);
      }
      const flat = high - low <= 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
      return (
        plus + fixed(estimate, places) + " [" + fixed(low, places) + ", " + fixed(high, places) + "]" +
        (stars && (low > 0 || high < 0) ? " *" : "") + (count < 5 ? " few" : "") + (flat ? " flat" : "")
      );
    };
    const other = SelectedTasks.other(heading);
    if (other !== null) {
      const value = found.against?.get(other[2])?.[other[1]];
      return interval(value, other[1] === "vs" ? digits : 2, other[1] === "vs");
    }
    switch (heading) {
      case "runs":
        return found.count + "/" + found.planned + (found.count < found.planned ? " !" : "");
      case "mean":
        return fixed(found.mean, digits);
      case "IQM [95 %]":
        return interval(found.middle, digits, false);
      case "gap to 100":
        return fixed(found.gap, digits);
      default:
        return undefined;
    }
  }
}
