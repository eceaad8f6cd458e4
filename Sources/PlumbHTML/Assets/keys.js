// The keyboard, and the dialog that lists its keys.

const keyList = [
  ["j  ↓", "next case"], ["k  ↑", "previous case"], ["Enter", "open the marked case"], ["←  →", "previous or next case, on a case"],
  ["/", "search"], ["Esc", "back, or leave the search"], ["1 2 3 4", "cases, what changed, reliability, provenance"],
  ["f", "next filter"], ["t", "light or dark"], ["?", "this list"],
];

function openHelp() {
  const dialog = make("dialog", { id: "help", "aria-labelledby": "help-title" },
    make("h2", { id: "help-title" }, "Keys"),
    make("dl", { class: "keys" }, keyList.map(([key, meaning]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, meaning)))),
    make("button", { type: "button", onclick: () => dialog.close() }, "Close"));
  document.body.append(dialog);
  return () => (dialog.open ? dialog.close() : dialog.showModal());
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
  if (readState().theme) go({ theme: root.dataset.theme }, "replace");
}

function listenToKeys(matrix, casePage, model, help) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const state = readState();
    const target = event.target;
    const isTyping = target instanceof Element && target.matches("input[type=search], select, textarea");
    if (event.key === "Escape") {
      if (isTyping) target.blur();
      else if (byId("help").open) return;
      else if (state.case) go({ case: "", columns: "", against: "" });
      else if (state.q || state.filter !== "all" || state.tag) go({ q: "", filter: "all", tag: "", in: "", page: "1" });
      else return;
      event.preventDefault();
      return;
    }
    if (isTyping || byId("help").open) return;
    const isMatrix = state.view === "cases" && !state.case;
    const onLink = target instanceof Element && target.closest("a, button, summary");
    const actions = {
      j: () => (state.case ? casePage.step("after") : isMatrix && matrix.step(1)),
      k: () => (state.case ? casePage.step("before") : isMatrix && matrix.step(-1)),
      ArrowDown: isMatrix ? () => matrix.step(1) : null,
      ArrowUp: isMatrix ? () => matrix.step(-1) : null,
      ArrowRight: state.case ? () => casePage.step("after") : null,
      ArrowLeft: state.case ? () => casePage.step("before") : null,
      Enter: isMatrix && !onLink ? () => matrix.open() : null,
      "/": () => {
        if (!isMatrix) go({ view: "cases", case: "" });
        matrix.search.focus();
      },
      f: () => {
        const place = model.filters.findIndex((filter) => filter.name === state.filter);
        go({ view: "cases", case: "", filter: model.filters[(place + 1) % model.filters.length].name, page: "1" });
      },
      t: toggleTheme,
      "?": help,
    };
    views.forEach((view, place) => {
      actions[String(place + 1)] = () => go({ view, case: "" });
    });
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
