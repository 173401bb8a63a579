// The page of the labelling desk: shows a query, sends the answer, shows the next one.
"use strict";

(() => {
  const KEY = "prefbench-desk-key";
  const byId = (id) => document.getElementById(id);
  const player = new ReplayPlayer(byId("player"), ["1 Left", "2 Right"]);
  let view = null; // what /query gave
  let busy = false;
  let again = null; // a request that got no reply
  let seconds = 0; // spent on this query before the clock last stood still
  let running = null; // since when it runs, ms

  // ---- the clock, which stands still in breaks and while the page is not seen

  function run() {
    if (running === null && view?.query && byId("rest").hidden && !document.hidden) {
      running = performance.now();
    }
  }

  function stop() {
    if (running !== null) {
      seconds += (performance.now() - running) / 1000;
      running = null;
    }
  }

  // ---- requests

  async function ask(method, path, body) {
    const response = await fetch(path, {
      method,
      headers: {
        Authorization: "Bearer " + sessionStorage.getItem(KEY),
        ...(body && { "Content-Type": "application/json" }),
      },
      body: body && JSON.stringify(body),
    });
    const reply = await response.json();
    if (!response.ok) {
      throw Object.assign(new Error(reply.error), { status: response.status });
    }
    return reply;
  }

  // Sends a request and shows what comes back. One that got no reply is kept, to be sent again: the
  // server knows an answer by its query, so that it cannot count twice.
  async function send(method, path, body, said) {
    if (busy) {
      return;
    }
    busy = true;
    again = null;
    stop();
    const slow = setTimeout(() => (byId("wait").hidden = false), 500);
    try {
      const reply = await ask(method, path, body);
      show(reply);
      say(said ?? "");
    } catch (error) {
      if (error.status === 409) {
        busy = false;
        await send("GET", "/query");
        tell("The answer did not count: " + error.message + ".");
      } else if (error.status) {
        tell(error.message + ".");
      } else {
        again = () => send(method, path, body, said);
        tell("The desk does not answer. Start it again with the same command; then open its new link, or press Enter here.");
      }
      run();
    } finally {
      clearTimeout(slow);
      byId("wait").hidden = true;
      busy = false;
    }
  }

  function tell(text) {
    byId("problem").textContent = text;
    byId("problem").hidden = text === "";
  }

  function say(text) {
    byId("said").textContent = text;
  }

  // ---- what is seen

  function show(next) {
    const moved = view === null || next.answered !== view.answered;
    view = next;
    tell("");
    byId("task").textContent = next.title + " · " + next.annotator;
    byId("progress").max = next.total;
    byId("progress").value = next.answered;
    byId("count").textContent = next.answered + " of " + next.total;
    byId("undo").disabled = byId("undo-last").disabled = next.answered === 0;
    byId("work").hidden = !next.query;
    byId("done").hidden = Boolean(next.query);
    byId("rest").hidden = true;
    if (next.query && moved) {
      seconds = 0;
      player.load([next.query.left, next.query.right]);
    }
    if (!next.query) {
      player.pause();
      byId("card").open = true;
      byId("done-title").focus();
    } else if (next.rest && moved && next.answered > 0) {
      rest();
    }
    run();
    refreshCard();
  }

  async function refreshCard() {
    if (byId("card").open && view) {
      const facts = await ask("GET", "/card").catch(() => []);
      byId("facts").replaceChildren(
        ...facts.flatMap(({ name, text }) =>
          [["dt", name], ["dd", text]].map(([tag, words]) => Object.assign(document.createElement(tag), { textContent: words }))
        )
      );
    }
  }

  function rest() {
    stop();
    player.pause();
    byId("work").hidden = true;
    byId("rest").hidden = false;
    byId("rest-title").focus();
  }

  function goOn() {
    byId("rest").hidden = true;
    byId("work").hidden = false;
    player.restart();
    run();
  }

  // ---- what the annotator does

  function answer(word) {
    if (view?.query && byId("rest").hidden && !busy) {
      stop();
      const given = { query: view.answered, answer: word, seconds: Math.round(seconds * 1000) / 1000 };
      send("POST", "/answer", given, "Answer " + (view.answered + 1) + ": " + word);
    }
  }

  function undo() {
    if (view && view.answered > 0 && byId("rest").hidden) {
      send("POST", "/undo", { query: view.answered - 1 }, "Answer " + view.answered + " taken back");
    }
  }

  async function finish() {
    await ask("POST", "/finish", {}).then(
      () => {
        byId("finish").hidden = byId("undo-last").hidden = true;
        byId("done-title").textContent = "The desk is closed. Thank you.";
      },
      (error) => tell(error.message)
    );
  }

  const KEYS = {
    1: () => answer("left"),
    2: () => answer("right"),
    t: () => answer("tie"),
    s: () => answer("skip"),
    u: undo,
    b: () => view?.query && rest(),
    r: () => player.restart(),
    " ": () => player.toggle(),
    "+": () => player.faster(1),
    "=": () => player.faster(1),
    "-": () => player.faster(-1),
    ",": () => step(-1),
    ".": () => step(1),
  };

  function step(by) {
    player.pause();
    player.seek(player.step + by);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat && !",.".includes(event.key)) {
      return;
    }
    if (event.key === "Enter" && again) {
      again();
      return;
    }
    const onControl = event.target.closest("button, select, input, summary");
    const action = KEYS[event.key.toLowerCase()];
    // Space presses what has the focus; a list of speeds is chosen from by letters and digits.
    if (!action || (onControl && event.key === " ") || event.target.closest("select")) {
      return;
    }
    if (byId("rest").hidden) {
      event.preventDefault();
      action();
    }
  });

  document.querySelectorAll("[data-answer]").forEach((button) => {
    button.onclick = () => answer(button.dataset.answer);
  });
  byId("undo").onclick = byId("undo-last").onclick = undo;
  byId("break").onclick = rest;
  byId("continue").onclick = goOn;
  byId("finish").onclick = finish;
  byId("card").ontoggle = refreshCard;
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : run()));

  async function start() {
    const token = new URLSearchParams(location.hash.slice(1)).get("token");
    if (token) {
      history.replaceState(null, "", "/"); // it can be used once, and is of no use in a bookmark
      try {
        sessionStorage.setItem(KEY, (await ask("POST", "/session", { token })).key);
      } catch (error) {
        tell(error.message + ".");
        return;
      }
    }
    if (sessionStorage.getItem(KEY) === null) {
      tell("Open the link that the terminal shows.");
      return;
    }
    await send("GET", "/query");
  }

  addEventListener("hashchange", start); // a new link, opened in the same tab
  start();
})();
