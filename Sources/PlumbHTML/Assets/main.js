// Puts the parts together: every change of the address is drawn anew.

let render = () => {};

async function start() {
  const source = openSource();
  const model = openModel(await source.index());
  const matrix = openMatrix(model, source);
  const casePage = openCasePage(model, source, matrix);
  const help = openHelp();

  let before = "";
  render = () => {
    const state = readState();
    const view = state.case ? "case" : state.view;
    for (const section of document.querySelectorAll("section.view")) section.hidden = section.id !== view;
    byId("overview").classList.toggle("aside", view === "case");
    for (const link of document.querySelectorAll("nav.views a")) {
      const isHere = link.dataset.view === state.view && !state.case;
      if (isHere) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      link.setAttribute("href", linkTo({ view: link.dataset.view, case: "", columns: "", against: "" }));
    }
    if (view === "cases" || state.case) matrix.draw(state);
    if (state.case) casePage.draw(state).catch(fail);
    else casePage.leave();
    document.documentElement.dataset.view = view;
    if (before === "case" && view === "cases") matrix.reveal();
    before = view;
  };

  document.querySelector("a.skip").addEventListener("click", (event) => {
    // The address is the page's state, so that it must not become "#main".
    event.preventDefault();
    byId("main").focus();
  });
  byId("tools").hidden = false;
  byId("theme").addEventListener("click", toggleTheme);
  byId("keys").addEventListener("click", help);
  window.addEventListener("hashchange", render);
  window.addEventListener("popstate", render);
  listenToKeys(matrix, casePage, model, help);
  render();
  // Milliseconds from the request to the drawn page, for whoever measures.
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

/** Says on the page what went wrong, so that nobody takes a part for the whole. */
function fail(error) {
  const place = byId("matrix");
  place.prepend(make("p", { class: "empty", role: "alert" }, `This page could not be drawn: ${error.message}`));
  throw error;
}

start().catch(fail);
