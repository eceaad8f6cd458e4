(() => {
  "use strict";
  // The viewer's own script: the theme on its pages, and how far the runs have got that are under way.

  const byId = (id) => document.getElementById(id);

  /** An element with a class and children; texts become text nodes, so that no data can become markup. */
  function make(name, style, ...children) {
    const element = document.createElement(name);
    if (style) element.className = style;
    for (const child of children.flat()) if (child !== null) element.append(child);
    return element;
  }

  const count = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

  /** A time: 12 s, 2 m 05 s, 1 h 02 m. */
  function duration(seconds) {
    const whole = Math.round(seconds);
    if (whole < 60) return `${whole} s`;
    const two = (value) => String(value).padStart(2, "0");
    if (whole < 3600) return `${Math.floor(whole / 60)} m ${two(whole % 60)} s`;
    return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} m`;
  }

  function toggleTheme() {
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    try {
      localStorage.setItem("plumb-theme", root.dataset.theme);
    } catch {
      // The choice lasts as long as the page then.
    }
  }

  // A report's own script has its keys and its theme.
  if (!document.body.dataset.source) {
    byId("tools").hidden = false;
    byId("theme").addEventListener("click", toggleTheme);
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target instanceof Element && event.target.matches("input:not([type=radio]), select, textarea");
      if (event.key === "t" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) toggleTheme();
    });
  }

  // Some of what the page tells is still being worked out.
  if (byId("again")) setTimeout(() => location.reload(), 2000);

  const panel = byId("live");
  if (!panel) return;

  /** Answers that were there at some moments, for the rate of the last ten seconds. */
  const seen = new Map();
  /** Runs that were under way when this page last looked. */
  let known = new Map();

  function rate(run, done) {
    const now = performance.now() / 1000;
    const list = (seen.get(run.id) || []).filter((one) => now - one.at < 10);
    list.push({ at: now, done });
    seen.set(run.id, list);
    const first = list[0];
    return now - first.at > 1 && done > first.done ? (done - first.done) / (now - first.at) : null;
  }

  function article(run) {
    const sum = (place) => run.variants.reduce((all, variant) => all + variant[place], 0);
    const [answered, failed, cached] = [sum(1), sum(2), sum(3)];
    const done = answered + failed;
    const speed = rate(run, done);
    const facts = [`${count(done)}${run.whole ? ` of ${count(run.whole)}` : ""} trials`];
    if (failed) facts.push(`${count(failed)} without an answer`);
    if (cached) facts.push(`${count(cached)} from the cache`);
    facts.push(duration(run.seconds));
    if (speed) facts.push(`${speed < 10 ? speed.toFixed(1) : count(Math.round(speed))} a second`);
    if (speed && run.whole > done) facts.push(`at most ${duration((run.whole - done) / speed)} to go`);
    const link = make("a", "", `${run.suite}: ${run.variants.map((variant) => variant[0]).join(", ")}`);
    link.href = run.link;
    const bar = make("div", "done");
    bar.style.setProperty("--share", String(run.whole ? Math.min(1, done / run.whole) : 0));
    const track = make("div", "track", bar);
    if (!run.whole) track.hidden = true;
    return make("article", "", make("h2", "", `${run.purpose} under way`, link), track, make("p", "counts", facts.join(" · ")));
  }

  function figures(rows) {
    if (!rows.length) return null;
    return make("table", "", make("tbody", "", rows.map(([variant, accuracy, interval, passed]) =>
      make("tr", "", make("th", "", variant), make("td", "strong", accuracy), make("td", "dim", interval ? `${interval} for new inputs` : ""), make("td", "dim", `${passed} so far`)))));
  }

  function ended(run) {
    const link = make("a", "", "see what came of it");
    link.href = run.link;
    return make("p", "ended", `${run.suite}: this ${run.purpose} has ended, `, link);
  }

  const over = [];

  async function look() {
    const only = panel.dataset.run;
    const response = await fetch(only ? `/live?run=${encodeURIComponent(only)}` : "/live", { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    const state = await response.json();
    const now = new Map(state.runs.map((run) => [run.id, run]));
    for (const [id, run] of known) if (!now.has(id)) over.unshift(run);
    known = now;
    panel.replaceChildren(...[...over.slice(0, 3).map(ended), ...state.runs.map(article), figures(state.figures)].filter(Boolean));
    panel.hidden = !panel.firstChild;
    panel.dataset.looked = String(Number(panel.dataset.looked || 0) + 1);
  }

  // A page that nobody sees need not know.
  async function watch() {
    let pause = 1000;
    if (!document.hidden) {
      try {
        await look();
      } catch {
        // The viewer may have been stopped; it may also be started again.
        panel.replaceChildren(make("p", "counts", "The viewer does not answer: it was stopped. Start it again with: plumb view"));
        panel.hidden = false;
        pause = 5000;
      }
    }
    setTimeout(watch, pause);
  }

  watch();
})();
