// What the counts of the cases mean: which cases a filter keeps, and in which order.

const signs = { R: "▼", I: "▲", w: "↓", b: "↑", "=": "", e: "✎", " ": "" };
const meanings = {
  R: "worse beyond chance", I: "better beyond chance", w: "lower, within chance", b: "higher, within chance", "=": "the same share",
  e: "the case was edited, not compared", " ": "",
};

function openModel(index) {
  const columns = index.columns;
  const shown = columns.map((column, place) => ({ ...column, place })).filter((column) => column.role === "variant");
  const size = index.cases.ids.length;
  const place = new Map(index.cases.ids.map((id, number) => [id, number]));
  const isCompared = shown.some((column) => column.reference !== null);

  const cell = (column, number) => {
    const of = columns[column];
    return {
      passes: of.passes[number], graded: of.graded[number], errors: of.errors[number], change: of.changes[number] || " ",
      p: of.p[number],
    };
  };
  const rate = (one) => (one.graded > 0 ? one.passes / one.graded : null);
  const isUnstable = (one) => one.passes > 0 && one.passes < one.graded;

  const filters = [
    { name: "all", label: "All", sign: "", test: () => true },
    { name: "regressed", label: "Regressed", sign: "▼", tone: "worse", compared: true, test: (one) => one.change === "R" },
    { name: "lower", label: "Lower", sign: "↓", compared: true, test: (one) => one.change === "R" || one.change === "w" },
    { name: "improved", label: "Improved", sign: "▲", tone: "better", compared: true, test: (one) => one.change === "I" },
    { name: "higher", label: "Higher", sign: "↑", compared: true, test: (one) => one.change === "I" || one.change === "b" },
    { name: "failing", label: "Mostly failing", sign: "✗", test: (one) => one.graded > 0 && 2 * one.passes <= one.graded },
    { name: "unstable", label: "Unstable", sign: "~", tone: "open", test: isUnstable },
    { name: "error", label: "Errors", sign: "!", tone: "open", test: (one) => one.errors > 0 },
  ].filter((filter) => isCompared || !filter.compared);

  /** The columns a filter looks at: one, or all. */
  const columnsIn = (state) => {
    const one = shown.find((column) => String(column.place) === state.in);
    return one ? [one] : shown;
  };
  const passesFilter = (filter, state, number) => columnsIn(state).some((column) => filter.test(cell(column.place, number)));

  /** The text in which the search looks, without the answers. */
  const haystacks = [];
  const haystack = (number) => {
    if (haystacks[number] === undefined) {
      const tags = index.cases.tags[number].map((tag) => index.tags[tag]);
      const texts = [index.cases.ids[number], index.cases.inputs[number], index.cases.expected[number], ...tags];
      haystacks[number] = texts.filter(Boolean).join("\n").toLowerCase();
    }
    return haystacks[number];
  };

  /** How a case moved in a column: what is beyond chance before what is not, then by size. */
  const move = (column, number) => {
    const one = cell(column.place, number);
    const now = rate(one);
    if (column.reference === null) return now === null ? 2 : now;
    const before = rate(cell(column.reference, number));
    if (now === null || before === null || one.change === " " || one.change === "e") return 3;
    return (one.change === "R" ? -4 : one.change === "I" ? 4 : 0) + now - before;
  };

  const orders = {
    "": (some, state) => {
      const among = isCompared ? columnsIn(state).filter((column) => column.reference !== null) : columnsIn(state);
      const worst = (number) => among.reduce((least, column) => Math.min(least, move(column, number)), 9);
      return sortedBy(some, worst);
    },
    suite: (some) => some,
    id: (some) => some.slice().sort((a, b) => (index.cases.ids[a] < index.cases.ids[b] ? -1 : index.cases.ids[a] > index.cases.ids[b] ? 1 : 0)),
  };
  function sortedBy(some, value) {
    const keys = new Map(some.map((number) => [number, value(number)]));
    return some.slice().sort((a, b) => keys.get(a) - keys.get(b) || a - b);
  }

  /** The cases that a state shows, in its order; `found` says which answers hold the searched text. */
  function chosen(state, found) {
    const filter = filters.find((one) => one.name === state.filter) || filters[0];
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const tag = state.tag ? index.tags.indexOf(state.tag) : -1;
    let some = [];
    for (let number = 0; number < size; number += 1) {
      if (state.tag && !index.cases.tags[number].includes(tag)) continue;
      if (words.length && !words.every((word) => haystack(number).includes(word)) && !(found && found.has(number))) continue;
      if (!passesFilter(filter, state, number)) continue;
      some.push(number);
    }
    const reversed = state.sort.startsWith("-");
    const name = reversed ? state.sort.slice(1) : state.sort;
    const column = shown.find((one) => `column-${one.place}` === name);
    some = column ? sortedBy(some, (number) => move(column, number)) : (orders[name] || orders[""])(some, state);
    return reversed ? some.reverse() : some;
  }

  /** How many cases each filter keeps, apart from text and tag. */
  const countOf = (filter, state) => {
    let kept = 0;
    for (let number = 0; number < size; number += 1) if (passesFilter(filter, state, number)) kept += 1;
    return kept;
  };

  return { index, columns, shown, size, place, isCompared, cell, rate, isUnstable, filters, chosen, countOf };
}
