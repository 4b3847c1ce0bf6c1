/* Blocking on purpose and first in the head: the theme is right before anything is painted.
 * [data-theme] on <html> is set only when the reader chose against the system; the choice is kept in the
 * browser's own store. [data-save-data] tells the stylesheet to fetch no fonts. */
(() => {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const KEY = "theme";

  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // a browser that keeps nothing follows the system
    }
  };
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  const apply = (choice) => {
    if (choice === "dark" || choice === "light") root.dataset.theme = choice;
    else delete root.dataset.theme;
  };
  const choose = (choice) => {
    const own = choice === (system.matches ? "dark" : "light") ? null : choice;
    try {
      if (own) localStorage.setItem(KEY, own);
      else localStorage.removeItem(KEY);
    } catch {
      // the choice then lasts for this page
    }
    apply(own);
  };

  apply(stored());
  if (navigator.connection && navigator.connection.saveData) root.dataset.saveData = "";

  document.addEventListener("DOMContentLoaded", () => {
    const buttons = document.querySelectorAll("[data-theme-switch]");
    const show = () => buttons.forEach((button) => button.setAttribute("aria-pressed", String(isDark())));
    buttons.forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        choose(isDark() ? "light" : "dark");
        show();
      });
    });
    system.addEventListener("change", show);
    addEventListener("storage", (event) => {
      if (event.key === KEY) {
        apply(event.newValue);
        show();
      }
    });
    show();
  });
})();
