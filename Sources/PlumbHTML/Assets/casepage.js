// The page of one case: what was asked and expected, and every distinct answer, side by side.

function openCasePage(model, source, matrix) {
  const frame = byId("case");
  let shown = null;

  /** The columns to show: those of the address, or the ones that changed most with what they are compared with. */
  function columnsOf(state, number) {
    const wanted = state.columns.split(",").filter(Boolean).map(Number).filter((place) => model.columns[place]);
    if (wanted.length) return [...new Set(wanted)];
    const compared = model.shown.filter((column) => column.reference !== null);
    if (!model.isCompared) return model.shown.slice(0, 4).map((column) => column.place);
    if (model.columns.every((column) => column.role === "variant")) return model.shown.slice(0, 4).map((column) => column.place);
    const rank = (column) => {
      const one = model.cell(column.place, number);
      const before = model.rate(model.cell(column.reference, number));
      return before === null || model.rate(one) === null ? 9 : model.rate(one) - before;
    };
    const worst = compared.slice().sort((a, b) => rank(a) - rank(b) || a.place - b.place)[0];
    return [worst.reference, worst.place];
  }

  function picker(state, number, places) {
    return make("div", { class: "chips", role: "group", "aria-label": "Measurements side by side" },
      // A baseline stands after the variant that is compared with it.
      model.shown.flatMap(({ place, reference }) => (reference !== null && model.columns[reference].role === "baseline" ? [place, reference] : [place])).map((place) => {
        const column = model.columns[place];
        const isShown = places.includes(place);
        const next = isShown ? places.filter((one) => one !== place) : [...places, place];
        return make("a", {
          class: "chip", "aria-current": isShown ? "true" : null,
          href: linkTo({ columns: (next.length ? next : [place]).join(",") }),
        }, isShown ? "✓ " : "+ ", column.title);
      }));
  }

  function header(state, number) {
    const cases = model.index.cases;
    const near = matrix.around(number);
    const link = (text, to, key) => to === null
      ? make("span", { class: "dim" }, text)
      : make("a", { href: linkTo({ case: cases.ids[to], columns: state.columns }), "data-step": key }, text);
    return make("header", { class: "case-head" },
      make("div", { class: "case-nav" },
        make("a", { href: linkTo({ case: "", columns: "", against: "" }), id: "back" }, "← All cases"),
        make("span", {}, link("‹ Previous", near.before, "before"), "  ",
          near.place >= 0 ? make("span", { class: "dim" }, `${count(near.place + 1)} of ${count(near.size)}`) : null, "  ", link("Next ›", near.after, "after"))),
      make("h2", { id: "case-title", tabindex: "-1" }, cases.ids[number]),
      make("p", { class: "dim" }, cases.tags[number].map((tag) => make("span", { class: "tag" }, model.index.tags[tag])), " ", cases.places[number]));
  }

  function counts(place, number) {
    const one = model.cell(place, number);
    if (one.graded < 0) return make("span", { class: "dim" }, "not in this measurement");
    const facts = [];
    if (signs[one.change]) facts.push(`${signs[one.change]} ${meanings[one.change]}${one.p ? `, ${one.p}` : ""}`);
    if (one.errors) facts.push(`! ${counted(one.errors, "error")}`);
    const tone = { R: "worse", I: "better" }[one.change];
    return make("span", {}, make("b", {}, `${one.passes}/${one.graded}`), " passed ",
      facts.length ? make("span", { class: tone ? `pill tone-${tone}` : "dim" }, facts.join("; ")) : null);
  }

  function findings(checks, text) {
    if (!checks.length) return null;
    return make("ul", { class: "findings" }, checks.map(([check, outcome, reason, score, decides]) => {
      const sign = { pass: "✓", fail: "✗", error: "?" }[outcome];
      const isPart = score !== null && score !== 0 && score !== 1;
      return make("li", { class: `outcome-${outcome}` }, make("span", { class: "sign" }, sign), " ",
        text[check] ? make("b", {}, text[check]) : null, text[check] && text[reason] ? ": " : null, text[reason],
        make("span", { class: "dim" }, isPart ? ` (score ${score.toFixed(2)})` : "", decides ? "" : " (measured only)"));
    }));
  }

  function answerCard(answer, text, sum, compared) {
    const [place, completion, many, passes, errors, repetitions, shortest, longest, cached, endings, checks] = answer;
    const graded = many - errors;
    const [sign, tone] = graded === 0 ? ["?", "open"] : passes === graded ? ["✓", "pass"] : passes === 0 ? ["✗", "fail"] : ["~", "open"];
    const facts = [];
    if (repetitions) facts.push(`repetition ${repetitions}`);
    if (shortest !== null) facts.push(duration(shortest) === duration(longest) ? duration(shortest) : `${duration(shortest)} to ${duration(longest)}`);
    if (cached) facts.push(`${count(cached)} from the cache`);
    if (endings) facts.push(`ended by ${endings}`);
    const bar = make("i", { class: "share" });
    bar.style.setProperty("--share", String(sum ? many / sum : 0));
    return make("article", { class: `answer-card outcome-${tone}` },
      make("h4", {}, make("span", { class: "sign" }, sign), ` ${count(many)} of ${count(sum)}`,
        passes > 0 && passes < graded ? make("span", { class: "dim" }, ` (${count(passes)} passed)`) : null, bar),
      place === null
        ? make("p", { class: "dim" }, "No answer could be extracted.")
        : text[place] === "" ? make("p", { class: "dim" }, "Empty answer.")
          : make("div", { class: "text", dir: "auto" }, compared === null ? text[place] : marked(compared, text[place])),
      completion === null ? null : make("details", { open: place === null }, make("summary", {}, "Whole completion"), make("div", { class: "text", dir: "auto" }, text[completion])),
      findings(checks, text), facts.length ? make("p", { class: "facts" }, facts.join(" · ")) : null);
  }

  function columnOf(place, number, data, text, compared) {
    const entry = data[place];
    const section = make("section", { class: "side", "aria-label": model.columns[place].title },
      make("h3", {}, model.columns[place].title), make("p", {}, counts(place, number)));
    if (!entry) return section;
    const [, answers, others, failures] = entry;
    const sum = answers.reduce((all, answer) => all + answer[2], 0) + others;
    section.append(...answers.map((answer) => answerCard(answer, text, sum, compared)));
    if (others) section.append(make("p", { class: "dim" }, `${count(others)} more ${others === 1 ? "answer" : "answers"}, each different, not kept here.`));
    if (failures.length) {
      section.append(make("ul", { class: "findings" }, failures.map(([kind, message, many]) =>
        make("li", {}, make("span", { class: "sign" }, "!"), ` ${count(many)} × not answered: `, text[message], make("span", { class: "dim" }, ` [${kind}]`)))));
    }
    if (!answers.length && !failures.length) section.append(make("p", { class: "dim" }, "No answer is kept."));
    return section;
  }

  /** The turns of a prompt, put together from what is kept of the chunk's first case and what differs. */
  function messagesOf(place, chunk, inside) {
    const own = chunk.cases[inside][place];
    const first = chunk.cases.map((columns) => columns[place]).find((column) => column && column[0].length);
    if (!own || !own[0].length) return [];
    const text = chunk.texts;
    return own[0].map(([role, head, tail, middle], turn) => {
      const base = first[0][turn] ? text[first[0][turn][3]] : "";
      return { role, content: base.slice(0, head) + text[middle] + (tail ? base.slice(base.length - tail) : "") };
    });
  }

  function prompts(places, chunk, inside) {
    const seen = new Map();
    for (const place of places) {
      const messages = messagesOf(place, chunk, inside);
      const key = JSON.stringify(messages);
      if (!messages.length) continue;
      if (!seen.has(key)) seen.set(key, { messages, titles: [] });
      seen.get(key).titles.push(model.columns[place].title);
    }
    const list = [...seen.values()];
    if (!list.length) {
      const templates = [...new Set(places.map((place) => model.columns[place].prompt))].filter(Boolean);
      return templates.map((template) => make("details", {}, make("summary", {}, "Prompt (its template: the suite no longer has it as it was asked)"), make("div", { class: "text" }, template)));
    }
    return list.map(({ messages, titles }, number) => {
      const previous = number > 0 ? list[0].messages : null;
      return make("details", { open: number === 0 && messages.reduce((sum, message) => sum + message.content.length, 0) < 800 },
        make("summary", {}, `Prompt of ${titles.join(", ")}`, previous ? make("span", { class: "dim" }, ` (marked: what differs from ${list[0].titles[0]})`) : null),
        messages.map((message, turn) => make("div", { class: "turn" }, make("h4", {}, message.role),
          make("div", { class: "text", dir: "auto" }, previous && previous[turn] ? marked(previous[turn].content, message.content) : message.content))));
    });
  }

  function body(state, number, chunk) {
    const inside = number % model.index.chunk;
    const data = chunk.cases[inside];
    const text = chunk.texts;
    const places = columnsOf(state, number);
    const expected = model.index.cases.expected[number];
    const leading = (place) => {
      const answer = data[place] && data[place][1].find((one) => one[0] !== null);
      return answer ? text[answer[0]] : null;
    };
    const choices = [["nothing", "nothing"], ...(expected === null ? [] : [["expected", "what is expected"]]),
      ...places.map((place) => [String(place), `the usual answer of ${model.columns[place].title}`])];
    const usualChoice = places.length > 1 ? String(places[0]) : expected !== null ? "expected" : "nothing";
    const against = choices.some(([value]) => value === state.against) ? state.against : usualChoice;
    const base = against === "nothing" ? null : against === "expected" ? expected : leading(Number(against));
    const select = make("select", { id: "against", onchange: (event) => go({ against: event.target.value }, "replace") },
      choices.map(([value, label]) => make("option", { value, selected: value === against }, label)));
    return [
      expected === null ? null : make("div", { class: "expected" }, make("h3", {}, "Expected"), make("div", { class: "text", dir: "auto" }, expected)),
      make("div", { class: "asked" }, prompts(places, chunk, inside)),
      make("div", { class: "controls" }, picker(state, number, places),
        make("label", { class: "against" }, "Mark differences from ", select)),
      make("div", { class: "sides" }, places.map((place) =>
        columnOf(place, number, data, text, base !== null && String(place) !== against ? base : null))),
      make("p", { class: "how" }, "How to read: equal answers are one card, the most frequent first; ",
        make("ins", {}, "underlined"), " words are only here, ", make("del", {}, "struck"), " ones only in what it is compared with. ",
        `Texts longer than ${count(model.index.limit)} characters are cut, and say so.`),
    ];
  }

  return {
    async draw(state) {
      const number = model.place.get(state.case);
      const isNew = shown !== state.case;
      shown = state.case;
      if (number === undefined) {
        frame.replaceChildren(make("p", { class: "empty" }, `There is no case “${state.case}”. `, make("a", { href: linkTo({ case: "" }) }, "Show all")));
        return;
      }
      const chunk = await source.cases(Math.floor(number / model.index.chunk));
      if (shown !== state.case) return;
      frame.replaceChildren(...[header(state, number), ...body(state, number, chunk)].filter(Boolean));
      if (isNew) {
        window.scrollTo(0, 0);
        byId("case-title").focus({ preventScroll: true });
      }
    },
    leave() {
      shown = null;
    },
    step(direction) {
      const link = frame.querySelector(`[data-step="${direction}"]`);
      if (link) go({ case: new URLSearchParams(link.getAttribute("href").slice(1)).get("case"), against: "" });
    },
  };
}
