// Elements are made here and nowhere else: texts become text nodes, so that no data can become markup.

const svgNames = new Set(["svg", "rect", "line", "circle", "path", "title"]);

/** An element with attributes and children; a child is an element, a text, or nothing. */
function make(name, attributes, ...children) {
  const element = svgNames.has(name)
    ? document.createElementNS("http://www.w3.org/2000/svg", name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

const byId = (id) => document.getElementById(id);

/** A number with separators, the same in every country. */
const count = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

/** A count with its noun. */
const counted = (value, noun) => `${count(value)} ${noun}${value === 1 ? "" : "s"}`;

/** A time: 820 ms, 1.4 s, 2 m 05 s. */
function duration(seconds) {
  if (seconds < 0.9995) return `${(seconds * 1000).toFixed(seconds < 0.00995 && seconds > 0 ? 1 : 0)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} m ${String(whole % 60).padStart(2, "0")} s`;
}
