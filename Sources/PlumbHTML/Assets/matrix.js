// The matrix of cases and variants, a page of rows at a time.

const rowsOfPage = 100;

function openMatrix(model, source) {
  const frame = byId("matrix");
  const found = { text: "", numbers: null };
  let list = [];
  let current = -1;
  let drawnPage = null;

  const search = make("input", {
    type: "search", id: "search", placeholder: "Search cases  /", "aria-label": "Search in ids, tags, inputs and expected answers",
    autocomplete: "off", spellcheck: "false", oninput: () => go({ q: search.value, page: "1" }, "replace"),
  });
  const deep = make("input", { type: "checkbox", id: "deep", onchange: () => go({ deep: deep.checked ? "1" : "", page: "1" }) });
  const choice = (label, id, options, name) =>
    make("select", { id, "aria-label": label, onchange: (event) => go({ [name]: event.target.value, page: "1" }) },
      options.map(([value, text]) => make("option", { value }, text)));
  const tags = choice("Tag", "tag", [["", "Any tag"], ...model.index.tags.slice().sort().map((tag) => [tag, tag])], "tag");
  const within = choice("Variant that filters look at", "within",
    [["", "Any variant"], ...model.shown.map((column) => [String(column.place), column.title])], "in");
  const sorting = choice("Order", "sort", [
    ["", model.isCompared ? "Worst change first" : "Worst first"], ["suite", "Order of the suite"], ["id", "By id"],
    ...model.shown.flatMap((column) => [[`column-${column.place}`, `${column.title}, worst first`], [`-column-${column.place}`, `${column.title}, best first`]]),
  ], "sort");
  const chips = make("div", { class: "chips", role: "group", "aria-label": "Filter" });
  const status = make("p", { class: "status", role: "status", "aria-live": "polite" });
  const table = make("table", { class: model.isCompared ? "matrix compared" : "matrix", id: "cells" });
  const pager = make("nav", { class: "pager", "aria-label": "Pages of cases" });
  frame.replaceChildren(
    make("div", { class: "controls" }, chips,
      make("div", { class: "selects" }, search,
        make("label", { class: "deep" }, deep, " in answers too"),
        model.index.tags.length ? tags : null, model.shown.length > 1 ? within : null, sorting)),
    status, make("div", { class: "scroll" }, table), pager,
    make("p", { class: "how" }, model.isCompared
      ? "How to read: passed of graded trials; ▼ ▲ changed beyond chance, ↓ ↑ changed but chance may explain it, ~ unstable, ! errors; small, what it was before."
      : "How to read: passed of graded trials; ~ unstable, ✗ never right, ! errors."));

  const counts = new Map();
  function drawChips(state) {
    const key = state.in;
    if (!counts.has(key)) counts.set(key, model.filters.map((filter) => model.countOf(filter, state)));
    chips.replaceChildren(...model.filters.map((filter, place) => {
      const many = counts.get(key)[place];
      return make("a", {
        class: `chip ${filter.tone ? `tone-${filter.tone}` : ""} ${many ? "" : "none"}`, href: linkTo({ filter: filter.name, page: "1", case: "" }),
        "data-filter": filter.name, "aria-current": state.filter === filter.name ? "true" : null,
      }, filter.sign ? make("span", { class: "sign", "aria-hidden": "true" }, filter.sign) : null, `${filter.label} `, make("b", {}, count(many)));
    }));
  }

  function head(state) {
    const title = (text, sort, style) => {
      const reversed = state.sort === `-${sort}`;
      const isSorted = state.sort === sort || reversed;
      return make("th", { scope: "col", class: style, "aria-sort": isSorted ? (reversed ? "descending" : "ascending") : null },
        make("button", { type: "button", onclick: () => go({ sort: isSorted && !reversed ? `-${sort}` : sort, page: "1" }) },
          text, make("span", { class: "arrow", "aria-hidden": "true" }, isSorted ? (reversed ? " ↓" : " ↑") : "")));
    };
    return make("thead", {}, make("tr", {}, title("Case", "id", "case"),
      model.shown.map((column) => title(column.title, `column-${column.place}`, "count"))));
  }

  function cellOf(column, number) {
    const one = model.cell(column.place, number);
    if (one.graded < 0) return make("td", { class: "count", title: "not in this measurement" }, "–");
    const before = column.reference === null ? null : model.cell(column.reference, number);
    const never = one.graded > 0 && one.passes === 0;
    const sign = signs[one.change] || (model.isUnstable(one) ? "~" : never && !model.isCompared ? "✗" : "");
    const tone = { R: "worse", I: "better", w: "slightly-worse", b: "slightly-better" }[one.change]
      || (column.reference === null && one.graded > 0 ? (model.isUnstable(one) ? "open" : never ? "slightly-worse" : "") : "");
    const text = one.graded === 0 ? (one.errors ? "" : "not asked") : `${one.passes}/${one.graded}`;
    const facts = [`${one.passes} of ${one.graded} passed`];
    if (one.errors) facts.push(counted(one.errors, "error"));
    if (before && before.graded > 0) facts.push(`before ${before.passes} of ${before.graded}`);
    if (meanings[one.change]) facts.push(meanings[one.change] + (one.p ? `, ${one.p}` : ""));
    const share = model.rate(one);
    const moved = before && before.graded > 0 && "RIwb".includes(one.change);
    const bar = make("i", { class: "share" });
    bar.style.setProperty("--share", share === null ? "0" : String(share));
    const columns = column.reference === null ? String(column.place) : `${column.reference},${column.place}`;
    return make("td", { class: `count ${tone ? `cell-${tone}` : ""}`, title: `${column.title}: ${facts.join(", ")}` },
      make("a", { href: linkTo({ case: model.index.cases.ids[number], columns, against: "" }), tabindex: "-1" },
        make("span", { class: "sign" }, sign), make("span", { class: "k" }, text),
        make("span", { class: "was" }, one.errors ? make("span", { class: "errors" }, `!${one.errors} `) : null, moved ? `${before.passes}/${before.graded}` : null), bar));
  }

  function row(number, place) {
    const cases = model.index.cases;
    const id = cases.ids[number];
    return make("tr", { "data-place": place },
      make("th", { scope: "row", class: "case" },
        make("a", { href: linkTo({ case: id, columns: "", against: "" }) }, id),
        cases.tags[number].length ? make("span", { class: "tags" }, cases.tags[number].slice(0, 4).map((tag) => make("span", { class: "tag" }, model.index.tags[tag]))) : null,
        cases.inputs[number] ? make("span", { class: "input", dir: "auto" }, cases.inputs[number]) : null),
      model.shown.map((column) => cellOf(column, number)));
  }

  function drawPager(state, pages, page) {
    const link = (text, to, label) => make("a", { href: linkTo({ page: String(to) }), "aria-label": label, "aria-current": to === page && text === String(to) ? "page" : null }, text);
    const numbers = [...new Set([1, page - 1, page, page + 1, pages])].filter((to) => to >= 1 && to <= pages);
    pager.hidden = pages < 2;
    pager.replaceChildren(
      page > 1 ? link("← Previous", page - 1) : make("span", { class: "dim" }, "← Previous"),
      ...numbers.flatMap((to, place) => [place && to - numbers[place - 1] > 1 ? "…" : "", link(String(to), to, `Page ${to}`)]).filter(Boolean),
      page < pages ? link("Next →", page + 1) : make("span", { class: "dim" }, "Next →"));
  }

  /** Which cases have an answer that holds the searched text; reads all chunks. */
  async function searchAnswers(text) {
    const numbers = new Set();
    const wanted = text.toLowerCase();
    const chunks = Math.ceil(model.size / model.index.chunk);
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      const data = await source.cases(chunk);
      const hits = data.texts.map((one) => one.toLowerCase().includes(wanted));
      data.cases.forEach((columns, place) => {
        const holds = columns.some((column) => column && column[1].some((answer) => (answer[0] !== null && hits[answer[0]]) || (answer[1] !== null && hits[answer[1]])));
        if (holds) numbers.add(chunk * model.index.chunk + place);
      });
    }
    return numbers;
  }

  function draw(state) {
    if (document.activeElement !== search) search.value = state.q;
    deep.checked = state.deep === "1";
    tags.value = state.tag;
    within.value = state.in;
    sorting.value = state.sort;
    const isDeep = state.deep === "1" && state.q !== "";
    if (isDeep && found.text !== state.q) {
      const text = state.q;
      searchAnswers(text).then((numbers) => {
        if (readState().q !== text) return;
        [found.text, found.numbers] = [text, numbers];
        render();
      });
    }
    list = model.chosen(state, isDeep && found.text === state.q ? found.numbers : null);
    const pages = Math.max(1, Math.ceil(list.length / rowsOfPage));
    const page = Math.min(pages, Math.max(1, Number.parseInt(state.page, 10) || 1));
    const first = (page - 1) * rowsOfPage;
    drawChips(state);
    status.textContent = (list.length === model.size ? "" : `${count(list.length)} of `) + counted(model.size, "case")
      + (pages > 1 ? `, ${count(first + 1)} to ${count(Math.min(list.length, first + rowsOfPage))} shown` : "");
    table.replaceChildren(
      make("caption", { class: "unseen" }, "Cases and variants: passed of graded trials"), head(state),
      make("tbody", {}, list.slice(first, first + rowsOfPage).map((number, place) => row(number, first + place)),
        list.length ? null : make("tr", {}, make("td", { colspan: model.shown.length + 1, class: "empty" }, "No case matches. ",
          make("a", { href: linkTo({ filter: "all", tag: "", in: "", q: "", deep: "", page: "1" }) }, "Show all")))));
    drawPager(state, pages, page);
    if (drawnPage !== null && drawnPage !== page && !state.case && current < first) frame.scrollIntoView();
    drawnPage = page;
    if (current >= list.length) current = -1;
    mark();
  }

  function mark() {
    for (const row of table.querySelectorAll("tr.current")) row.classList.remove("current");
    const row = table.querySelector(`tr[data-place="${current}"]`);
    if (row) row.classList.add("current");
    return row;
  }

  /** Moves the marked row, to another page where it must. */
  function step(by) {
    if (!list.length) return;
    const first = (Math.max(1, Number.parseInt(readState().page, 10) || 1) - 1) * rowsOfPage;
    current = current < 0 ? first : Math.min(list.length - 1, Math.max(0, current + by));
    const page = Math.floor(current / rowsOfPage) + 1;
    if (page !== first / rowsOfPage + 1) go({ page: String(page) }, "replace");
    const row = mark();
    if (row) {
      row.scrollIntoView({ block: "nearest" });
      row.querySelector("a").focus({ preventScroll: true });
    }
  }

  return {
    draw, step, search,
    /** Brings the marked row back into sight. */
    reveal() {
      const row = mark();
      if (row) row.scrollIntoView({ block: "center" });
    },
    /** The shown cases around one, for going from case to case. */
    around(number) {
      const place = list.indexOf(number);
      if (place >= 0) current = place;
      return { place, size: list.length, before: place > 0 ? list[place - 1] : null, after: place >= 0 && place + 1 < list.length ? list[place + 1] : null };
    },
    open() {
      if (current >= 0 && current < list.length) go({ case: model.index.cases.ids[list[current]], columns: "", against: "" });
    },
  };
}
