// Runs before anything is drawn, so that a chosen theme does not flash.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  let theme = new URLSearchParams(location.hash.slice(1)).get("theme");
  try {
    theme = theme || localStorage.getItem("plumb-theme");
  } catch {
    // A browser may forbid storage to files; the system's theme is used then.
  }
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
})();
