// The whole state of the page is in the address after "#", so that a link shows what its sender saw.

const usual = {
  view: "cases", filter: "all", tag: "", in: "", q: "", deep: "", sort: "", page: "1", case: "", columns: "", against: "", theme: "",
};
const views = ["cases", "changes", "figures", "about"];

function readState() {
  const text = location.hash.slice(1);
  if (views.includes(text)) return { ...usual, view: text };
  const state = { ...usual };
  for (const [name, value] of new URLSearchParams(text)) if (Object.hasOwn(usual, name)) state[name] = value;
  if (!views.includes(state.view)) state.view = "cases";
  return state;
}

function writeState(state) {
  const parameters = new URLSearchParams();
  for (const name of Object.keys(usual)) if (state[name] !== usual[name]) parameters.set(name, state[name]);
  const text = parameters.toString();
  return text ? `#${text}` : "#view=cases";
}

/** The address of this state with some of it changed. */
const linkTo = (change) => writeState({ ...readState(), ...change });

/** Goes to a changed state; a step can be undone with the browser's back button, a replacement cannot. */
function go(change, how = "step") {
  const link = linkTo(change);
  if (how === "replace") history.replaceState(null, "", link);
  else history.pushState(null, "", link);
  render();
}
