/* Blocking on purpose and first in the head: the theme is right before anything is painted.
 * [data-theme] on <html> is set only when the reader chose against the system; the choice is kept in the
 * browser's own store. [data-save-data] tells the stylesheet to fetch no fonts.
 *
 * For scripts that come after it, the browser's own store, where a browser that keeps nothing keeps nothing:
 *
 *   recall(key)            what was kept, or null
 *   remember(key, value)   keeps it; nothing worth keeping ("", null) is forgotten
 */
(() => {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const KEY = "theme";

  window.recall = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  window.remember = (key, value) => {
    try {
      if (value) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch {
      // it then lasts for this page
    }
  };
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  const apply = (choice) => {
    if (choice === "dark" || choice === "light") root.dataset.theme = choice;
    else delete root.dataset.theme;
  };
  const choose = (choice) => {
    const own = choice === (system.matches ? "dark" : "light") ? null : choice;
    remember(KEY, own);
    apply(own);
  };

  apply(recall(KEY));
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
        apply(recall(KEY));
        show();
      }
    });
    show();
  });
})();
